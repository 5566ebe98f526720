package drawing

import (
	"math"
	"math/rand/v2"
)

// redrawer redraws strokes by hand, in buffers that it keeps.
type redrawer struct {
	strokes []Stroke // redrawn so far
	rounded Stroke
	warp    warp
}

// next returns room for one more stroke.
func (r *redrawer) next() *Stroke {
	n := len(r.strokes)
	if n < cap(r.strokes) {
		r.strokes = r.strokes[:n+1]
		r.strokes[n] = r.strokes[n][:0]
	} else {
		r.strokes = append(r.strokes, nil)
	}
	return &r.strokes[n]
}

// redraw makes strokes those of d as a hand redraws them.
func (r *redrawer) redraw(d Drawing, h Hand, rng *rand.Rand) {
	r.strokes = r.strokes[:0]
	r.warp.reset(h.Warp, rng)
	short := float32(0)
	for _, stroke := range d.Strokes {
		short += stroke.length() / 4
	}
	for i, stroke := range d.Strokes {
		skipped := h.Skip > 0 && rng.Float32() < h.Skip && stroke.length() < short
		if len(stroke) == 0 || skipped && (len(r.strokes) > 0 || i < len(d.Strokes)-1) {
			continue
		}
		for range 1 + h.Again {
			r.stroke(stroke, h, rng)
		}
	}
}

// stroke adds a stroke.
func (r *redrawer) stroke(stroke Stroke, h Hand, rng *rand.Rand) {
	out := r.next()
	if h == (Hand{}) {
		*out = append(*out, stroke...)
		return
	}
	if h.Simplify > 0 {
		*out = simplify(*out, stroke, h.Simplify)
	} else {
		*out = append(*out, stroke...)
	}
	if h.Overshoot > 0 {
		overshoot(*out, h.Overshoot, rng)
	}
	for cut := h.Round; cut > h.Round/4; cut /= 3 {
		r.rounded = round(r.rounded[:0], *out, cut)
		*out = append((*out)[:0], r.rounded...)
	}
	if h.Warp > 0 || h.Shake > 0 {
		r.rounded = divide(r.rounded[:0], *out)
		*out = (*out)[:0]
		var x, y float32
		for _, p := range r.rounded {
			p = r.warp.move(p)
			// A hand that is off at one point is still off at the next.
			x = 0.6*x + 0.8*h.Shake*float32(rng.NormFloat64())
			y = 0.6*y + 0.8*h.Shake*float32(rng.NormFloat64())
			*out = append(*out, Point{p.X + x, p.Y + y, p.R})
		}
	}
}

// overshoot moves both ends of a stroke on by up to far.
func overshoot(s Stroke, far float32, rng *rand.Rand) {
	last := len(s) - 1
	if last < 1 {
		return
	}
	s[0] = beyond(s[1], s[0], far*rng.Float32())
	s[last] = beyond(s[last-1], s[last], far*rng.Float32())
}

// beyond goes on from a to b and then so far.
func beyond(a, b Point, far float32) Point {
	length := apart(a, b)
	if length == 0 {
		return b
	}
	far /= length
	return Point{b.X + far*(b.X-a.X), b.Y + far*(b.Y-a.Y), b.R}
}

// round appends s to dst, its corners cut off at a quarter of the lines at most
// (Chaikin 1974), and at most cut from the corner.
func round(dst, s Stroke, cut float32) Stroke {
	if len(s) < 3 {
		return append(dst, s...)
	}
	dst = append(dst, s[0])
	for i := 1; i < len(s)-1; i++ {
		dst = append(dst, towards(s[i], s[i-1], cut), towards(s[i], s[i+1], cut))
	}
	return append(dst, s[len(s)-1])
}

func towards(a, b Point, far float32) Point {
	length := apart(a, b)
	if length == 0 {
		return a
	}
	t := min(far/length, 0.25)
	return Point{a.X + t*(b.X-a.X), a.Y + t*(b.Y-a.Y), a.R + t*(b.R-a.R)}
}

// divide appends s to dst, with points in between so that all are close to each
// other.
func divide(dst, s Stroke) Stroke {
	const step = 1.0 / 12
	for i, p := range s {
		if i > 0 {
			before := s[i-1]
			// A bound, should a drawing not be of its usual size.
			parts := int(min(apart(before, p)/step, 100)) + 1
			for k := 1; k < parts; k++ {
				t := float32(k) / float32(parts)
				dst = append(dst, Point{before.X + t*(p.X-before.X), before.Y + t*(p.Y-before.Y), before.R + t*(p.R-before.R)})
			}
		}
		dst = append(dst, p)
	}
	return dst
}

// warp moves places by a sum of waves.
type warp struct {
	amplitude float64
	waves     [4]struct{ x, y, phase float64 }
}

func (w *warp) reset(amplitude float32, rng *rand.Rand) {
	w.amplitude = float64(amplitude)
	if amplitude == 0 {
		return
	}
	for i := range w.waves {
		sin, cos := math.Sincos(2 * math.Pi * rng.Float64())
		frequency := 2 * math.Pi * (0.4 + 1.2*rng.Float64()) // from 2½ drawings a wave to 0.6
		wave := &w.waves[i]
		wave.x, wave.y, wave.phase = frequency*cos, frequency*sin, 2*math.Pi*rng.Float64()
	}
}

func (w *warp) move(p Point) Point {
	if w.amplitude == 0 {
		return p
	}
	var sums [2]float64
	for i, wave := range w.waves {
		sums[i%2] += math.Sin(float64(p.X)*wave.x + float64(p.Y)*wave.y + wave.phase)
	}
	return Point{p.X + float32(w.amplitude*sums[0]), p.Y + float32(w.amplitude*sums[1]), p.R}
}

// place brings strokes to their place on a sheet of so many pixels a side.
func (r *redrawer) place(p Place, side float32) {
	sin, cos := math.Sincos(float64(p.Angle))
	stretch := float32(math.Sqrt(float64(p.Aspect)))
	for _, stroke := range r.strokes {
		for i, q := range stroke {
			x, y := (q.X-0.5)*stretch, (q.Y-0.5)/stretch
			x -= p.Slant * y
			stroke[i].X = x*float32(cos) - y*float32(sin)
			stroke[i].Y = x*float32(sin) + y*float32(cos)
		}
	}
	b := boundsOf(r.strokes)
	scale := p.Scale * side
	if larger := b.larger(); larger > 0 {
		scale /= larger
	}
	x, y := b.centre()
	for _, stroke := range r.strokes {
		for i, q := range stroke {
			stroke[i] = Point{(q.X-x)*scale + p.X*side, (q.Y-y)*scale + p.Y*side, q.R * scale}
		}
	}
}

// stray adds marks anywhere on a sheet of so many pixels a side.
func (r *redrawer) stray(marks int, side float32, rng *rand.Rand) {
	for range marks {
		out := r.next()
		x, y := rng.Float32()*side, rng.Float32()*side
		*out = append(*out, Point{X: x, Y: y},
			Point{X: x + (rng.Float32()-0.5)*side/12, Y: y + (rng.Float32()-0.5)*side/12})
	}
}

// press gives each point the half-width of the line there, in pixels.
func (r *redrawer) press(pen Pen, side float32, rng *rand.Rand) {
	half := max(pen.Width*side, 1) / 2
	for _, stroke := range r.strokes {
		length := stroke.length()
		phase, wave := 2*math.Pi*rng.Float32(), side/(4+8*rng.Float32())
		taper := min(length/3, side/8)
		along := float32(0)
		for i, p := range stroke {
			if i > 0 {
				along += apart(stroke[i-1], p)
			}
			width := float32(1)
			if pen.Pressure > 0 {
				width += pen.Pressure * float32(math.Sin(float64(phase+along/wave)))
			}
			if end := min(along, length-along); end < taper {
				width *= 1 - pen.Taper*(1-end/taper)
			}
			stroke[i].R = max(half*width, 0.5) + p.R
		}
	}
}
