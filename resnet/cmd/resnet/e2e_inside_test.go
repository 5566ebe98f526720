package main

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openPanel chooses a tab and waits until its panel is filled.
func openPanel(p *tab, name string) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS("#tab-" + name)))
	p.wait(fmt.Sprintf("document.querySelector('#panel-%s .sheets') && document.querySelector('#panel-%[1]s').ariaBusy === 'false'", name))
}

// axeFindsNothing checks the page as it is now, light and dark.
func axeFindsNothing(t *testing.T, p *tab) {
	t.Helper()
	axe := devTool(t, "axe-core/axe.min.js")
	for _, scheme := range []string{"light", "dark"} {
		p.prefers("color-scheme", scheme)
		assert.Empty(t, eval[[]string](p, axe+`;
			const { violations } = await axe.run(document, { resultTypes: ['violations'] });
			return violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => [id, html, failureSummary].join(': ')))`), scheme)
	}
}

// inside: the view into the network.
func (s *e2e) inside(t *testing.T) {
	const said = "document.querySelector('.without .says').textContent"

	// open shows the panel with everything in it for a photo of a ship.
	open := func(t *testing.T) *tab {
		p := s.tab(t)
		openReady(t, p, s.url)
		clickFor(p, ".sample[data-label=ship]")
		openPanel(p, "inside")
		p.wait("document.querySelectorAll('.tile').length > 0 && " + said + " === 'All branches are on.'")
		return p
	}

	t.Run("a projection is drawn on the arc, and only there", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url+"/?weights=weights/resnet20.safetensors")
		openPanel(p, "inside")
		p.wait("document.querySelectorAll('[data-kind=projection]').length === 2")
		boxes := eval[[][]string](p, `
			return [...document.querySelectorAll('[data-kind=projection]')].map((block) => [...block.querySelectorAll('.diagram text')].map((label) => label.textContent))`)
		want := []string{"3×3", "3×3", "1×1"}
		assert.Equal(t, [][]string{want, want}, boxes)
	})

	t.Run("a map of the blocks", func(t *testing.T) {
		p := open(t)
		type block struct {
			Name, Kind, Text  string
			Arc, Switch, Bars bool
		}
		blocks := eval[[]block](p, `
			return [...document.querySelectorAll('.block')].map((block) => ({
				Name: block.dataset.block, Kind: block.dataset.kind, Text: block.textContent,
				Arc: Boolean(block.querySelector('.way.skip')), Switch: Boolean(block.querySelector('[role=switch]')),
				Bars: /\d ms/.test(block.querySelector('.ms').textContent) }))`)
		require.Greater(t, len(blocks), 3)
		assert.Equal(t, "stem", blocks[0].Kind)
		assert.Equal(t, "head", blocks[len(blocks)-1].Kind)
		residual := 0
		for _, b := range blocks {
			adds := b.Kind == "identity" || b.Kind == "projection"
			assert.Equal(t, adds, b.Arc, "%s has a skip connection", b.Name)
			assert.Equal(t, adds, b.Switch, "%s can be switched", b.Name)
			assert.Regexp(t, `\d+×\d+×\d+`, b.Text, b.Name)
			assert.Contains(t, b.Text, "parameters", b.Name)
			assert.True(t, b.Bars, "%s is timed", b.Name)
			if adds {
				residual++
			}
		}
		assert.Positive(t, residual)
		assert.Empty(t, p.console())
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		p := open(t)
		p.do(chromedp.Click(chromedp.CSS("[role=switch]")))
		p.wait(said + ".startsWith('Without layer')")
		axeFindsNothing(t, p)
	})

	t.Run("feature maps of the layer that is chosen", func(t *testing.T) {
		p := open(t)
		// Of every layer that can be chosen, there are as many tiles as channels.
		layers := eval[[]string](p, `
			const seen = [];
			const turn = () => new Promise((next) => setTimeout(next, 30));
			for (const block of document.querySelectorAll('.plan input')) {
				block.click();
				for (const row of document.querySelectorAll('.layer')) {
					const input = row.querySelector('input');
					if (input.disabled) continue;
					input.click();
					const [height, width, channels] = row.children[3].textContent.split('×').map(Number);
					const fits = () => {
						const tiles = document.querySelectorAll('.tile canvas');
						return tiles.length === channels && tiles[0].width === width && tiles[0].height === height;
					};
					for (let i = 0; i < 200 && !fits(); i++) await turn();
					seen.push(input.value + (fits() ? '' : ': the tiles do not fit'));
				}
			}
			return seen`)
		assert.Greater(t, len(layers), 8)
		for _, layer := range layers {
			assert.NotContains(t, layer, "do not fit")
		}
		assert.Empty(t, p.console())
	})

	t.Run("a channel enlarged", func(t *testing.T) {
		p := open(t)
		large := "document.querySelector('.enlarged canvas').toDataURL()"
		first := eval[string](p, "return "+large)
		p.do(chromedp.Click(chromedp.CSS(".tile:nth-child(5)")))
		assert.Equal(t, "Channel 5", p.text(".enlarged strong"))
		assert.NotEqual(t, first, eval[string](p, "return "+large))
		assert.Equal(t, eval[string](p, "return document.querySelector('.tile:nth-child(5) canvas').toDataURL()"), eval[string](p, "return "+large))
	})

	t.Run("what speaks for a class", func(t *testing.T) {
		p := open(t)
		heat := "document.querySelector('canvas.heat').toDataURL()"
		top, _, _ := shown(p)
		assert.Contains(t, p.text(".where .says"), "“"+top+"”")
		guess := eval[string](p, "return "+heat)
		options := eval[[]string](p, "return [...document.querySelectorAll('.where option')].map((option) => option.value)")
		assert.Equal(t, append([]string{""}, s.reference.model.Classes...), options)
		p.do(chromedp.SetValue(chromedp.CSS(".where select"), "frog"))
		eval[bool](p, "return document.querySelector('.where select').dispatchEvent(new Event('change'))")
		assert.Contains(t, p.text(".where .says"), "“frog”")
		assert.NotEqual(t, guess, eval[string](p, "return "+heat))
	})

	t.Run("a branch switched off, and on again", func(t *testing.T) {
		p := open(t)
		rows := "[...document.querySelectorAll('.comparison tbody tr')].map((row) => [...row.querySelectorAll('.value')].map((v) => v.textContent))"
		for _, values := range eval[[][]string](p, "return "+rows) {
			assert.Equal(t, "–", values[1], "nothing to compare yet")
		}
		p.do(chromedp.Click(chromedp.CSS("[role=switch]")))
		p.wait(said + ".startsWith('Without layer')")
		changed := 0
		for _, values := range eval[[][]string](p, "return "+rows) {
			assert.Regexp(t, `\d%$`, values[0])
			assert.Regexp(t, `\d%$`, values[1])
			if values[0] != values[1] {
				changed++
			}
		}
		assert.Positive(t, changed, "the branch counts for something")
		top, _, _ := shown(p)
		assert.Equal(t, top, p.text(".comparison tbody th"), "the page's answer stands beside it")

		p.do(chromedp.Click(chromedp.CSS(".without .button")))
		p.wait(said + " === 'All branches are on.'")
		assert.Equal(t, "true", eval[string](p, "return document.querySelector('[role=switch]').ariaChecked"))
	})

	t.Run("by keyboard", func(t *testing.T) {
		p := open(t)
		eval[bool](p, "document.querySelector('.plan input').focus(); return true")
		p.do(chromedp.KeyEvent(kb.ArrowRight))
		second := eval[string](p, "return document.querySelectorAll('.plan input')[1].value")
		assert.Equal(t, second, eval[string](p, "return document.querySelector('.plan input:checked').value"))
		p.wait(fmt.Sprintf("document.querySelector('.layer input:checked').value.startsWith(%q)", second))
		eval[bool](p, "document.querySelector('[role=switch]').focus(); return true")
		p.do(chromedp.KeyEvent(" "))
		p.wait(said + ".startsWith('Without layer')")
	})

	t.Run("it follows the picture, while it is seen", func(t *testing.T) {
		p := open(t)
		before := eval[string](p, "return document.querySelector('canvas.heat').toDataURL()")
		clickFor(p, ".sample[data-label=frog]")
		p.wait(fmt.Sprintf("document.querySelector('canvas.heat').toDataURL() !== %q", before))
		top, _, _ := shown(p)
		p.wait(fmt.Sprintf("document.querySelector('.comparison tbody th').textContent === %q", top))
		p.do(chromedp.Click(chromedp.CSS("#clear")))
		p.wait(said + ".startsWith('Draw something')")

		p.do(chromedp.Click(chromedp.CSS("#tab-answers")))
		eval[bool](p, `
			const { ResNet } = await import('/resnet.js');
			const { inspect } = ResNet.prototype;
			window.looks = 0;
			ResNet.prototype.inspect = function (...args) { window.looks++; return inspect.apply(this, args); };
			return true`)
		clickFor(p, ".sample[data-label=ship]")
		p.settle()
		assert.Zero(t, eval[int](p, "return window.looks"), "nothing is computed for a hidden panel")
		p.do(chromedp.Click(chromedp.CSS("#tab-inside")))
		p.wait("window.looks > 0 && " + said + " === 'All branches are on.'")
		assert.Empty(t, p.console())
	})
}
