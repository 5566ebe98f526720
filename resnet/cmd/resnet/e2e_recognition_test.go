package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/dataset/drawing"
)

// recognition: what people drew, drawn again on the board stroke by stroke.
func (s *e2e) recognition(t *testing.T) {
	// Where on the board, and how large.
	usual := place{0.5, 0.5, 0.7}
	elsewhere := map[string]place{
		"tiny in a corner": {0.12, 0.14, 0.14},
		"off-centre":       {0.7, 0.66, 0.5},
		"huge":             {0.5, 0.5, 0.97},
	}
	var all, moved tally
	held := heldOutDrawings(t)
	for _, class := range slices.Sorted(maps.Keys(held)) {
		t.Run(class, func(t *testing.T) {
			p := s.tab(t)
			openReady(t, p, s.url)
			var own tally
			for _, d := range held[class] {
				p.redraw(d, usual)
				right := own.add(p.named(class))
				if !right || own.right > 1 {
					continue
				}
				for _, at := range elsewhere {
					p.redraw(d, at)
					moved.add(p.named(class))
				}
			}
			t.Logf("%d of %d", own.right, own.of)
			assert.Greater(t, own.share(), 0.5)
			all.right += own.right
			all.of += own.of
			assert.Empty(t, p.console())
		})
	}
	t.Logf("all: %d of %d; elsewhere: %d of %d", all.right, all.of, moved.right, moved.of)
	assert.GreaterOrEqual(t, all.share(), 0.75)
	assert.GreaterOrEqual(t, moved.share(), 0.75, "drawings that are right in the middle are right anywhere")

	t.Run("scribbles are nothing", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		rng := rand.New(rand.NewPCG(1, 2))
		var unsure tally
		for range 20 {
			p.redraw(drawing.Scribble(rng), usual)
			unsure.add(p.text("#guess") == "Not sure yet")
		}
		t.Logf("not sure of %d of %d", unsure.right, unsure.of)
		assert.GreaterOrEqual(t, unsure.share(), 0.8)
	})
}

// A tally counts what came out right.
type tally struct{ right, of int }

func (c *tally) add(right bool) bool {
	c.of++
	if right {
		c.right++
	}
	return right
}

func (c *tally) share() float64 { return float64(c.right) / float64(c.of) }

// heldOutDrawings returns drawings that the shipped network did not learn from,
// by class.
func heldOutDrawings(t *testing.T) map[string][]drawing.Drawing {
	t.Helper()
	paths, err := filepath.Glob("testdata/quickdraw/*.*")
	require.NoError(t, err)
	held := make(map[string][]drawing.Drawing)
	for _, path := range paths {
		extension := filepath.Ext(path)
		class, ok := drawing.ClassOf(strings.TrimSuffix(filepath.Base(path), extension))
		if !ok {
			continue // the source of the files
		}
		file, err := os.Open(path)
		require.NoError(t, err)
		defer file.Close()
		add := func(_ int, d drawing.Drawing) error {
			held[class] = append(held[class], d)
			return nil
		}
		if extension == ".ndjson" {
			err = drawing.ReadStrokes(file, add)
		} else {
			var tracer drawing.Tracer
			err = drawing.ReadBitmaps(file, func(i int, b *drawing.Bitmap) error { return add(i, tracer.Trace(b)) })
		}
		require.NoError(t, err, path)
	}
	require.Len(t, held, 9, "nobody drew deer")
	return held
}

// A place is a square of the board: its middle, and its side.
type place struct{ x, y, side float64 }

// redraw draws on the cleared board by pointer events, and waits for the last
// answer. (Events of the browser's own take a frame each, minutes for all.)
func (p *tab) redraw(d drawing.Drawing, at place) {
	p.t.Helper()
	if !eval[bool](p, "return document.querySelector('#clear').disabled") {
		p.do(chromedp.Click(chromedp.CSS("#clear")))
	}
	strokes := make([][][2]float64, len(d.Strokes))
	for i, stroke := range d.Strokes {
		for _, point := range stroke {
			strokes[i] = append(strokes[i], [2]float64{at.x + at.side*(float64(point.X)-0.5), at.y + at.side*(float64(point.Y)-0.5)})
		}
	}
	eval[bool](p, fmt.Sprintf(`
		const board = document.querySelector('#board');
		board.setPointerCapture = () => {}; // made-up pointers cannot be captured
		const box = board.getBoundingClientRect();
		const pointer = (type, [x, y]) => board.dispatchEvent(new PointerEvent(type, {
			pointerId: 7, pointerType: 'mouse', bubbles: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height,
		}));
		for (const stroke of %s) {
			pointer('pointerdown', stroke[0]);
			for (const at of stroke) pointer('pointermove', at);
			pointer('pointerup', stroke.at(-1));
			await new Promise(requestAnimationFrame);
		}
		return true`, quoteJS(p.t, strokes)))
	p.settle()
}

// named tells whether a label is the page's guess.
func (p *tab) named(label string) bool {
	p.t.Helper()
	top, _, _ := shown(p)
	return top == label
}
