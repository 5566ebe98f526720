package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// write makes a file in dir and returns its path.
func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	return path
}

func noise(n int) string {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	_, _ = r.Read(b) // it never fails
	return string(b)
}

func TestCompressFolder(t *testing.T) {
	dir := t.TempDir()
	text := strings.Repeat("export const x = 1;\n", 100)
	script := write(t, dir, "a.js", text)
	deep := write(t, dir, "weights/a.safetensors", text)
	random := write(t, dir, "random.wasm", noise(5000))
	picture := write(t, dir, "a.png", text)
	require.NoError(t, compressFolder(dir))

	for _, e := range encodings {
		for _, file := range []string{script, deep} {
			assert.True(t, e.unpacksTo(file+e.extension, []byte(text)), "%s%s", file, e.extension)
			info, err := os.Stat(file + e.extension)
			require.NoError(t, err)
			assert.Less(t, info.Size(), int64(len(text)/2))
		}
		assert.NoFileExists(t, random+e.extension, "it would save nothing")
		assert.NoFileExists(t, picture+e.extension)
	}
}

func TestCompressFolderAgain(t *testing.T) {
	dir := t.TempDir()
	file := write(t, dir, "a.js", strings.Repeat("a", 1000))
	require.NoError(t, compressFolder(dir))

	past := time.Now().Add(-time.Hour)
	for _, e := range encodings {
		require.NoError(t, os.Chtimes(file+e.extension, past, past))
	}
	require.NoError(t, compressFolder(dir))
	source, err := os.Stat(file)
	require.NoError(t, err)
	for _, e := range encodings {
		packed, err := os.Stat(file + e.extension)
		require.NoError(t, err)
		assert.False(t, packed.ModTime().Before(source.ModTime()), "a file that is still right counts as new")
	}

	changed := strings.Repeat("b", 1000)
	write(t, dir, "a.js", changed)
	require.NoError(t, compressFolder(dir))
	for _, e := range encodings {
		assert.True(t, e.unpacksTo(file+e.extension, []byte(changed)))
	}

	write(t, dir, "a.js", noise(1000))
	require.NoError(t, compressFolder(dir))
	for _, e := range encodings {
		assert.NoFileExists(t, file+e.extension, "what is out of date would be served")
	}
}

func TestCompressFolderErrors(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "none")
	assert.ErrorContains(t, compressFolder(missing), missing)
}
