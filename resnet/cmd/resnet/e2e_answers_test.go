package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// answers: what the page answers, and how it says so.
func (s *e2e) answers(t *testing.T) {
	t.Run("a tab out of sight rests, and answers when seen again", func(t *testing.T) {
		hide := func(p *tab, hidden bool) {
			eval[bool](p, fmt.Sprintf(`
				Object.defineProperty(document, 'hidden', { value: %t, configurable: true });
				return document.dispatchEvent(new Event('visibilitychange'))`, hidden))
		}
		p := s.tab(t)
		openReady(t, p, s.url)
		hide(p, true)
		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.5, 0.6}, [2]float64{0.8, 0.3})
		p.settle()
		assert.Zero(t, eval[int](p, "return "+answers))
		hide(p, false)
		p.wait(answers + " === 1")
		hide(p, true)
		hide(p, false)
		p.settle()
		assert.Equal(t, 1, eval[int](p, "return "+answers), "nothing was left to answer")

		openPanel(p, "inside")
		const says = "document.querySelector('.without .says').textContent"
		p.wait(says + " === 'All branches are on.'")
		hide(p, true)
		p.do(chromedp.Click(chromedp.CSS("[role=switch]")))
		p.settle()
		assert.Equal(t, "All branches are on.", eval[string](p, "return "+says))
		hide(p, false)
		p.wait(says + ".startsWith('Without layer')")
		assert.Empty(t, p.console())
	})

	t.Run("samples get the native answers", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		files := eval[[]string](p, `return [...document.querySelectorAll('.sample')].map((b) => b.dataset.file)`)
		require.GreaterOrEqual(t, len(files), 12)
		right := 0
		for _, file := range files {
			clickFor(p, fmt.Sprintf(".sample[data-file=%q]", file))
			top, probabilities, _ := shown(p)
			wantTop, want := s.reference.classify(filepath.Join(siteDir, "samples", file))
			assert.Equal(t, wantTop, top, file)
			assert.InDeltaMapValues(t, want, probabilities, 1e-4, file)
			if strings.HasPrefix(file, top+"-") {
				right++
			}
		}
		assert.GreaterOrEqual(t, right, len(files)*3/4, "samples named as CIFAR-10 does")
		assert.Empty(t, p.console())
	})

	t.Run("answers come ranked, in words and timed", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		clickFor(p, ".sample")
		ranked := eval[[]float64](p, `
			return [...document.querySelectorAll('.bar')].sort((a, b) => a.dataset.rank - b.dataset.rank).map((bar) => Number(bar.dataset.probability))`)
		assert.Len(t, ranked, 10)
		assert.True(t, slices.IsSortedFunc(ranked, func(a, b float64) int { return int(b*1e9 - a*1e9) }), "%v", ranked)
		top, _, _ := shown(p)
		assert.Contains(t, strings.ToLower(p.text("#guess")), top)
		ms := eval[float64](p, "return Number(document.querySelector('#forward-ms').dataset.ms)")
		assert.Positive(t, ms)
		assert.Less(t, ms, 5000.0)
		p.wait(fmt.Sprintf("document.querySelector('#announcement').textContent.includes(%q)", top))
		assert.Contains(t, p.text("#facts"), s.reference.model.Name)
		assert.Contains(t, p.text("#facts"), fmt.Sprintf("%[1]d×%[1]d", s.reference.model.Input.Size))
	})

	t.Run("each answer is painted with the next frame", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, `
			const { ResNet } = await import('/resnet.js');
			const { classify } = ResNet.prototype;
			window.frames = [];
			ResNet.prototype.classify = async function (source, options) {
				const answer = await classify.call(this, source, options);
				const top = answer.classes[0].probability;
				requestAnimationFrame(() => frames.push(Number(document.querySelector('.bar[data-rank="0"]').dataset.probability) === top));
				return answer;
			};
			return true`)
		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.5, 0.6}, [2]float64{0.8, 0.3}, [2]float64{0.5, 0.2})
		p.settle()
		frames := eval[[]bool](p, "return frames")
		require.NotEmpty(t, frames)
		assert.NotContains(t, frames, false)
	})

	t.Run("not being sure is said", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, `
			const { ResNet } = await import('/resnet.js');
			const { classify } = ResNet.prototype;
			ResNet.prototype.classify = async function (source, options) {
				return { ...(await classify.call(this, source, options)), sure: false };
			};
			return true`)
		clickFor(p, ".sample[data-label=ship]")
		assert.Equal(t, "Not sure yet", p.text("#guess"))
		assert.Regexp(t, `^Closest: ship \S+%, `, p.text("#detail"))
		assert.Equal(t, "full", eval[string](p, "return document.querySelector('#bars').dataset.state"), "the bars show it all the same")
		p.wait("document.querySelector('#announcement').textContent.startsWith('Not sure yet')")
	})
}
