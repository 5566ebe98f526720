package main

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/stretchr/testify/require"
)

func readAll(t *testing.T, r io.Reader) []byte {
	t.Helper()
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	return data
}

func get(h http.Handler, path string) *http.Response {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w.Result()
}

// write fills a file in a new folder.
func write(t *testing.T, name string, data []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	return dir
}

// emptyCache gives the test a cache folder of its own.
func emptyCache(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("XDG_CACHE_HOME", filepath.Join(dir, "cache"))
	cache, err := os.UserCacheDir()
	require.NoError(t, err)
	return cache
}

func TestFiles(t *testing.T) {
	program := bytes.Repeat([]byte("wasm "), 100)
	site := write(t, "canvasnet.wasm", program)
	slim := filepath.Join(write(t, "slim.wasm", []byte("slim")), "slim.wasm")
	made := write(t, "w.safetensors", []byte("weights"))
	places := []place{{"/site/", site}, {"/made/", made}}

	t.Run("program", func(t *testing.T) {
		r := get(&files{places: places}, "/site/canvasnet.wasm")
		require.Equal(t, "application/wasm", r.Header.Get("Content-Type"))
		require.Equal(t, program, readAll(t, r.Body))
	})
	t.Run("the first place counts", func(t *testing.T) {
		f := &files{places: append([]place{{"/site/canvasnet.wasm", slim}}, places...)}
		require.Equal(t, "slim", string(readAll(t, get(f, "/site/canvasnet.wasm").Body)))
	})
	t.Run("missing", func(t *testing.T) {
		require.Equal(t, http.StatusNotFound, get(&files{places: places}, "/site/none.js").StatusCode)
		require.Equal(t, http.StatusNotFound, get(&files{places: places}, "/elsewhere").StatusCode)
	})
	t.Run("brotli", func(t *testing.T) {
		emptyCache(t)
		f := &files{places: places, brotli: true}
		for range 2 { // compressed, then from memory
			r := get(f, "/site/canvasnet.wasm")
			require.Equal(t, "br", r.Header.Get("Content-Encoding"))
			body := readAll(t, r.Body)
			require.Less(t, len(body), len(program))
			require.Equal(t, program, readAll(t, brotli.NewReader(bytes.NewReader(body))))
		}
		r := get(f, "/made/w.safetensors")
		require.Empty(t, r.Header.Get("Content-Encoding"), "weights go out as they are")
		require.Equal(t, "weights", string(readAll(t, r.Body)))
	})
}

func TestCompressedKeepsResults(t *testing.T) {
	cache := emptyCache(t)
	first, err := compressed([]byte("data"))
	require.NoError(t, err)
	kept, err := filepath.Glob(filepath.Join(cache, "canvasnet", "bench", "*.br"))
	require.NoError(t, err)
	require.Len(t, kept, 1)
	again, err := compressed([]byte("data"))
	require.NoError(t, err)
	require.Equal(t, first, again)
}

func TestServeCountsAndDelays(t *testing.T) {
	dir := write(t, "a.js", []byte("export {};"))
	l := new(link)
	url, stop, err := serve(isolated(delayed(&files{places: []place{{"/", dir}}}, 20*time.Millisecond)), l)
	require.NoError(t, err)
	defer stop()
	start := time.Now()
	r, err := http.Get(url + "/a.js")
	require.NoError(t, err)
	defer r.Body.Close()
	body := readAll(t, r.Body)
	require.GreaterOrEqual(t, time.Since(start), 20*time.Millisecond)
	require.Equal(t, "same-origin", r.Header.Get("Cross-Origin-Opener-Policy"))
	require.Greater(t, l.bytes(), int64(len(body)), "headers count too")
}
