package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// loading: loading the page and the network, and what can go wrong.
func (s *e2e) loading(t *testing.T) {
	t.Run("a drawing made before the weights arrive is named when they do", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		release := make(chan struct{})
		slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".safetensors") {
				<-release
			}
			site.ServeHTTP(w, r)
		}))
		defer slow.Close()

		p := s.tab(t)
		p.do(chromedp.Navigate(slow.URL))
		p.wait("document.querySelectorAll('.sample').length > 0")
		p.drag("#board", [2]float64{0.2, 0.2}, [2]float64{0.8, 0.8})
		assert.Equal(t, "loading", eval[string](p, "return document.body.dataset.state"))
		close(release)
		p.wait(answers + " > 0")
		assert.Empty(t, p.console())
	})

	t.Run("missing weights, then a retry", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		var restored atomic.Bool
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !restored.Load() && strings.HasSuffix(r.URL.Path, ".safetensors") {
				http.NotFound(w, r)
				return
			}
			site.ServeHTTP(w, r)
		}))
		defer server.Close()

		p := s.tab(t)
		p.do(chromedp.Navigate(server.URL))
		p.wait("document.body.dataset.state === 'failed'")
		message := p.text("#network-error p")
		assert.Contains(t, message, "404")
		assert.Contains(t, message, server.URL+"/weights/canvasnet.safetensors")
		assert.False(t, eval[bool](p, "return document.querySelector('#network-error').hidden"))

		restored.Store(true)
		p.do(chromedp.Click(chromedp.CSS("#network-error button")))
		p.wait("document.body.dataset.state === 'ready' && document.querySelector('#network-error').hidden")
	})

	t.Run("weights that are damaged, and weights of other classes", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		whole, err := os.ReadFile(shippedWeights)
		require.NoError(t, err)
		own := filepath.Join(t.TempDir(), "own.safetensors")
		mustRun(t, "init", "-model", "resnet20", "-classes", "3", "-out", own)
		three, err := os.ReadFile(own)
		require.NoError(t, err)
		files := map[string][]byte{"/cut.safetensors": whole[:len(whole)/2], "/text.safetensors": []byte("hello"), "/own.safetensors": three}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if data, ok := files[r.URL.Path]; ok {
				w.Write(data)
				return
			}
			site.ServeHTTP(w, r)
		}))
		defer server.Close()

		p := s.tab(t)
		for file, says := range map[string]string{"cut.safetensors": "truncated", "text.safetensors": "too few"} {
			p.do(chromedp.Navigate(server.URL + "/?weights=" + file))
			p.wait("document.body.dataset.state === 'failed'")
			message := p.text("#network-error p")
			assert.Contains(t, message, says)
			assert.Contains(t, message, file)
		}
		openReady(t, p, server.URL+"/?weights=own.safetensors")
		clickFor(p, ".sample")
		_, probabilities, _ := shown(p)
		assert.Len(t, probabilities, 3)
	})

	t.Run("without WebAssembly SIMD", func(t *testing.T) {
		p := s.tab(t)
		p.before("WebAssembly.validate = () => false")
		p.do(chromedp.Navigate(s.url))
		p.wait("document.body.dataset.state === 'failed'")
		assert.Contains(t, p.text("#network-error p"), "SIMD")
	})

	t.Run("from a file server that knows no MIME type of WebAssembly", func(t *testing.T) {
		files := http.FileServer(http.Dir(siteDir))
		plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".wasm") {
				w.Header().Set("Content-Type", "application/octet-stream")
			}
			http.StripPrefix("/some/folder", files).ServeHTTP(w, r)
		}))
		defer plain.Close()
		p := s.tab(t)
		openReady(t, p, plain.URL+"/some/folder/")
		clickFor(p, ".sample")
		assert.Empty(t, p.console())
	})

	t.Run("every file is sent once, and modules at once", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		var mu sync.Mutex
		asked := map[string]int{}
		counting := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			answer := &statusWriter{ResponseWriter: w}
			site.ServeHTTP(answer, r)
			if answer.status == http.StatusNotModified {
				return // the service worker checks what the page has just loaded
			}
			mu.Lock()
			asked[r.URL.Path]++
			mu.Unlock()
		}))
		defer counting.Close()
		p := newTab(t, newBrowser(t)) // nothing in its cache
		openReady(t, p, counting.URL)
		clickFor(p, ".sample")
		p.wait(kept)
		// Modules that the page names itself don't wait for those that import them.
		unnamed := eval[[]string](p, `
			const named = [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((e) => e.href ?? e.src);
			return performance.getEntriesByType('resource').map((e) => e.name)
				.filter((name) => name.endsWith('.js') && !name.endsWith('/worker.js') && !named.includes(name))`)
		assert.Empty(t, unnamed)
		assert.Empty(t, p.console())
		mu.Lock()
		defer mu.Unlock()
		for _, file := range []string{"/canvasnet.wasm", "/weights/canvasnet.safetensors", "/wasm_exec.js", "/worker.js", "/resnet.js"} {
			assert.Equal(t, 1, asked[file], file)
		}
	})
}

// statusWriter remembers the status of an answer.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}
