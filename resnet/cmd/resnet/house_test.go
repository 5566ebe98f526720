package main

import (
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

const root = "../../.."

// mayImport is the plan of the house: which of our packages each may import,
// tests aside. Arrows point one way.
var mayImport = map[string][]string{
	"nn/kernel":                {},
	"nn/kernel/gen":            {},
	"nn":                       {"nn/kernel"},
	"nn/infer":                 {"nn", "nn/kernel"},
	"weights":                  {},
	"weights/onnx":             {"nn", "weights"},
	"resnet":                   {"nn", "weights"},
	"resnet/picture":           {},
	"resnet/picture/imagefile": {"resnet/picture"},
	"resnet/dataset":           {"resnet/dataset/drawing", "resnet/dataset/sketch", "resnet/picture", "resnet/picture/imagefile"},
	"resnet/dataset/sketch":    {},
	"resnet/dataset/drawing":   {"resnet/picture"},
	"resnet/inside":            {"nn", "nn/infer", "resnet"},
	"resnet/teach":             {"nn", "nn/infer", "nn/kernel", "resnet", "weights"},
	"resnet/train":             {"nn", "nn/infer", "nn/kernel", "resnet", "resnet/dataset", "resnet/train/recipe", "resnet/train/report", "weights"},
	"resnet/train/card":        {"resnet", "resnet/train", "resnet/train/report", "weights"},
	"resnet/train/recipe":      {},
	"resnet/train/report":      {"weights"},
	"resnet/cmd/resnet":        {"nn", "nn/infer", "nn/kernel", "resnet", "resnet/dataset", "resnet/picture", "resnet/picture/imagefile", "resnet/teach", "resnet/train", "resnet/train/card", "resnet/train/recipe", "resnet/train/report", "weights", "weights/onnx"},
	"wasm":                     {"nn", "nn/kernel", "resnet", "resnet/inside", "resnet/picture", "resnet/teach", "weights"},
	"wasm/bench":               {"weights"},
	"wasm/cachelist":           {"weights"},
	"wasm/precompress":         {"weights"},
}

// goFiles calls f for every Go file of the module, in any build.
func goFiles(t *testing.T, f func(pkg, file string)) {
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && file != root {
			return filepath.SkipDir
		}
		if filepath.Ext(file) == ".go" {
			rel, err := filepath.Rel(root, file)
			require.NoError(t, err)
			f(path.Dir(filepath.ToSlash(rel)), file)
		}
		return nil
	})
	require.NoError(t, err)
}

func TestImportsPointOneWay(t *testing.T) {
	seen := map[string]bool{}
	goFiles(t, func(pkg, file string) {
		allowed, known := mayImport[pkg]
		require.True(t, known, "%s: no room of the house is called %s", file, pkg)
		seen[pkg] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		require.NoError(t, err)
		for _, spec := range parsed.Imports {
			name := strings.Trim(spec.Path.Value, `"`)
			if name == "syscall/js" || strings.HasPrefix(name, "github.com/syumai/tinyutil") {
				require.Equal(t, "wasm", pkg, "%s imports %s", file, name)
			}
			if ours, ok := strings.CutPrefix(name, "canvasnet/"); ok && !strings.HasSuffix(file, "_test.go") {
				require.Contains(t, allowed, ours, "%s imports %s", file, name)
			}
		}
	})
	require.Len(t, seen, len(mayImport))
}

func TestOnlyKernelsDependOnTheMachine(t *testing.T) {
	goFiles(t, func(pkg, file string) {
		if pkg == "nn/kernel" {
			return
		}
		require.NotRegexp(t, `_(amd64|arm64|wasm)(_test)?\.go$`, file)
		source, err := os.ReadFile(file)
		require.NoError(t, err)
		for line := range strings.Lines(string(source)) {
			if !constraint.IsGoBuild(line) {
				continue
			}
			expr, err := constraint.Parse(line)
			require.NoError(t, err)
			require.NotContains(t, expr.String(), "goexperiment", file)
			require.NotContains(t, expr.String(), "amd64", file)
		}
	})
}

func TestTopLevel(t *testing.T) {
	entries, err := os.ReadDir(root)
	require.NoError(t, err)
	want := []string{"LICENSE", "Makefile", "README.md", "go.mod", "go.sum", "nn", "resnet", "site", "wasm", "weights"}
	var got []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && name != "bin" {
			got = append(got, name)
		}
	}
	require.Equal(t, want, got)
}
