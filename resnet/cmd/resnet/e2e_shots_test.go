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

// screenshots writes pictures of the page to the folder CANVASNET_SHOTS, for people to look at.
func (s *e2e) screenshots(t *testing.T) {
	t.Run("screenshots", func(t *testing.T) {
		folder := os.Getenv("CANVASNET_SHOTS")
		if folder == "" {
			t.Skip("CANVASNET_SHOTS names no folder")
		}
		require.NoError(t, os.MkdirAll(folder, 0o755))
		p := s.tab(t)
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{320, 360, 1280} {
				p.prefers("color-scheme", scheme)
				p.do(chromedp.EmulateViewport(width, 900))
				openReady(t, p, s.url)
				clickFor(p, ".sample[data-label=ship]")
				p.settle()
				assert.LessOrEqual(t, eval[int64](p, "return document.documentElement.scrollWidth"), width, "no sideways scrolling")
				// A viewport as high as the page, painted before it is taken: beyond
				// the viewport, tiles can be missing.
				p.do(chromedp.EmulateViewport(width, eval[int64](p, "return document.documentElement.scrollHeight")))
				eval[bool](p, "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200, true))))")
				image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("page-%d-%s.png", width, scheme)), image, 0o644))
			}
		}
	})
}
