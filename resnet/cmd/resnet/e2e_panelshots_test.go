package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// panelShots writes pictures of the panels, each with something to see, to the folder CANVASNET_SHOTS.
func (s *e2e) panelShots(t *testing.T) {
	folder := os.Getenv("CANVASNET_SHOTS")
	if folder == "" {
		t.Skip("CANVASNET_SHOTS names no folder")
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	scenes := map[string]func(p *tab){
		"inside": func(p *tab) {
			p.do(chromedp.Click(chromedp.CSS(".sample[data-label=ship]")))
			openPanel(p, "inside")
			p.do(chromedp.ScrollIntoView(chromedp.CSS("#panel-inside")))
			p.wait("document.querySelector('[role=switch]')")
			p.do(chromedp.Click(chromedp.CSS("[role=switch]")))
			p.wait("document.querySelector('.without .says').textContent.startsWith('Without layer')")
		},
		"teach": func(p *tab) {
			openPanel(p, "teach")
			rng := rand.New(rand.NewPCG(6, 2))
			for i := range 4 {
				drawHouse(p, rng)
				addExample(p, "house", i+1)
			}
			learn(p)
		},
		"model": func(p *tab) {
			p.do(chromedp.Click(chromedp.CSS(".sample[data-label=frog]")))
			openPanel(p, "model")
		},
	}
	for name, show := range scenes {
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				file := fmt.Sprintf("%s-%d-%s.png", name, width, scheme)
				t.Run(file, func(t *testing.T) {
					p := s.tab(t)
					p.prefers("color-scheme", scheme)
					p.do(chromedp.EmulateViewport(width, 900))
					openReady(t, p, s.url)
					show(p)
					p.settle()
					assert.LessOrEqual(t, eval[int64](p, "return document.documentElement.scrollWidth"), width, "no sideways scrolling")
					p.do(chromedp.EmulateViewport(width, eval[int64](p, "return document.documentElement.scrollHeight")))
					eval[bool](p, "return new Promise((done) => setTimeout(done, 500, true))")
					image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
					require.NoError(t, err)
					require.NoError(t, os.WriteFile(filepath.Join(folder, file), image, 0o644))
				})
			}
		}
	}
}
