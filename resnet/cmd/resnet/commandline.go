package main

import (
	"flag"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// commandLine is how the subcommand was called, fit to be published: without
// the paths of this machine, and without the flags in leftOut. What depends on
// the machine by default, the number of threads, is spelled out.
func (fs *flags) commandLine(leftOut ...string) string {
	words := []string{"resnet", fs.Name()}
	fs.VisitAll(func(f *flag.Flag) {
		if slices.Contains(leftOut, f.Name) || !fs.given(f.Name) && f.Name != "threads" {
			return
		}
		value := f.Value.String()
		words = append(words, "-"+f.Name)
		switch b, ok := f.Value.(interface{ IsBoolFlag() bool }); {
		case ok && b.IsBoolFlag():
			words[len(words)-1] += "=" + value
		case f.Name == "data" || f.Name == "test" || f.Name == "drawings":
			words = append(words, shellWord(anonymous(value)))
		case value == "":
			words = append(words, shellWord(value))
		default:
			words = append(words, shellWord(filepath.Base(value)))
		}
	})
	return strings.Join(words, " ")
}

// anonymous takes the folder out of a data SPEC: cifar10:/home/me/cifar:train
// becomes cifar10:DIR:train.
func anonymous(spec string) string {
	kind, dir, found := strings.Cut(spec, ":")
	if !found {
		return spec
	}
	part := ""
	for _, suffix := range []string{":train", ":test"} {
		if rest, ok := strings.CutSuffix(dir, suffix); ok && kind != "images" {
			dir, part = rest, suffix
		}
	}
	if dir != "" {
		dir = "DIR"
	}
	return kind + ":" + dir + part
}

var plainWord = regexp.MustCompile(`^[\w.,:@%+=/-]+$`)

// shellWord quotes a word for a shell, where that is needed.
func shellWord(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
