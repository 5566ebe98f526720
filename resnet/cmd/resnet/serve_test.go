package main

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// fakeSite is large enough to be compressed.
func fakeSite() fstest.MapFS {
	file := func(content string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(strings.Repeat(content, 3000)), ModTime: time.Unix(1700000000, 0)}
	}
	return fstest.MapFS{
		"index.html":                   file("<p>page"),
		"resnet.js":                    file("export;"),
		"style.css":                    file("a{}\n"),
		"canvasnet.wasm":               file("\x00asm"),
		"wasm_exec.js":                 file("Go;"),
		"icons/icon.svg":               file("<svg/>"),
		"weights/resnet20.safetensors": file("1234"),
		".secret":                      file("hidden"),
	}
}

// get sends a request straight to the handler, so that nothing decompresses
// the answer.
func get(t *testing.T, method, url string, header map[string]string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, url, nil)
	for name, value := range header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	siteHandler(fakeSite()).ServeHTTP(w, r)
	return w.Result()
}

func TestSiteContentTypesAndCompression(t *testing.T) {
	for _, test := range []struct {
		url, contentType, encoding string
	}{
		{"/", "text/html; charset=utf-8", "gzip"},
		{"/index.html", "text/html; charset=utf-8", "gzip"},
		{"/resnet.js", "text/javascript; charset=utf-8", "gzip"},
		{"/style.css", "text/css; charset=utf-8", "gzip"},
		{"/canvasnet.wasm", "application/wasm", "gzip"},
		{"/icons/icon.svg", "image/svg+xml", "gzip"},
		{"/weights/resnet20.safetensors", "application/octet-stream", ""},
	} {
		t.Run(test.url, func(t *testing.T) {
			resp := get(t, "GET", test.url, map[string]string{"Accept-Encoding": "gzip"})
			assert.Equal(t, http.StatusOK, resp.StatusCode)
			assert.Equal(t, test.contentType, resp.Header.Get("Content-Type"))
			assert.Equal(t, test.encoding, resp.Header.Get("Content-Encoding"))
			if test.encoding == "" {
				assert.Equal(t, "12000", resp.Header.Get("Content-Length"))
			}
		})
	}
}

func TestSiteServesWhatIsCompressedAlready(t *testing.T) {
	site := fakeSite()
	modified := site["canvasnet.wasm"].ModTime
	add := func(name, content string, age time.Duration) {
		site[name] = &fstest.MapFile{Data: []byte(content), ModTime: modified.Add(-age)}
	}
	add("canvasnet.wasm.br", "brotli", 0)
	add("canvasnet.wasm.gz", "gzip", 0)
	add("weights/resnet20.safetensors.br", "brotli", 0)
	add("resnet.js.br", "out of date", time.Second)
	for _, test := range []struct {
		url, accept, encoding, body string
	}{
		{"/canvasnet.wasm", "gzip, deflate, br", "br", "brotli"},
		{"/canvasnet.wasm", "gzip;q=1.0, BR;q=0.5", "br", "brotli"},
		{"/canvasnet.wasm", "gzip, br;q=0", "gzip", "gzip"},
		{"/canvasnet.wasm", "gzip", "gzip", "gzip"},
		{"/canvasnet.wasm", "", "", ""},
		{"/canvasnet.wasm", "identity, brotli", "", ""},
		{"/weights/resnet20.safetensors", "br", "br", "brotli"},
		{"/weights/resnet20.safetensors", "gzip", "", ""},
		{"/resnet.js", "br", "", ""},
	} {
		t.Run(test.url+" "+test.accept, func(t *testing.T) {
			r := httptest.NewRequest("GET", test.url, nil)
			r.Header.Set("Accept-Encoding", test.accept)
			w := httptest.NewRecorder()
			siteHandler(site).ServeHTTP(w, r)
			plain := site[test.url[1:]].Data
			if test.body == "" {
				test.body = string(plain)
			}
			header := w.Header()
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, test.encoding, header.Get("Content-Encoding"))
			assert.Equal(t, test.body, w.Body.String())
			assert.Equal(t, contentTypes[path.Ext(test.url)], header.Get("Content-Type"))
			assert.Contains(t, header.Values("Vary"), "Accept-Encoding")
			assert.NotEmpty(t, header.Get("ETag"))
			assert.Equal(t, strconv.Itoa(len(plain)), header.Get("X-Uncompressed-Length"))
		})
	}
}

func TestSiteSecurityHeaders(t *testing.T) {
	for _, url := range []string{"/", "/canvasnet.wasm", "/missing"} {
		resp := get(t, "GET", url, nil)
		policy := resp.Header.Get("Content-Security-Policy")
		assert.Contains(t, policy, "default-src 'self'", url)
		assert.Contains(t, policy, "frame-ancestors 'none'", url)
		assert.NotContains(t, policy, "unsafe-inline", url)
		assert.NotContains(t, policy, "'unsafe-eval'", url)
		assert.Equal(t, "nosniff", resp.Header.Get("X-Content-Type-Options"), url)
		assert.Equal(t, "no-referrer", resp.Header.Get("Referrer-Policy"), url)
	}
}

func TestSiteRevalidates(t *testing.T) {
	first := get(t, "GET", "/resnet.js", nil)
	tag := first.Header.Get("ETag")
	require.NotEmpty(t, tag)
	assert.Equal(t, "no-cache", first.Header.Get("Cache-Control"))

	again := get(t, "GET", "/resnet.js", map[string]string{"If-None-Match": tag, "Accept-Encoding": "gzip"})
	assert.Equal(t, http.StatusNotModified, again.StatusCode)
	body, err := io.ReadAll(again.Body)
	require.NoError(t, err)
	assert.Empty(t, body)
}

func TestSiteRefuses(t *testing.T) {
	for _, test := range []struct {
		method, url string
		status      int
	}{
		{"GET", "/missing.js", http.StatusNotFound},
		{"GET", "/icons", http.StatusNotFound},
		{"GET", "/icons/", http.StatusNotFound},
		{"GET", "/.secret", http.StatusNotFound},
		{"GET", "/icons/../.secret", http.StatusNotFound},
		{"GET", "/../../etc/passwd", http.StatusNotFound},
		{"GET", "/%2e%2e/%2e%2e/etc/passwd", http.StatusNotFound},
		{"POST", "/", http.StatusMethodNotAllowed},
		{"DELETE", "/resnet.js", http.StatusMethodNotAllowed},
	} {
		resp := get(t, test.method, test.url, nil)
		assert.Equal(t, test.status, resp.StatusCode, "%s %s", test.method, test.url)
	}
}

func TestSiteHead(t *testing.T) {
	resp := get(t, "HEAD", "/weights/resnet20.safetensors", nil)
	assert.Equal(t, http.StatusOK, resp.StatusCode)
	assert.Equal(t, "12000", resp.Header.Get("Content-Length"))
}

// writeSite puts fakeSite into a folder.
func writeSite(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, fakeSite()))
	return dir
}

func TestServeCommandServesUntilCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	out, stdout := io.Pipe()
	done := make(chan error, 1)
	go func() {
		done <- serveCommand(ctx, []string{"-dir", writeSite(t), "-addr", "127.0.0.1:0"}, stdout, io.Discard)
	}()

	line := make([]byte, 4096)
	n, err := out.Read(line)
	require.NoError(t, err)
	url := regexp.MustCompile(`http://localhost:\d+/`).FindString(string(line[:n]))
	require.NotEmpty(t, url, "the URL is printed: %s", line[:n])

	resp, err := http.Get(strings.Replace(url, "localhost", "127.0.0.1", 1))
	require.NoError(t, err)
	resp.Body.Close()
	assert.Equal(t, http.StatusOK, resp.StatusCode)

	cancel()
	select {
	case err := <-done:
		assert.NoError(t, err, "stopping is no failure")
	case <-time.After(10 * time.Second):
		t.Fatal("the server does not stop")
	}
}

func TestServeCommandErrors(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()

	unbuilt := writeSite(t)
	require.NoError(t, os.Remove(filepath.Join(unbuilt, "canvasnet.wasm")))
	notFolder := filepath.Join(writeSite(t), "index.html")

	for name, test := range map[string]struct {
		args []string
		want []string // parts of the message
	}{
		"missing folder": {[]string{"-dir", filepath.Join(unbuilt, "none")}, []string{"none", "make site"}},
		"not a folder":   {[]string{"-dir", notFolder}, []string{"index.html", "-dir"}},
		"not built":      {[]string{"-dir", unbuilt}, []string{"canvasnet.wasm", "make site"}},
		"port taken":     {[]string{"-dir", writeSite(t), "-addr", taken.Addr().String()}, []string{taken.Addr().String(), "another port"}},
		"bad address":    {[]string{"-dir", writeSite(t), "-addr", "localhost:none"}, []string{"none", "host:port"}},
		"argument":       {[]string{"site"}, []string{"unexpected argument", "site"}},
		"unknown flag":   {[]string{"-port", "80"}, []string{"-port"}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			var stdout bytes.Buffer
			err := serveCommand(ctx, test.args, &stdout, io.Discard)
			require.Error(t, err)
			for _, part := range test.want {
				assert.ErrorContains(t, err, part)
			}
			assert.Empty(t, stdout.String())
		})
	}
}

func TestServeSymlinkCannotLeaveTheSite(t *testing.T) {
	dir := writeSite(t)
	outside := filepath.Join(t.TempDir(), "outside.txt")
	require.NoError(t, os.WriteFile(outside, []byte("private"), 0o600))
	require.NoError(t, os.Symlink(outside, filepath.Join(dir, "link.txt")))
	root, err := openSite(dir)
	require.NoError(t, err)
	defer root.Close()

	w := httptest.NewRecorder()
	siteHandler(root.FS()).ServeHTTP(w, httptest.NewRequest("GET", "/link.txt", nil))
	assert.NotEqual(t, http.StatusOK, w.Code)
	assert.NotContains(t, w.Body.String(), "private")
}

func TestPageURL(t *testing.T) {
	for addr, want := range map[string]string{
		"127.0.0.1:8080":    "http://localhost:8080/",
		"[::1]:8080":        "http://localhost:8080/",
		"[::]:80":           "http://localhost:80/",
		"192.168.1.20:8080": "http://192.168.1.20:8080/",
	} {
		tcp, err := net.ResolveTCPAddr("tcp", addr)
		require.NoError(t, err)
		assert.Equal(t, want, pageURL(tcp))
	}
}
