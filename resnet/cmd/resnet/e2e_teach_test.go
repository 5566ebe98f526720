package main

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// drawHouse draws a house on the cleared board, each time a little differently.
func drawHouse(p *tab, rng *rand.Rand) {
	p.t.Helper()
	eval[bool](p, "scrollTo(0, 0); return true")
	if !eval[bool](p, "return document.querySelector('#clear').disabled") {
		p.do(chromedp.Click(chromedp.CSS("#clear")))
	}
	x, y, size := 0.2+0.1*rng.Float64(), 0.2+0.1*rng.Float64(), 0.45+0.1*rng.Float64()
	stroke := func(points ...[2]float64) {
		for i, at := range points {
			points[i] = [2]float64{x + size*(at[0]+0.04*rng.Float64()), y + size*(at[1]+0.04*rng.Float64())}
		}
		p.drag("#board", points...)
	}
	stroke([2]float64{0.1, 0.45}, [2]float64{0.1, 1}, [2]float64{0.9, 1}, [2]float64{0.9, 0.45})
	stroke([2]float64{0, 0.48}, [2]float64{0.5, 0}, [2]float64{1, 0.48}, [2]float64{0, 0.48})
	stroke([2]float64{0.42, 1}, [2]float64{0.42, 0.7}, [2]float64{0.6, 0.7}, [2]float64{0.6, 1})
	p.settle()
}

// addExample says what the picture is, and waits until that is noted.
func addExample(p *tab, label string, count int) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`
		const form = document.querySelector('form.example');
		const select = form.querySelector('select');
		const known = [...select.options].some((option) => option.value === %[1]q);
		select.value = known ? %[1]q : [...select.options].at(-1).value;
		for (const type of ['input', 'change']) select.dispatchEvent(new Event(type));
		if (!known) form.querySelector('[name=name]').value = %[1]q;
		return true`, label))
	p.do(chromedp.Click(chromedp.CSS("form.example .primary")))
	p.wait(fmt.Sprintf("document.querySelector('.album [data-label=%q]')?.dataset.count === '%d'", label, count))
	p.wait("!document.querySelector('form.example .primary').disabled")
}

// learn presses the button and waits for the end.
func learn(p *tab) {
	p.t.Helper()
	p.do(chromedp.Click(chromedp.CSS("button.learn")))
	p.wait("document.querySelector('.learning .says').textContent.startsWith('Learnt in')")
	p.wait("!document.querySelector('button.learn').disabled")
}

// clickButton waits for the button with that text and clicks it.
func clickButton(p *tab, text string) {
	p.t.Helper()
	button := fmt.Sprintf("[...document.querySelectorAll('button:enabled')].find((button) => button.textContent === %q && button.checkVisibility())", text)
	p.wait(button)
	eval[bool](p, button+".click(); return true")
}

// known says whether the page's answers have a class.
func known(label string) string {
	return fmt.Sprintf("[...document.querySelectorAll('.bar')].some((bar) => bar.dataset.label === %q)", label)
}

// dropped drops bytes that the page holds in a variable on an element, as a file.
func dropped(p *tab, selector, variable, name string) {
	p.t.Helper()
	eval[bool](p, fmt.Sprintf(`
		const data = new DataTransfer();
		data.items.add(new File([%s], %q));
		document.querySelector(%q).dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }));
		return true`, variable, name, selector))
}

// teach: new classes, learnt in the page.
func (s *e2e) teach(t *testing.T) {
	t.Run("a new class, from drawings to download", func(t *testing.T) {
		rng := rand.New(rand.NewPCG(6, 1))
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		assert.True(t, eval[bool](p, "return document.querySelector('form.example .primary').disabled"), "an empty board is no example")
		assert.True(t, eval[bool](p, "return document.querySelector('button.learn').disabled"), "there is nothing to learn")

		for i := range 6 {
			drawHouse(p, rng)
			addExample(p, "house", i+1)
		}
		assert.Equal(t, 6, eval[int](p, "return document.querySelectorAll('.thumbnails img').length"))
		learn(p)
		assert.Regexp(t, `Learnt in [\d.]+ s. It names \d+% of what it was taught right`, p.text(".learning .says"))
		assert.Regexp(t, `Loss: [\d.]+ at first, now [\d.]+`, p.text(".curve figcaption"))
		p.wait(known("house"))
		assert.Contains(t, p.text("#vocabulary"), "house")
		drawHouse(p, rng)
		top, _, _ := shown(p)
		assert.Equal(t, "house", top, "a drawing it has not seen")

		// Download, which is a network of its own.
		eval[bool](p, `
			const { createObjectURL } = URL;
			URL.createObjectURL = (blob) => {
				if (blob.type === 'application/octet-stream') window.saved = blob;
				return createObjectURL(blob);
			};
			HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
			return true`)
		clickButton(p, "Download")
		p.wait("window.savedAs")
		assert.Equal(t, "canvasnet-taught.safetensors", eval[string](p, "return window.savedAs"))

		// Undone, the class is gone, and its examples are not.
		clickButton(p, "Undo learning")
		p.wait("!" + known("house"))
		assert.Equal(t, "6", eval[string](p, "return document.querySelector('.album [data-label=house]').dataset.count"))

		// Reset asks first.
		clickButton(p, "Reset…")
		clickButton(p, "Keep them")
		p.wait("!document.querySelector('dialog.confirm')")
		assert.Equal(t, 1, eval[int](p, "return document.querySelectorAll('.album [data-label]').length"))
		clickButton(p, "Reset…")
		clickButton(p, "Reset")
		p.wait("document.querySelectorAll('.album [data-label]').length === 0")

		// What was downloaded is dropped, and knows houses.
		dropped(p, "#panel-teach", "window.saved", "canvasnet-taught.safetensors")
		p.wait(known("house"))
		p.settle()
		top, _, _ = shown(p)
		assert.Equal(t, "house", top)
		assert.Empty(t, p.console())
	})

	t.Run("a wrong guess corrected", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		clickFor(p, ".sample[data-label=ship]")
		p.wait("document.querySelector('.guessed').textContent.startsWith('It says: a ship')")
		p.do(chromedp.Click(chromedp.CSS("form.example .primary")))
		assert.Equal(t, "Say what it is first.", eval[string](p, "return document.querySelector('form.example select').validationMessage"))
		addExample(p, "truck", 1)
		assert.Contains(t, p.text(".correct [role=status]"), "Truck now has 1 example.")
		learn(p)
		assert.False(t, eval[bool](p, "return "+known("house")))
		assert.Empty(t, p.console())
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		clickFor(p, ".sample[data-label=ship]")
		addExample(p, "boat", 1)
		learn(p)
		p.do(chromedp.SetValue(chromedp.CSS("form.example select"), "\n"))
		eval[bool](p, "return document.querySelector('form.example select').dispatchEvent(new Event('change'))")
		axeFindsNothing(t, p)
		clickButton(p, "Reset…")
		axeFindsNothing(t, p)
	})

	t.Run("examples from files", func(t *testing.T) {
		var files []string
		for _, name := range []string{"samples/cat-0000.png", "samples/README.md", "samples/cat-0008.png"} {
			file, err := filepath.Abs(filepath.Join(siteDir, name))
			require.NoError(t, err)
			files = append(files, file)
		}
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		p.wait("document.querySelector('form.example input[type=file]:enabled')")
		eval[bool](p, `
			const select = document.querySelector('form.example select');
			select.value = 'cat';
			return select.dispatchEvent(new Event('change'))`)
		p.do(chromedp.SetUploadFiles(chromedp.CSS("form.example input[type=file]"), files))
		p.wait("document.querySelector('.correct [role=status]').textContent.startsWith('Added 2 of 3 pictures of cat')")
		p.wait("!document.querySelector('#panel-teach .notice').hidden")
		assert.Contains(t, p.text("#panel-teach .notice"), "README.md")
		assert.Equal(t, "2", eval[string](p, "return document.querySelector('.album [data-label=cat]').dataset.count"))
	})

	t.Run("a network that cannot be taught says so", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		// Every network of the zoo can: one is made to say that it cannot.
		eval[bool](p, `
			const { ResNet } = await import('./resnet.js');
			const { load } = ResNet;
			ResNet.load = async (options) => {
				const net = await load(options);
				net.info = { ...net.info, teachable: false };
				ResNet.load = load;
				return net;
			};
			return true`)
		openPanel(p, "model")
		choose := func(name string) {
			p.do(chromedp.Click(chromedp.CSS("#tab-model")), chromedp.Click(chromedp.CSS(fmt.Sprintf(".network:has([value$='/%s.safetensors'])", name))))
			p.wait(fmt.Sprintf("document.querySelector('.model-card dd').textContent === %q", name))
			openPanel(p, "teach")
		}
		seen := func() []string {
			return eval[[]string](p, "return [...document.querySelectorAll('#panel-teach .sheets > *')].filter((e) => e.checkVisibility()).map((e) => e.textContent)")
		}
		choose("resnet20")
		require.Len(t, seen(), 1)
		assert.Contains(t, seen()[0], "cannot be taught")
		clickFor(p, ".sample[data-label=ship]")
		axeFindsNothing(t, p)

		choose("canvasnet")
		p.wait("document.querySelector('.correct').checkVisibility()")
		assert.NotContains(t, strings.Join(seen(), " "), "cannot be taught")
		addExample(p, "boat", 1)
		assert.Empty(t, p.console())
	})

	t.Run("learning stopped", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		clickFor(p, ".sample[data-label=ship]")
		addExample(p, "boat", 1)
		said := eval[string](p, `
			const says = document.querySelector('.learning .says');
			const stop = document.querySelector('button.learn + .button');
			document.querySelector('button.learn').click();
			while (stop.hidden) await new Promise((next) => setTimeout(next, 1));
			stop.click();
			while (!stop.hidden) await new Promise((next) => setTimeout(next, 1));
			return says.textContent`)
		assert.Equal(t, "Stopped; the network is as it was.", said)
		assert.False(t, eval[bool](p, "return "+known("boat")))
	})

	t.Run("remembered on the device, and forgotten", func(t *testing.T) {
		browser := newBrowser(t) // with a store of its own
		visit := func() *tab {
			p := newTab(t, browser)
			p.before(`
				window.shifts = [];
				new PerformanceObserver((list) => {
					for (const { sources } of list.getEntries()) shifts.push(...sources.map(({ node }) => node?.id || node?.nodeName));
				}).observe({ type: 'layout-shift', buffered: true })`)
			openReady(t, p, s.url)
			return p
		}

		p := visit()
		openPanel(p, "teach")
		clickFor(p, ".sample[data-label=ship]")
		addExample(p, "boat", 1)
		p.do(chromedp.Click(chromedp.CSS(".memory input")))
		learn(p)
		p.wait("document.querySelector('.memory [role=status]').textContent.startsWith('Kept')")

		// Offered on the page, without moving anything.
		p = visit()
		p.wait("document.querySelector('#again').checkVisibility()")
		assert.Contains(t, p.text("#again"), "“boat”")
		eval[bool](p, "return new Promise((done) => setTimeout(done, 200, true))")
		assert.Empty(t, eval[[]string](p, "return shifts"))
		axeFindsNothing(t, p)
		p.do(chromedp.Click(chromedp.CSS("#again-use")))
		p.wait(known("boat"))
		p.wait("!document.querySelector('#again').checkVisibility()")
		openPanel(p, "teach")
		p.wait("document.querySelectorAll('.album [data-label=boat] img').length === 1")
		p.wait("document.querySelector('.memory input').matches(':checked:enabled')")
		assert.True(t, eval[bool](p, "return document.querySelector('.offer').hidden"), "it is in use")

		// Offered where it is taught, and there only.
		p = visit()
		openPanel(p, "teach")
		p.wait("!document.querySelector('.offer').hidden")
		assert.False(t, eval[bool](p, "return document.querySelector('#again').checkVisibility()"))
		assert.Contains(t, p.text(".offer"), "“boat”")
		p.do(chromedp.Click(chromedp.CSS(".offer .primary")))
		p.wait(known("boat"))
		p.wait("document.querySelectorAll('.album [data-label=boat] img').length === 1")
		p.wait("document.querySelector('.memory input').matches(':checked:enabled')")

		p.do(chromedp.Click(chromedp.CSS(".memory input")))
		p.wait("document.querySelector('.memory [role=status]').textContent.startsWith('Off')")
		p = visit()
		eval[bool](p, "return new Promise((done) => setTimeout(done, 500, true))")
		assert.False(t, eval[bool](p, "return document.querySelector('#again').checkVisibility()"))
		openPanel(p, "teach")
		eval[bool](p, "return new Promise((done) => setTimeout(done, 500, true))")
		assert.True(t, eval[bool](p, "return document.querySelector('.offer').hidden"))
		assert.Empty(t, p.console())
	})
}
