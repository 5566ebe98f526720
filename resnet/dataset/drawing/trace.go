package drawing

import (
	"math"
	"math/bits"
	"slices"
)

// How bitmaps are traced: on a grid that is traceScale times as fine, with
// tracePad pixels of the bitmap as a border of paper.
const (
	traceScale = 4
	tracePad   = 1
	traceSide  = (bitmapSide + 2*tracePad) * traceScale

	// Sharpening keeps lines apart that run into each other; the threshold gives
	// lines about their width back. Both were chosen for traces that, drawn again
	// at the width of a bitmap's lines, come closest to it.
	traceSharpen   = 2
	traceThreshold = 0.8 * 255

	bitmapLine     = 16.0 / 304 * bitmapSide     // pixels of the bitmap: the width of its lines
	traceHalf      = bitmapLine / 2 * traceScale // grid pixels: half of that
	traceSpot      = 0.3 * traceHalf             // grid pixels that a line may seem wider where it meets others
	traceSpur      = 3                           // grid pixels: branches up to this length come from uneven edges
	traceTolerance = 0.3 * traceScale            // grid pixels between a line and its simplification
	traceTurn      = 0.2                         // cosine of the sharpest turn of a stroke across another
)

// The sharpened bitmap has two pixels of paper around it: ink never reaches the
// border of the grid.
const (
	sharpPad  = 2
	sharpSide = bitmapSide + 2*sharpPad
)

// A Tracer turns bitmaps into drawings, in buffers that it keeps. The zero value
// is ready for use, by one goroutine at a time.
type Tracer struct {
	sharp  [sharpSide * sharpSide]float32
	grid   []uint8   // (traceSide, traceSide): 1 for ink, later for the middle of lines
	ink    []int     // indices of ink in grid, in their order
	depth  []float32 // grid pixels to the nearest paper
	used   []uint8   // by pixel, the directions in which a stroke has left it
	path   []int     // of the stroke being traced
	smooth Stroke
}

// Trace finds the lines of a bitmap. Their middle becomes strokes, and what is
// wider than a line has points with an R. A bitmap without ink is a Drawing
// without strokes.
func (t *Tracer) Trace(b *Bitmap) Drawing {
	t.used = resize(t.used, traceSide*traceSide)
	clear(t.used)
	t.sharpen(b)
	t.enlarge()
	t.measure()
	t.ink = thin(t.grid, traceSide, t.ink)
	t.prune()
	d := Drawing{Strokes: t.strokes()}
	fit(d.Strokes)
	return d
}

// sharpen writes the bitmap, less what its neighbours spread over each pixel, to
// the middle of t.sharp.
func (t *Tracer) sharpen(b *Bitmap) {
	const side = sharpSide
	var padded [side * side]float32
	for y := range bitmapSide {
		for x := range bitmapSide {
			padded[(y+sharpPad)*side+x+sharpPad] = float32(b[y*bitmapSide+x])
		}
	}
	for i := side + 1; i < len(padded)-side-1; i++ {
		beside := padded[i-1] + padded[i+1] + padded[i-side] + padded[i+side]
		across := padded[i-side-1] + padded[i-side+1] + padded[i+side-1] + padded[i+side+1]
		t.sharp[i] = padded[i] + traceSharpen*(padded[i]-(2*beside+across)/12)
	}
}

// enlarge fills the grid, interpolating linearly, and lists its ink.
func (t *Tracer) enlarge() {
	t.grid = resize(t.grid, traceSide*traceSide)
	clear(t.grid)
	const side = sharpSide
	// For each square between the centres of four pixels.
	for y := range side - 1 {
		for x := range side - 1 {
			i := y*side + x
			a, b, c, d := t.sharp[i], t.sharp[i+1], t.sharp[i+side], t.sharp[i+side+1]
			if max(a, b, c, d) < traceThreshold {
				continue
			}
			corner := (y*traceSide+x)*traceScale - (traceSide+1)*traceScale/2
			for j := range traceScale {
				v := (float32(j) + 0.5) / traceScale
				left, right := a+(c-a)*v, b+(d-b)*v
				for k := range traceScale {
					u := (float32(k) + 0.5) / traceScale
					if left+(right-left)*u >= traceThreshold {
						t.grid[corner+j*traceSide+k] = 1
					}
				}
			}
		}
	}
	t.ink = t.ink[:0]
	for i, v := range t.grid {
		if v != 0 {
			t.ink = append(t.ink, i)
		}
	}
}

// measure computes the depth of ink, by a chamfer in two passes.
func (t *Tracer) measure() {
	t.depth = resize(t.depth, len(t.grid))
	clear(t.depth)
	const straight, diagonal = 1, math.Sqrt2
	for _, i := range t.ink {
		t.depth[i] = min(t.depth[i-1]+straight, t.depth[i-traceSide]+straight,
			t.depth[i-traceSide-1]+diagonal, t.depth[i-traceSide+1]+diagonal)
	}
	for _, i := range slices.Backward(t.ink) {
		t.depth[i] = min(t.depth[i], t.depth[i+1]+straight, t.depth[i+traceSide]+straight,
			t.depth[i+traceSide+1]+diagonal, t.depth[i+traceSide-1]+diagonal)
	}
}

// directions are the eight neighbours of a pixel of the grid, clockwise from the
// right: odd ones are diagonal.
var directions = [8]int{1, traceSide + 1, traceSide, traceSide - 1, -1, -traceSide - 1, -traceSide, -traceSide + 1}

const opposite = 4

// joined returns a bit for each direction in which the line through a pixel goes
// on. A diagonal counts where no way around the corner does.
func (t *Tracer) joined(at int) (ways uint8) {
	for k := 0; k < 8; k += 2 {
		if t.grid[at+directions[k]] != 0 {
			ways |= 1 << k
		}
	}
	for k := 1; k < 8; k += 2 {
		if t.grid[at+directions[k]] != 0 && ways&(1<<(k-1)|1<<((k+1)%8)) == 0 {
			ways |= 1 << k
		}
	}
	return ways
}

// prune removes short branches.
func (t *Tracer) prune() {
	for _, end := range t.ink {
		if t.grid[end] == 0 || bits.OnesCount8(t.joined(end)) != 1 {
			continue
		}
		t.path = append(t.path[:0], end)
		from := uint8(0)
		for at := end; len(t.path) <= traceSpur+1; t.path = append(t.path, at) {
			way := t.joined(at) &^ from
			if bits.OnesCount8(way) != 1 {
				break
			}
			k := bits.TrailingZeros8(way)
			at += directions[k]
			from = 1 << ((k + opposite) % 8)
		}
		last := len(t.path) - 1
		if last <= traceSpur && bits.OnesCount8(t.joined(t.path[last])) > 2 {
			for _, at := range t.path[:last] {
				t.grid[at] = 0
			}
		}
	}
}

// strokes follows all lines of the grid: from open ends first, then from where
// lines meet, then around closed loops.
func (t *Tracer) strokes() []Stroke {
	var strokes []Stroke
	for _, isStart := range []func(ways int) bool{
		func(ways int) bool { return ways <= 1 },
		func(ways int) bool { return ways > 2 },
		func(ways int) bool { return ways == 2 },
	} {
		for _, start := range t.ink {
			if t.grid[start] == 0 {
				continue
			}
			ways := t.joined(start)
			if !isStart(bits.OnesCount8(ways)) {
				continue
			}
			if ways == 0 {
				strokes = append(strokes, Stroke{t.point(start)})
			}
			for ways &^= t.used[start]; ways != 0; ways = t.joined(start) &^ t.used[start] {
				t.follow(start, bits.TrailingZeros8(ways))
				strokes = append(strokes, t.stroke())
			}
		}
	}
	return strokes
}

// follow makes path the line that leaves start in a direction. Where lines meet
// it goes straight on, if it can.
func (t *Tracer) follow(start, direction int) {
	const behind = 6 // grid pixels that tell where the line is heading
	t.path = append(t.path[:0], start)
	for at := start; direction >= 0; {
		t.used[at] |= 1 << direction
		at += directions[direction]
		t.used[at] |= 1 << ((direction + opposite) % 8)
		t.path = append(t.path, at)

		all := t.joined(at)
		ways := all &^ t.used[at]
		direction = -1
		if bits.OnesCount8(all) <= 2 {
			if ways != 0 {
				direction = bits.TrailingZeros8(ways)
			}
			continue
		}
		tail := t.path[max(0, len(t.path)-behind)]
		straightest := traceTurn
		for k := range directions {
			if ways&(1<<k) == 0 {
				continue
			}
			if c := cosine(at-tail, directions[k]); c > straightest {
				direction, straightest = k, c
			}
		}
	}
}

// cosine of the angle between two steps on the grid.
func cosine(a, b int) float64 {
	ax, ay := step(a)
	bx, by := step(b)
	return (ax*bx + ay*by) / (math.Hypot(ax, ay) * math.Hypot(bx, by))
}

// step splits a difference of indices, of less than half a row across.
func step(d int) (x, y float64) {
	row := (d + traceSide/2 + traceSide*traceSide) / traceSide
	return float64(d + traceSide*traceSide - row*traceSide), float64(row - traceSide)
}

// stroke turns path into a smooth line of few points.
func (t *Tracer) stroke() Stroke {
	t.smooth = t.smooth[:0]
	for _, at := range t.path {
		t.smooth = append(t.smooth, t.point(at))
	}
	for range 2 {
		before := t.smooth[0]
		for i := 1; i < len(t.smooth)-1; i++ {
			p, after := t.smooth[i], t.smooth[i+1]
			t.smooth[i] = Point{(before.X + 2*p.X + after.X) / 4, (before.Y + 2*p.Y + after.Y) / 4, p.R}
			before = p
		}
	}
	return simplify(nil, t.smooth, traceTolerance)
}

func (t *Tracer) point(at int) Point {
	p := Point{X: float32(at % traceSide), Y: float32(at / traceSide)}
	if r := t.depth[at] - traceHalf; r > traceSpot {
		p.R = r
	}
	return p
}
