package main

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/picture"
	"canvasnet/resnet/picture/imagefile"
	"canvasnet/weights"
)

// The tests of the whole page: a built site, served as `resnet serve` does, in a
// real browser. They are skipped where the site is not built or there is no
// browser, and fail there with CANVASNET_E2E=1.

var (
	siteDir        = filepath.Join("..", "..", "..", "site")
	shippedWeights = filepath.Join(siteDir, "weights", "canvasnet.safetensors")
)

// requireSite skips the test, or fails it, unless the page can be tested.
func requireSite(t *testing.T) {
	t.Helper()
	missing := ""
	for _, name := range []string{"canvasnet.wasm", "canvasnet-slim.wasm", "wasm_exec.js", "weights/canvasnet.safetensors"} {
		if _, err := os.Stat(filepath.Join(siteDir, name)); err != nil {
			missing = "site/" + name + " is not built: run \"make site\""
		}
	}
	if findBrowser() == "" {
		missing = "there is no Chromium: install it"
	}
	switch {
	case missing == "":
	case os.Getenv("CANVASNET_E2E") == "1":
		require.FailNow(t, missing)
	default:
		t.Skip(missing)
	}
}

// serveSite serves the built site with all headers of `resnet serve`.
func serveSite(t *testing.T) string {
	t.Helper()
	root, err := openSite(siteDir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	server := httptest.NewServer(siteHandler(root.FS()))
	t.Cleanup(server.Close)
	return server.URL
}

// native is the shipped network outside the browser: what the page must agree
// with.
type native struct {
	t     *testing.T
	model *resnet.Model
	plan  *infer.Plan
}

func newNative(t *testing.T) *native {
	t.Helper()
	data, err := os.ReadFile(shippedWeights)
	require.NoError(t, err)
	f, err := weights.Decode(data)
	require.NoError(t, err)
	m, err := resnet.Load(f)
	require.NoError(t, err)
	plan, err := infer.Compile(m.Graph, 1)
	require.NoError(t, err)
	return &native{t, m, plan}
}

// logits of a picture file.
func (n *native) logits(path string) []float32 {
	n.t.Helper()
	file, err := os.Open(path)
	require.NoError(n.t, err)
	defer file.Close()
	img, err := imagefile.Decode(file)
	require.NoError(n.t, err)
	size := n.model.Input.Size
	x := make([]float32, size*size*3)
	resnet.Normalize(x, picture.Square(img, size), n.model.Input)
	return slices.Clone(n.plan.Run(x))
}

// classify returns the label of a picture file, and the probabilities by label.
func (n *native) classify(path string) (top string, probabilities map[string]float64) {
	n.t.Helper()
	p := make([]float32, len(n.model.Classes))
	resnet.Probabilities(p, n.logits(path), n.model.Temperature)

	probabilities = make(map[string]float64)
	for i, label := range n.model.Classes {
		probabilities[label] = float64(p[i])
	}
	return n.model.Classes[slices.Index(p, slices.Max(p))], probabilities
}

// openReady opens the page and waits for the network.
func openReady(t *testing.T, p *tab, url string) {
	t.Helper()
	p.do(chromedp.Navigate(url))
	p.wait("document.body.dataset.state === 'ready'")
}

// answers counts the answers shown so far; a condition on it waits for the next.
const answers = "Number(document.querySelector('#bars').dataset.answers ?? 0)"

// shown reads the ten bars, and the pixels of the small picture.
func shown(p *tab) (top string, probabilities map[string]float64, preview string) {
	p.t.Helper()
	probabilities = eval[map[string]float64](p, `
		return Object.fromEntries([...document.querySelectorAll('.bar')].map((bar) => [bar.dataset.label, Number(bar.dataset.probability)]))`)
	top = eval[string](p, `return document.querySelector('.bar[data-rank="0"]').dataset.label`)
	preview = eval[string](p, `return document.querySelector('#preview').toDataURL()`)
	return top, probabilities, preview
}

// clickFor clicks and waits for the answer that follows.
func clickFor(p *tab, selector string) {
	p.t.Helper()
	before := eval[int](p, "return "+answers)
	p.do(chromedp.Click(chromedp.CSS(selector)))
	p.wait(fmt.Sprintf("%s > %d", answers, before))
}

// e2e is what the tests of the page share.
type e2e struct {
	browser   context.Context
	url       string
	reference *native
}

// tab opens an empty tab.
func (s *e2e) tab(t *testing.T) *tab {
	t.Helper()
	return newTab(t, s.browser)
}

func TestPage(t *testing.T) {
	requireSite(t)
	s := &e2e{newBrowser(t), serveSite(t), newNative(t)}
	t.Run("answers", s.answers)
	t.Run("drawing", s.drawing)
	t.Run("recognition", s.recognition)
	t.Run("photos", s.photos)
	t.Run("loading", s.loading)
	t.Run("craft", s.craft)
	t.Run("inside", s.inside)
	t.Run("teach", s.teach)
	t.Run("models", s.models)
	t.Run("offline", s.offline)
	t.Run("embed", s.embed)
	for _, program := range []string{"canvasnet.wasm", "canvasnet-slim.wasm"} {
		t.Run("module with "+program, func(t *testing.T) { s.module(t, program) })
	}
	t.Run("module inside", s.moduleInside)
	t.Run("module teach", s.moduleTeach)
	t.Run("screenshots", s.screenshots)
	t.Run("pictures", s.pictures)
}

// settle waits until the page has shown its newest answer and announced it.
func (p *tab) settle() {
	p.t.Helper()
	for before := -1; ; {
		now := eval[int](p, "await new Promise((next) => setTimeout(next, 200)); return "+answers)
		if now == before {
			return
		}
		before = now
	}
}
