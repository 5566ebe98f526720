package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func file(content string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(content)} }

func TestListOf(t *testing.T) {
	site := fstest.MapFS{
		"index.html":             file("<!doctype html>"),
		"app.js":                 file("1"),
		"icons/icon.svg":         file("<svg/>"),
		"weights/a.safetensors":  file("weights"),
		"app.js.br":              file("packed"),
		"resnet.d.ts":            file("types"),
		"cache.js":               file("old"),
		"sw.js":                  file("worker"),
		"package.json":           file("{}"),
		"test/steady.test.js":    file("test"),
		"screenshots/draw.png":   file("picture"),
		"samples/README.md":      file("text"),
		"node_modules/x/main.js": file("x"),
	}
	before, err := listOf(site)
	require.NoError(t, err)
	assert.Len(t, before.Files, 4)
	for _, name := range []string{"index.html", "app.js", "icons/icon.svg", "weights/a.safetensors"} {
		assert.Len(t, before.Files[name], 16, name)
	}

	site["app.js"] = file("2")
	after, err := listOf(site)
	require.NoError(t, err)
	assert.NotEqual(t, before.Version, after.Version)
	assert.NotEqual(t, before.Files["app.js"], after.Files["app.js"])
	assert.Equal(t, before.Files["index.html"], after.Files["index.html"], "unchanged files need no download")
}

func TestWriteList(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), nil, 0o644))
	require.NoError(t, writeList(dir))
	first, err := os.ReadFile(filepath.Join(dir, listName))
	require.NoError(t, err)
	assert.True(t, strings.Contains(string(first), `self.SITE = {`) && strings.Contains(string(first), `"index.html"`), "%s", first)
	require.NoError(t, writeList(dir))
	again, err := os.ReadFile(filepath.Join(dir, listName))
	require.NoError(t, err)
	assert.Equal(t, string(first), string(again), "the same site has the same version")

	missing := filepath.Join(dir, "none")
	assert.ErrorContains(t, writeList(missing), missing)
}
