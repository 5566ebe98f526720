package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// drawing: drawing on the board.
func (s *e2e) drawing(t *testing.T) {
	t.Run("drawing, undo, redo and clear", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		_, _, blank := shown(p)

		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.5, 0.6}, [2]float64{0.8, 0.3})
		p.wait(answers + " > 0")
		p.settle()
		_, first, firstPreview := shown(p)
		assert.NotEqual(t, blank, firstPreview)

		p.do(chromedp.Click(chromedp.CSS("input[aria-label='Blue']")), chromedp.Click(chromedp.CSS("input[aria-label='Very thick brush']")))
		p.drag("#board", [2]float64{0.1, 0.8}, [2]float64{0.5, 0.9}, [2]float64{0.9, 0.8})
		p.settle()
		_, second, secondPreview := shown(p)
		assert.NotEqual(t, first, second, "the bars follow the drawing")
		assert.NotEqual(t, firstPreview, secondPreview)

		p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(kb.ModifierCtrl)))
		p.settle()
		_, undone, undonePreview := shown(p)
		assert.Equal(t, firstPreview, undonePreview)
		assert.Equal(t, first, undone)

		p.do(chromedp.KeyEvent("Z", chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
		p.settle()
		_, _, redonePreview := shown(p)
		assert.Equal(t, secondPreview, redonePreview)

		p.do(chromedp.Click(chromedp.CSS("#clear")))
		p.wait("document.querySelector('#bars').dataset.state === 'empty'")
		_, _, cleared := shown(p)
		assert.Equal(t, blank, cleared)

		clickFor(p, "#undo")
		p.settle()
		_, _, restored := shown(p)
		assert.Equal(t, secondPreview, restored, "even clearing can be undone")
		assert.Empty(t, p.console())
	})

	t.Run("drawing by touch", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		box := eval[[]float64](p, "const b = document.querySelector('#board').getBoundingClientRect(); return [b.left, b.top, b.width]")
		touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
			_, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
			require.NoError(t, err)
		}
		touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: box[0] + box[2]/4, Y: box[1] + box[2]/4})
		touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: box[0] + box[2]/2, Y: box[1] + box[2]/2})
		touch(input.DispatchTouchEventTypeTouchEnd)
		p.wait(answers + " > 0")
		p.settle()
		dark := eval[int](p, `
			const { data } = document.querySelector('#preview').getContext('2d').getImageData(12, 12, 1, 1);
			return data[0]`)
		assert.Less(t, dark, 128, "the line passes there")
	})

	t.Run("fill, eraser and undo", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		p.drag("#board", [2]float64{0.2, 0.2}, [2]float64{0.8, 0.2}, [2]float64{0.8, 0.8}, [2]float64{0.2, 0.8}, [2]float64{0.2, 0.2})
		p.press("f4")
		p.drag("#board", [2]float64{0.5, 0.5})
		assert.Equal(t, []int{0xd5, 0x35, 0x2f}, p.pixel(0.5, 0.5), "filled")
		assert.Equal(t, []int{0xd5, 0x35, 0x2f}, p.pixel(0.7, 0.7), "filled")
		assert.Equal(t, []int{255, 255, 255}, p.pixel(0.1, 0.1), "beyond the line")
		pale := eval[int](p, boardPixels+`
			let pale = 0; // between line and fill no paper may shine through
			for (let x = 80; x < 410; x++) pale += Number(at(x, 256).every((v) => v > 200));
			return pale`)
		assert.InDelta(t, 102-8-80, pale, 2, "paper is left of the box only")

		p.press("e")
		p.drag("#board", [2]float64{0.4, 0.5}, [2]float64{0.6, 0.5})
		assert.Equal(t, []int{255, 255, 255}, p.pixel(0.5, 0.5), "erased")
		p.press("3")
		assert.Equal(t, "brush", eval[string](p, "return document.querySelector('[name=tool]:checked').value"), "a colour is for drawing")
		for range 2 {
			p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(kb.ModifierCtrl)))
		}
		assert.Equal(t, []int{255, 255, 255}, p.pixel(0.7, 0.7), "the fill is undone")
		p.do(chromedp.KeyEvent("Z", chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
		assert.Equal(t, []int{0xd5, 0x35, 0x2f}, p.pixel(0.7, 0.7), "and done again")
		assert.Empty(t, p.console())
	})

	t.Run("keys choose, and are listed", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		chosen := func() string {
			return eval[string](p, "return ['tool', 'ink', 'size'].map((name) => document.querySelector(`[name=${name}]:checked`).value).join(' ')")
		}
		for _, step := range [][2]string{
			{"", "brush #1d1f24 16"}, {"e", "eraser #1d1f24 16"}, {"f", "fill #1d1f24 16"}, {"b", "brush #1d1f24 16"},
			{"]", "brush #1d1f24 34"}, {"]]]", "brush #1d1f24 72"}, {"[[[[[", "brush #1d1f24 6"}, {"9", "brush #2360cf 6"}, {"0", "brush custom 6"},
		} {
			p.press(step[0])
			assert.Equal(t, step[1], chosen(), step[0])
		}
		p.press("?")
		p.wait("document.querySelector('#shortcuts').open")
		assert.Contains(t, p.text("#shortcut-list"), "Eraser")
		p.press("e")
		assert.Equal(t, "brush custom 6", chosen(), "keys rest while the list is open")
		p.do(chromedp.KeyEvent(kb.Escape))
		p.wait("!document.querySelector('#shortcuts').open")
	})

	t.Run("by keyboard alone", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, "document.querySelector('#board').focus(); return true")
		p.press(" " + strings.Repeat(kb.ArrowRight, 8) + " " + strings.Repeat(kb.ArrowDown, 8))
		p.wait(answers + " > 0")
		assert.Equal(t, []int{0x1d, 0x1f, 0x24}, p.pixel(0.55, 0.5), "drawn while the brush was down")
		assert.Equal(t, []int{255, 255, 255}, p.pixel(0.625, 0.58), "and not after")
		p.press(kb.Delete)
		p.wait("document.querySelector('#bars').dataset.state === 'empty'")
	})

	t.Run("a pen draws as wide as it is pressed", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		widths := eval[[]int](p, boardPixels+`
			const canvas = document.querySelector('#board');
			canvas.setPointerCapture = () => {}; // made-up pointers cannot be captured
			const box = canvas.getBoundingClientRect();
			return [0.1, 0.9].map((pressure, i) => {
				const x = box.left + box.width * (0.25 + i / 2);
				const pen = (type, y) => canvas.dispatchEvent(new PointerEvent(type, { pointerId: 7, pointerType: 'pen', pressure, clientX: x, clientY: box.top + y * box.height, bubbles: true }));
				pen('pointerdown', 0.3);
				pen('pointermove', 0.7);
				pen('pointerup', 0.7);
				let dark = 0;
				for (let u = i * 256; u < i * 256 + 256; u++) dark += Number(at(u, 256)[0] < 128);
				return dark;
			})`)
		assert.InDelta(t, 16*0.44, widths[0], 2)
		assert.InDelta(t, 16*1.56, widths[1], 2)
	})

	t.Run("only what is drawn counts as a drawing", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, `
			const { ResNet } = await import('/resnet.js');
			const { classify } = ResNet.prototype;
			ResNet.prototype.classify = function (source, options) {
				window.drawing = options.drawing;
				return classify.call(this, source, options);
			};
			return true`)
		line := func() { p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.8, 0.3}); p.settle() }
		drawing := func() bool { return eval[bool](p, "return window.drawing") }
		line()
		assert.True(t, drawing())
		clickFor(p, ".sample")
		assert.False(t, drawing(), "a photo")
		line()
		assert.False(t, drawing(), "a line on a photo")
		p.press(kb.Delete)
		line()
		assert.True(t, drawing(), "a line on clean paper again")
	})
}

// boardPixels defines at(x, y), the red, green and blue of a pixel of the board.
const boardPixels = `
	const sheet = document.querySelector('#board').getContext('2d');
	const at = (x, y) => [...sheet.getImageData(x, y, 1, 1).data.slice(0, 3)];`

// pixel is the board's colour at a place relative to its size.
func (p *tab) pixel(x, y float64) []int {
	p.t.Helper()
	return eval[[]int](p, boardPixels+fmt.Sprintf("return at(%d, %d)", int(x*512), int(y*512)))
}

// press presses keys one after the other.
func (p *tab) press(keys string) {
	p.t.Helper()
	for _, key := range keys {
		p.do(chromedp.KeyEvent(string(key)))
	}
}
