// Package drawing turns line drawings into pictures to learn from: those that
// somebody with a hand, a pen and a sheet of paper of their own would have made
// of the same lines in the page.
//
//	WORD.ndjson ─▶ strokes ───────┐
//	Invent, Scribble ─▶ strokes ──┤
//	CLASS.bin ─▶ Bitmap ─▶ Trace ─┴▶ Drawing ─▶ Renderer.Render ─▶ size×size RGB bytes, HWC
//	                                              Style ─┘
//
// All drawings are strokes, bitmaps too, once their lines are traced. Invent makes
// up drawings of classes that few people have drawn, Scribble some of nothing. A
// Renderer lets a hand redraw them, lets a pen leave ink on paper, and passes the
// sheet through [picture.Viewer], as the page does with its canvas. A picture is a
// pure function of a Drawing and a Style; RandomStyle draws styles from a seed.
package drawing

import "math"

// A Point of a stroke. Right and down are positive.
type Point struct {
	X, Y float32
	// R is how much further than the pen's half-width ink reaches there: 0 but in
	// the middle of a solid spot.
	R float32
}

// A Stroke is what a pen does between touching the paper and leaving it: lines
// from point to point, or a dot if there is only one.
type Stroke []Point

// A Drawing is what one person drew. The box around its points, and what is
// within their R, has a larger side of 1 and its middle at (0.5, 0.5).
type Drawing struct {
	Strokes []Stroke
}

// smallest is the least size whose inverse is a finite float32.
const smallest = 0x1p-126

// fit moves and scales strokes so that they are a Drawing's. Points that are all
// in about one place, without R, end up in the middle.
func fit(strokes []Stroke) {
	b := boundsOf(strokes)
	scale := float32(1)
	if larger := b.larger(); larger >= smallest {
		scale = 1 / larger
	}
	x, y := b.centre()
	for _, stroke := range strokes {
		for i, p := range stroke {
			stroke[i] = Point{(p.X-x)*scale + 0.5, (p.Y-y)*scale + 0.5, p.R * scale}
		}
	}
}

// bounds is a box around points and what is within their R.
type bounds struct{ minX, minY, maxX, maxY float32 }

func boundsOf(strokes []Stroke) bounds {
	inf := float32(math.Inf(1))
	b := bounds{inf, inf, -inf, -inf}
	for _, stroke := range strokes {
		for _, p := range stroke {
			b.minX, b.maxX = min(b.minX, p.X-p.R), max(b.maxX, p.X+p.R)
			b.minY, b.maxY = min(b.minY, p.Y-p.R), max(b.maxY, p.Y+p.R)
		}
	}
	return b
}

// larger is the larger side.
func (b bounds) larger() float32 { return max(b.maxX-b.minX, b.maxY-b.minY) }

func (b bounds) centre() (x, y float32) {
	return (b.minX + b.maxX) / 2, (b.minY + b.maxY) / 2
}
