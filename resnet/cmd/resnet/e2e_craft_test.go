package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// craft: what makes the page pleasant for everyone.
func (s *e2e) craft(t *testing.T) {
	t.Run("axe finds nothing", func(t *testing.T) {
		axe := devTool(t, "axe-core/axe.min.js")
		for _, scheme := range []string{"light", "dark"} {
			p := s.tab(t)
			p.prefers("color-scheme", scheme)
			p.do(chromedp.EmulateViewport(320, 900))
			openReady(t, p, s.url)
			check := func(state string) {
				violations := eval[[]string](p, axe+`;
					const { violations } = await axe.run(document, { resultTypes: ['violations'] });
					return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(': ')))`)
				assert.Empty(t, violations, "%s, %s", scheme, state)
			}
			check("empty")
			clickFor(p, ".sample")
			p.settle()
			check("with an answer")
			p.press("?")
			check("shortcuts")
		}
	})

	t.Run("nothing moves of itself, from first paint to drawing", func(t *testing.T) {
		for _, width := range []int64{320, 1280} {
			p := s.tab(t)
			p.before(`
				window.shifts = [];
				new PerformanceObserver((list) => {
					for (const { value, sources } of list.getEntries()) shifts.push([value, sources.filter(({ node }) => !node?.parentElement?.closest('.verdict')).map(({ node }) => node?.id || node?.className || node?.nodeName)]);
				}).observe({ type: 'layout-shift', buffered: true })`)
			p.do(chromedp.EmulateViewport(width, 900))
			openReady(t, p, s.url)
			p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.5, 0.6}, [2]float64{0.8, 0.3})
			p.settle()
			clickFor(p, ".sample")
			p.settle()
			// Within the fixed space of the guess, a longer headline may push its detail down.
			assert.Empty(t, eval[[]string](p, "return shifts.flatMap(([, outside]) => outside)"), "%d pixels wide", width)
			assert.Less(t, eval[float64](p, "return shifts.reduce((sum, [value]) => sum + value, 0)"), 0.005, "%d pixels wide", width)
		}
	})

	t.Run("the board stays beside a long panel", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "inside")
		for height, inView := range map[int64]string{
			1200: "#board",   // all of it
			600:  "#samples", // its lower end
		} {
			p.do(chromedp.EmulateViewport(1280, height))
			p.wait(fmt.Sprintf(`(() => {
				scrollTo(0, 0);
				scrollTo(0, document.querySelector('.where').getBoundingClientRect().top);
				const { top, bottom } = document.querySelector(%q).getBoundingClientRect();
				return scrollY > 500 && top >= 0 && bottom <= innerHeight;
			})()`, inView))
		}
	})

	t.Run("no sideways scrolling, and targets large enough to touch", func(t *testing.T) {
		p := s.tab(t)
		for _, width := range []int64{320, 360, 768, 1024, 1920} {
			p.do(chromedp.EmulateViewport(width, 900))
			openReady(t, p, s.url)
			assert.LessOrEqual(t, eval[int64](p, "return document.documentElement.scrollWidth"), width)
			small := eval[[]string](p, `
				return [...document.querySelectorAll('button, input:not(.unseen), [role=tab]')].filter((e) => e.checkVisibility())
					.filter((e) => { const { width, height } = e.getBoundingClientRect(); return Math.min(width, height) < 32; })
					.map((e) => e.outerHTML)`)
			assert.Empty(t, small, "%d pixels wide", width)
		}
	})

	t.Run("tabs follow the arrow keys", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, "document.querySelector('#tab-answers').focus(); return true")
		for _, step := range [][2]string{{kb.End, "model"}, {kb.ArrowRight, "answers"}, {kb.ArrowLeft, "model"}, {kb.Home, "answers"}} {
			p.press(step[0])
			open := eval[[]string](p, `
				return [document.activeElement.id, document.querySelector('[role=tab][aria-selected=true]').id,
					...[...document.querySelectorAll('[role=tabpanel]')].filter((panel) => !panel.hidden).map((panel) => panel.id)]`)
			assert.Equal(t, []string{"tab-" + step[1], "tab-" + step[1], "panel-" + step[1]}, open)
		}
	})

	t.Run("every control is reached by Tab, with its focus to be seen", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.8, 0.3})
		p.settle()
		eval[bool](p, "document.activeElement.blur(); return true")
		reached := map[string]bool{}
		for range 60 {
			p.do(chromedp.KeyEvent(kb.Tab))
			at := eval[[]string](p, `
				const e = document.activeElement;
				// An input out of sight lends its focus to what stands for it.
				const ring = [e, e.parentElement, e.nextElementSibling].some((one) => one && getComputedStyle(one).outlineStyle === 'solid');
				return [e.id || e.name || e.className, String(ring || e === document.body)]`)
			reached[at[0]] = true
			assert.Equal(t, "true", at[1], "focus ring of %s", at[0])
		}
		for _, id := range []string{"board", "tool", "size", "ink", "custom-colour", "undo", "clear", "save", "help", "tab-answers", "panel-answers", "camera", "file", "sample"} {
			assert.Contains(t, reached, id)
		}
	})

	t.Run("reduced motion", func(t *testing.T) {
		p := s.tab(t)
		p.prefers("reduced-motion", "reduce")
		openReady(t, p, s.url)
		assert.Equal(t, "none", eval[string](p, "return getComputedStyle(document.querySelector('.bar')).transitionProperty"))
	})

	t.Run("a slow device draws at once and answers in time", func(t *testing.T) {
		p := s.tab(t)
		_, err := chromedp.Call(p.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4})
		require.NoError(t, err)
		openReady(t, p, s.url)
		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.8, 0.3})
		assert.Equal(t, []int{0x1d, 0x1f, 0x24}, p.pixel(0.5, 0.3))
		p.wait(answers + " > 0")
	})
}

// devTool reads a file of the packages that the page is checked with. Without
// them the test is skipped, or fails with CANVASNET_E2E=1.
func devTool(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(webTools, "node_modules", filepath.FromSlash(name)))
	if err != nil && os.Getenv("CANVASNET_E2E") != "1" {
		t.Skipf("%v: run \"make lint-web\"", err)
	}
	require.NoError(t, err)
	return string(content)
}

// webTools is where those packages are.
var webTools = filepath.Join("..", "..", "..", ".ci", "web")
