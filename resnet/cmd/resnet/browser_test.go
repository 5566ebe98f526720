package main

import (
	"context"
	"encoding/json/v2"
	"fmt"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// findBrowser returns the path of a Chromium, or "".
func findBrowser() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// newBrowser starts a headless Chromium with a fresh profile; it ends with the
// test.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(findBrowser()),
		chromedp.NoSandbox, // the tests may run as root, and load nothing from outside
		chromedp.DisableGPU,
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("use-fake-device-for-media-stream", true),
		chromedp.Flag("use-fake-ui-for-media-stream", true),
	)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx), "start the browser")
	return ctx
}

// tab is a page in a browser.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu       sync.Mutex
	messages []string // errors and warnings on the console
}

// newTab opens an empty tab, closed at the end of the test. Whatever the test
// does there has to be done within three minutes.
func newTab(t *testing.T, browser context.Context) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser)
	t.Cleanup(cancel)
	require.NoError(t, chromedp.Do(ctx, chromedp.EmulateViewport(1280, 1000)))
	p := &tab{t: t, ctx: ctx}
	console := chromedp.Console(ctx)
	go func() {
		for m, err := range console {
			if err != nil {
				return
			}
			switch m.Type {
			case "error", "warning", chromedp.ConsoleException:
				p.mu.Lock()
				p.messages = append(p.messages, fmt.Sprintf("%s: %s (%s)", m.Type, m.Text, m.URL))
				p.mu.Unlock()
			}
		}
	}()
	p.ctx, cancel = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(cancel)
	return p
}

func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	require.NoError(p.t, chromedp.Do(p.ctx, steps...))
}

// console returns the errors and warnings so far.
func (p *tab) console() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.messages...)
}

// eval runs the body of an async JavaScript function and decodes what it
// returns.
func eval[T any](p *tab, body string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T]("(async () => {"+body+"})()", chromedp.EvalAwaitPromise))
	require.NoError(p.t, err, "in the page: %s", shorten(body))
	return v
}

// before runs a script in every page that the tab opens, ahead of the page's own.
func (p *tab) before(script string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	require.NoError(p.t, err)
}

// wait blocks until a JavaScript condition holds.
func (p *tab) wait(condition string) {
	p.t.Helper()
	for start := time.Now(); time.Since(start) < 20*time.Second; time.Sleep(20 * time.Millisecond) {
		if eval[bool](p, "return Boolean("+condition+")") {
			return
		}
	}
	require.FailNow(p.t, "the page never came to: "+condition,
		"guess: %s\nerrors: %s\nconsole: %s", p.text("#guess"), p.text(".notice:not([hidden])"), strings.Join(p.console(), "\n"))
}

// text is the text of an element, "" if there is none.
func (p *tab) text(selector string) string {
	p.t.Helper()
	return eval[string](p, fmt.Sprintf("return document.querySelector(%s)?.textContent ?? ''", quoteJS(p.t, selector)))
}

// drag presses the mouse at the first of several points, relative to an
// element's size, moves it along the others and releases it.
func (p *tab) drag(selector string, points ...[2]float64) {
	p.t.Helper()
	box := eval[[]float64](p, fmt.Sprintf("const b = document.querySelector(%s).getBoundingClientRect(); return [b.left, b.top, b.width, b.height]",
		quoteJS(p.t, selector)))
	at := func(i int) (x, y float64) { return box[0] + points[i][0]*box[2], box[1] + points[i][1]*box[3] }
	x, y := at(0)
	p.do(chromedp.MouseEvent(chromedp.MousePressed, x, y, chromedp.ButtonLeft))
	for i := range points {
		x, y = at(i)
		p.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y, chromedp.ButtonLeft))
	}
	p.do(chromedp.MouseEvent(chromedp.MouseReleased, x, y, chromedp.ButtonLeft))
}

// prefers makes the page believe that the user prefers something, such as a
// color-scheme of dark.
func (p *tab) prefers(feature, value string) {
	p.t.Helper()
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-" + feature, Value: value}},
	})
	require.NoError(p.t, err)
}

func quoteJS(t *testing.T, v any) string {
	t.Helper()
	out, err := json.Marshal(v)
	require.NoError(t, err)
	return string(out)
}

func shorten(s string) string {
	if len(s) > 300 {
		return s[:300] + "…"
	}
	return s
}
