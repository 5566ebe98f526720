package recipe

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// checkKeys refuses the first key that no field of a recipe has, with its line and the
// keys that its table knows. The letter case counts: two spellings of one key would
// leave open which value holds.
func checkKeys(data []byte, keys []toml.Key) error {
	for _, key := range keys {
		for depth := range key {
			known := knownKeys(key[:depth])
			if slices.Contains(known, key[depth]) {
				continue
			}
			key = key[:depth+1]
			return fmt.Errorf("line %d: unknown key %s: want one of %s", lineOf(data, key), key, strings.Join(known, ", "))
		}
	}
	return nil
}

// knownKeys lists the keys of a table of a recipe; the empty key is the top.
func knownKeys(table toml.Key) []string {
	t := reflect.TypeFor[Recipe]()
	for _, name := range table {
		field, ok := t.FieldByNameFunc(func(field string) bool {
			f, _ := t.FieldByName(field)
			return keyName(f) == name
		})
		if !ok || field.Type.Kind() != reflect.Struct {
			return nil
		}
		t = field.Type
	}
	var names []string
	for field := range t.Fields() {
		names = append(names, keyName(field))
	}
	return names
}

// keyName is the key of a field; options follow it in the tag.
func keyName(field reflect.StructField) string {
	name, _, _ := strings.Cut(field.Tag.Get("toml"), ",")
	return name
}

// lineOf returns the line, from 1, of well-formed TOML that defines key: by itself, by a
// table below it, or else within the inline table of the nearest key above it.
func lineOf(data []byte, key toml.Key) int {
	var table toml.Key
	above := 1
	for i, line := range strings.Split(string(data), "\n") {
		line = strings.TrimSpace(line)
		path := toml.Key(nil)
		if strings.HasPrefix(line, "[") {
			table = keyOf(line)
			path = table
		} else if left, _, found := strings.Cut(line, "="); found {
			path = slices.Concat(table, keyOf(left+"= 0"))
		}
		common := min(len(path), len(key))
		if common == 0 || !slices.Equal(path[:common], key[:common]) {
			continue
		}
		if common == len(key) {
			return i + 1
		}
		above = i + 1
	}
	return above
}

// keyOf returns the key that a line of TOML defines, or nothing.
func keyOf(line string) toml.Key {
	meta, err := toml.Decode(line, &struct{}{})
	if err != nil || len(meta.Keys()) == 0 {
		return nil
	}
	return meta.Keys()[len(meta.Keys())-1]
}
