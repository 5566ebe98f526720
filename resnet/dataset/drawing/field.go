package drawing

import "math"

// A field holds for each pixel of a sheet how far its centre lies outside the
// nearest line, in pixels: less than 0 within a line. Far from all lines it is
// at least far.
type field struct {
	side    int
	outside []float32 // (side, side)
	ink     []uint8   // (side, side): which ink the nearest line has
}

const far = 1 << 20

func (f *field) reset(side int) {
	f.side = side
	f.outside = resize(f.outside, side*side)
	f.ink = resize(f.ink, side*side)
	for i := range f.outside {
		f.outside[i] = far
	}
}

// line adds a line with round ends from a to b, whose half-width is each
// point's R, with distances up to reach.
func (f *field) line(a, b Point, reach float32, ink uint8) {
	// A line that narrows is taken for one of its mean half-width.
	r := (a.R + b.R) / 2
	dx, dy := b.X-a.X, b.Y-a.Y
	scale := float32(0)
	if length := dx*dx + dy*dy; length > 0 {
		scale = 1 / length
	}
	reach += r
	most := reach * reach
	for row := f.clip(min(a.Y, b.Y) - reach); row < f.clip(max(a.Y, b.Y)+reach+1); row++ {
		py := float32(row) + 0.5 - a.Y
		left, right := nearby(dx, dy, py-reach, py+reach)
		from, to := f.clip(a.X+left-reach), f.clip(a.X+right+reach+1)
		if from >= to {
			continue
		}
		outside := f.outside[row*f.side+from : row*f.side+to]
		inks := f.ink[row*f.side+from:][:len(outside)]
		px := float32(from) + 0.5 - a.X
		for i, nearest := range outside {
			t := min(max((px*dx+py*dy)*scale, 0), 1)
			ex, ey := px-t*dx, py-t*dy
			if square := ex*ex + ey*ey; square < most {
				if d := float32(math.Sqrt(float64(square))) - r; d < nearest {
					outside[i], inks[i] = d, ink
				}
			}
			px++
		}
	}
}

// nearby is the range of x in which the line from the origin to (dx, dy) has a y
// between top and bottom.
func nearby(dx, dy, top, bottom float32) (left, right float32) {
	from, to := float32(0), float32(1)
	if dy != 0 {
		t, u := top/dy, bottom/dy
		from, to = max(from, min(t, u)), min(to, max(t, u))
	}
	return min(from*dx, to*dx), max(from*dx, to*dx)
}

// clip rounds a coordinate down to a pixel of the sheet, or to its end.
func (f *field) clip(x float32) int {
	return int(min(max(x, 0), float32(f.side)))
}

// coverage is how much ink a line leaves on a pixel, 0 to 1, whose edge is soft
// over so many pixels.
func coverage(outside, soft float32) float32 {
	return min(max(0.5-outside/soft, 0), 1)
}
