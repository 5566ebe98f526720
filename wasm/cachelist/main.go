// Command cachelist writes cache.js into a site: the files that its service
// worker keeps on a visitor's device, each with the hash of its content, and a
// version made of them all.
//
//	cachelist DIR
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"canvasnet/weights"
)

const listName = "cache.js"

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: cachelist DIR")
		os.Exit(2)
	}
	if err := writeList(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "cachelist:", err)
		os.Exit(1)
	}
}

// list is what the service worker reads.
type list struct {
	Version string            `json:"version"`
	Files   map[string]string `json:"files"` // hash of the content by path
}

func writeList(dir string) error {
	l, err := listOf(os.DirFS(dir))
	if err != nil {
		return fmt.Errorf("%s: %w", dir, err)
	}
	data, err := json.Marshal(l, json.Deterministic(true), jsontext.WithIndent("  "))
	if err != nil {
		return err
	}
	script := fmt.Sprintf("// Written by `make site`: what the service worker keeps.\nself.SITE = %s;\n", data)
	return weights.WriteAtomic(filepath.Join(dir, listName), []byte(script))
}

// listOf hashes the files that the page uses.
func listOf(site fs.FS) (list, error) {
	l := list{Files: map[string]string{}}
	err := fs.WalkDir(site, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && slices.Contains(apart, name):
			return fs.SkipDir
		case !d.Type().IsRegular() || !used(name):
			return nil
		}
		content, err := fs.ReadFile(site, name)
		l.Files[name] = hash(content)
		return err
	})
	var all strings.Builder
	for _, name := range slices.Sorted(maps.Keys(l.Files)) {
		fmt.Fprintln(&all, name, l.Files[name])
	}
	l.Version = hash([]byte(all.String()))
	return l, err
}

// apart are folders of no use to the page.
var apart = []string{"test", "screenshots", "node_modules"}

// kinds are the extensions of files that a page is made of.
var kinds = []string{".css", ".html", ".js", ".json", ".png", ".safetensors", ".svg", ".wasm"}

// own are files with another reader than the page.
var own = []string{listName, "sw.js", "package.json", "embed.html", "embed.js"}

func used(name string) bool {
	return slices.Contains(kinds, path.Ext(name)) && !slices.Contains(own, name)
}

// hash is short enough for a list, long enough to tell contents apart: 96 bits
// of SHA-256.
func hash(content []byte) string {
	sum := sha256.Sum256(content)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}
