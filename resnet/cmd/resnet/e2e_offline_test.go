package main

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// offline: the page without a connection, and its updates.
func (s *e2e) offline(t *testing.T) {
	t.Run("after the first visit", func(t *testing.T) {
		v := newVersions(t)
		p := newTab(t, newBrowser(t))
		openReady(t, p, v.url)
		p.wait(kept)
		v.down.Store(true)
		p.do(chromedp.Reload())
		p.wait("document.body.dataset.state === 'ready'")
		clickFor(p, ".sample[data-label=ship]")
		top, _, _ := shown(p)
		assert.Equal(t, "ship", top)
		assert.Empty(t, p.console())
	})

	t.Run("an update is announced, downloads what changed, and waits for the user", func(t *testing.T) {
		v := newVersions(t)
		p := newTab(t, newBrowser(t))
		openReady(t, p, v.url)
		p.wait(kept)
		openReady(t, p, v.url)
		assert.True(t, eval[bool](p, "return document.querySelector('#update').hidden"))

		v.next.Store(true)
		v.forget()
		eval[bool](p, "await (await navigator.serviceWorker.ready).update(); return true")
		p.wait("!document.querySelector('#update').hidden")
		assert.Equal(t, []string{"/cache.js", "/style.css", "/sw.js"}, v.asked())
		updated := "getComputedStyle(document.documentElement).getPropertyValue('--version') === '2'"
		assert.False(t, eval[bool](p, "return "+updated))
		p.do(chromedp.Click(chromedp.CSS("#update button")))
		require.Eventually(t, func() bool { // in between there is no document
			done, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](updated+" && document.body.dataset.state === 'ready'"))
			return err == nil && done
		}, 20*time.Second, 50*time.Millisecond)
	})

	t.Run("installable", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		sizes := eval[[]string](p, `
			const manifest = await (await fetch(document.querySelector('link[rel=manifest]').href)).json();
			if (!manifest.name || !manifest.start_url || manifest.display !== 'standalone') throw new Error('incomplete');
			return Promise.all(manifest.icons.filter(({ type }) => type === 'image/png').map(async ({ src, sizes }) => {
				const { width, height } = await createImageBitmap(await (await fetch(src)).blob());
				if (sizes !== width + 'x' + height) throw new Error(src);
				return sizes;
			}))`)
		assert.Subset(t, sizes, []string{"192x192", "512x512"})
	})
}

// kept is the condition that the service worker has what the page needs.
const kept = "(await navigator.serviceWorker.ready).active.state === 'activated'"

// versions serves the site, the same with another style, or nothing.
type versions struct {
	url        string
	next, down atomic.Bool

	mu    sync.Mutex
	paths map[string]bool
}

func newVersions(t *testing.T) *versions {
	t.Helper()
	root, err := openSite(siteDir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	site := siteHandler(root.FS())
	list, err := root.ReadFile("cache.js")
	require.NoError(t, err)
	style, err := root.ReadFile("style.css")
	require.NoError(t, err)
	second := map[string][]byte{
		"/cache.js":  regexp.MustCompile(`"style.css": "[^"]*"`).ReplaceAll(list, []byte(`"style.css": "another"`)),
		"/style.css": append(style, ":root { --version: 2; }\n"...),
	}
	types := map[string]string{"/cache.js": "text/javascript", "/style.css": "text/css"}

	v := &versions{paths: map[string]bool{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v.mu.Lock()
		v.paths[r.URL.Path] = true
		v.mu.Unlock()
		content, changed := second[r.URL.Path]
		switch {
		case v.down.Load():
			http.Error(w, "down", http.StatusServiceUnavailable)
		case changed && v.next.Load():
			w.Header().Set("Content-Type", types[r.URL.Path])
			w.Write(content)
		default:
			site.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	v.url = server.URL
	return v
}

// asked lists what was asked for since forget, in order of name.
func (v *versions) asked() []string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Sorted(maps.Keys(v.paths))
}

func (v *versions) forget() {
	v.mu.Lock()
	defer v.mu.Unlock()
	clear(v.paths)
}
