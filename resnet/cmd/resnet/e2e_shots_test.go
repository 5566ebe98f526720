package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// screenshots writes pictures of each whole page to the folder CANVASNET_SHOTS, for people to look at.
func (s *e2e) screenshots(t *testing.T) {
	folder := os.Getenv("CANVASNET_SHOTS")
	if folder == "" {
		t.Skip("CANVASNET_SHOTS names no folder")
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for _, scene := range scenes {
		t.Run(scene.name, func(t *testing.T) {
			p := s.tab(t)
			openReady(t, p, s.url)
			scene.show(p)
			for _, scheme := range []string{"light", "dark"} {
				p.prefers("color-scheme", scheme)
				for _, width := range []int64{320, 390, 1280, 1600} {
					p.do(chromedp.EmulateViewport(width, 900))
					p.settle()
					assert.LessOrEqual(t, eval[int64](p, "return document.documentElement.scrollWidth"), width, "no sideways scrolling")
					// A viewport as high as the page: beyond the viewport, tiles can be missing.
					image := p.shot(width, eval[int64](p, "return document.documentElement.scrollHeight"), "body")
					name := fmt.Sprintf("%s-%d-%s.png", scene.name, width, scheme)
					require.NoError(t, os.WriteFile(filepath.Join(folder, name), image, 0o644))
				}
			}
		})
	}
}

// shot is a PNG of what a viewport shows, scrolled to an element.
func (p *tab) shot(width, height int64, selector string) []byte {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, height))
	eval[bool](p, fmt.Sprintf(`
		document.activeElement.blur();
		document.querySelector(%s).scrollIntoView();
		return new Promise((done) => setTimeout(done, 500, true))`, quoteJS(p.t, selector)))
	p.settle()
	image, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	require.NoError(p.t, err)
	return image
}
