package main

import (
	"net"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// contentTypes are those that browsers insist on, whatever the machine's MIME
// tables say.
var contentTypes = map[string]string{
	".html": "text/html; charset=utf-8",
	".js":   "text/javascript; charset=utf-8",
	".mjs":  "text/javascript; charset=utf-8",
	".wasm": "application/wasm",
}

// files serves what pages load. It keeps everything in memory, so that only the
// first page waits for the disk.
type files struct {
	places []place
	brotli bool     // compress programs, as static hosts do; weights go out as they are
	ready  sync.Map // path → []byte
}

// place says which file or folder stands behind the addresses that begin with
// prefix.
type place struct{ prefix, file string }

// places are in order: the first whose prefix fits counts.
func (w *workshop) places() []place {
	return []place{
		{"/site/", w.site},
		{"/made/", w.dir},
		{"/modules/", filepath.Join(w.bench, "node_modules")},
		{"/", filepath.Join(w.bench, "page")},
	}
}

// ServeHTTP implements [http.Handler].
func (f *files) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name := path.Clean(r.URL.Path)
	contentType, program := contentTypes[path.Ext(name)]
	if !program {
		contentType = "application/octet-stream"
	}
	compress := f.brotli && program
	body, err := f.body(name, compress)
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	header := w.Header()
	if compress {
		header.Set("Content-Encoding", "br")
	}
	header.Set("Content-Type", contentType)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	header.Set("Cache-Control", "max-age=600") // as static hosts do
	w.Write(body)                              // an error means that the browser has gone
}

func (f *files) body(name string, compress bool) ([]byte, error) {
	if body, ok := f.ready.Load(name); ok {
		return body.([]byte), nil
	}
	body, err := os.ReadFile(f.find(name))
	if err == nil && compress {
		body, err = compressed(body)
	}
	if err == nil {
		f.ready.Store(name, body)
	}
	return body, err
}

func (f *files) find(name string) string {
	for _, p := range f.places {
		if rest, ok := strings.CutPrefix(name, p.prefix); ok {
			return filepath.Join(p.file, filepath.FromSlash(rest))
		}
	}
	return ""
}

// isolated makes pages cross-origin isolated: they may use threads, and their
// timers have their full resolution.
func isolated(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cross-Origin-Opener-Policy", "same-origin")
		w.Header().Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.ServeHTTP(w, r)
	})
}

// delayed answers each request after a round trip.
func delayed(h http.Handler, roundTrip time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(roundTrip)
		h.ServeHTTP(w, r)
	})
}

// serve starts a server at the other end of a link and returns its address.
func serve(h http.Handler, l *link) (url string, stop func() error, err error) {
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", nil, err
	}
	server := &http.Server{Handler: h}
	go server.Serve(linkListener{listener, l}) // its error only says that stop was called
	return "http://" + listener.Addr().String(), server.Close, nil
}
