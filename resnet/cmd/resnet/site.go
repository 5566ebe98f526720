package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// contentTypes are those the site needs, whatever the machine's MIME tables
// say. Browsers compile WebAssembly while it downloads only as application/wasm.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".html":        "text/html; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".json":        "application/json",
	".md":          "text/markdown; charset=utf-8",
	".png":         "image/png",
	".safetensors": "application/octet-stream",
	".svg":         "image/svg+xml",
	".ts":          "text/plain; charset=utf-8",
	".wasm":        "application/wasm",
}

// securityHeaders let the page use its own files and WebAssembly, and nothing
// else. The two Cross-Origin headers isolate it, which also gives its timers
// their full resolution.
var securityHeaders = map[string]string{
	"Content-Security-Policy": strings.Join([]string{
		"default-src 'self'",
		"script-src 'self' 'wasm-unsafe-eval'",
		"worker-src 'self'",
		"img-src 'self' blob: data:",
		"object-src 'none'",
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	}, "; "),
	"Cross-Origin-Embedder-Policy": "require-corp",
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
}

// siteHandler serves the regular files of site: compressed where it pays,
// beforehand if FILE.br or FILE.gz is there, and revalidated by browsers on each
// visit.
func siteHandler(site fs.FS) http.Handler {
	compress, err := gzhttp.NewWrapper(gzhttp.ContentTypeFilter(compressible))
	if err != nil {
		panic(fmt.Sprintf("serve: gzhttp options: %v", err)) // they are constants
	}
	files := compress(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		serveFile(w, r, site)
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range securityHeaders {
			w.Header().Set(name, value)
		}
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "only GET and HEAD are served", http.StatusMethodNotAllowed)
			return
		}
		files.ServeHTTP(w, r)
	})
}

// compressible leaves out pictures and weights, which hardly shrink, or not
// quickly.
func compressible(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return false
	}
	return strings.HasPrefix(kind, "text/") || kind == "application/wasm" || kind == "application/json" || kind == "image/svg+xml"
}

func serveFile(w http.ResponseWriter, r *http.Request, site fs.FS) {
	name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
	if name == "" {
		name = "index.html"
	}
	file, info, err := open(site, name)
	if errors.Is(err, fs.ErrNotExist) {
		http.Error(w, fmt.Sprintf("404: there is no file %s in the site", name), http.StatusNotFound)
		return
	}
	if err != nil {
		log.Printf("serve: open %s: %v", name, err)
		http.Error(w, "500: the file cannot be read; the server's log tells why", http.StatusInternalServerError)
		return
	}
	defer func() { file.Close() }()

	contentType, ok := contentTypes[path.Ext(name)]
	if !ok {
		contentType = "application/octet-stream"
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	// Weak, since the same file also goes out compressed.
	header.Set("ETag", fmt.Sprintf(`W/"%x-%x"`, info.ModTime().UnixNano(), info.Size()))
	header.Set("Cache-Control", "no-cache")
	// Content-Length may count compressed bytes: this is for progress bars.
	header.Set("X-Uncompressed-Length", strconv.FormatInt(info.Size(), 10))
	accepted := r.Header.Get("Accept-Encoding")
	if r.Header.Get("Range") != "" {
		accepted = "" // a part continues what came before, which may have been sent as it is
	}
	if packed, encoding := openPacked(site, name, info.ModTime(), accepted); packed != nil {
		file.Close()
		file = packed
		header.Set("Content-Encoding", encoding)
	}
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// openPacked opens the compressed form of a file that is best for a browser
// that accepts those encodings, or returns nil. One older than the file is out
// of date.
func openPacked(site fs.FS, name string, modified time.Time, accepted string) (file io.ReadSeekCloser, encoding string) {
	for _, form := range []struct{ encoding, extension string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !accepts(accepted, form.encoding) {
			continue
		}
		file, info, err := open(site, name+form.extension)
		if err != nil {
			continue
		}
		if !info.ModTime().Before(modified) {
			return file, form.encoding
		}
		file.Close()
	}
	return nil, ""
}

// accepts reports whether an Accept-Encoding header names an encoding without
// refusing it.
func accepts(header, encoding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, parameter, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), encoding) {
			q, ok := strings.CutPrefix(strings.TrimSpace(parameter), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !ok || err != nil || weight > 0
		}
	}
	return false
}

// open opens a regular file; folders and names that begin with a dot count as
// missing.
func open(site fs.FS, name string) (io.ReadSeekCloser, fs.FileInfo, error) {
	if !fs.ValidPath(name) || strings.Contains("/"+name, "/.") {
		return nil, nil, fs.ErrNotExist
	}
	info, err := fs.Stat(site, name)
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, fs.ErrNotExist
	}
	file, err := site.Open(name)
	if err != nil {
		return nil, nil, err
	}
	seeker, ok := file.(io.ReadSeekCloser)
	if !ok {
		file.Close()
		return nil, nil, errors.New("the file system cannot seek")
	}
	return seeker, info, nil
}
