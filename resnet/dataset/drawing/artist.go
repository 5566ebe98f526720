package drawing

import (
	"math"
	"math/rand/v2"
	"slices"
)

// A route is where a line goes through: x to the right, y down.
type route [][2]float32

// An artist invents a drawing, stroke by stroke, in units of its own. What is
// drawn by parts meets only about, and lines run either way, as with people.
type artist struct {
	rng     *rand.Rand
	strokes []Stroke
	frame   frame
	loose   float32 // standard deviation of points, in units of the frame
	fine    float32 // how many points curves have: 1 is usual
}

func newArtist(rng *rand.Rand) *artist {
	a := &artist{rng: rng, frame: frame{c: 1}}
	a.loose = a.between(0, 0.9)
	a.fine = a.between(0.6, 1.4)
	return a
}

// finish returns what was drawn, seen from the left or the right.
func (a *artist) finish() Drawing {
	if a.maybe(0.5) {
		for _, stroke := range a.strokes {
			for i := range stroke {
				stroke[i].X = -stroke[i].X
			}
		}
	}
	if a.maybe(0.25) {
		a.rng.Shuffle(len(a.strokes), func(i, j int) {
			a.strokes[i], a.strokes[j] = a.strokes[j], a.strokes[i]
		})
	}
	fit(a.strokes)
	return Drawing{Strokes: a.strokes}
}

func (a *artist) between(from, to float32) float32 { return uniform(a.rng, from, to) }

// about is v, give or take a sixth.
func (a *artist) about(v float32) float32 { return v * a.between(0.84, 1.16) }

func (a *artist) maybe(p float32) bool { return chance(a.rng, p) }

// count is from least to most.
func (a *artist) count(least, most int) int { return least + a.rng.IntN(most-least+1) }

// choose does one of the things.
func (a *artist) choose(things ...func()) { things[a.rng.IntN(len(things))]() }

// pick returns one of the values.
func (a *artist) pick(values ...float32) float32 { return values[a.rng.IntN(len(values))] }

// line draws straight lines from point to point.
func (a *artist) line(p route) { a.stroke(slices.Clone(p)) }

// curve draws a smooth line through all points.
func (a *artist) curve(p route) {
	p = a.loosened(p)
	a.add(smooth(p[0], p, p[len(p)-1], a.parts(4)))
}

// loop draws a smooth line through all points and back to the first, or almost.
func (a *artist) loop(p route) {
	p = a.loosened(p)
	p = turned(p, a.rng.IntN(len(p)))
	last := p[len(p)-1]
	p = append(p, p[0])
	round := smooth(last, p, p[1], a.parts(4))
	if a.maybe(0.15) {
		round = round[:len(round)-1]
	}
	a.add(round)
}

// shape draws straight lines through all points and back to the first, in one
// go or each for itself.
func (a *artist) shape(p route) {
	p = a.loosened(p)
	p = turned(p, a.rng.IntN(len(p)))
	p = append(p, p[0])
	if a.maybe(0.2) {
		for i := range p[1:] {
			a.stroke(slices.Clone(p[i : i+2]))
		}
		return
	}
	a.add(p)
}

// closed draws a closed line through all points, with corners or without.
func (a *artist) closed(p route) {
	if a.maybe(0.5) {
		a.loop(p)
	} else {
		a.shape(p)
	}
}

// box draws a rectangle.
func (a *artist) box(left, top, right, bottom float32) {
	a.shape(route{{left, top}, {right, top}, {right, bottom}, {left, bottom}})
}

// arc draws a part of an ellipse, between two angles in turns, clockwise from
// the right.
func (a *artist) arc(x, y, rx, ry, from, to float32) {
	n := max(3, int(18*a.fine*max(to-from, from-to)))
	p := make(route, n+1)
	for i := range p {
		sin, cos := sincos(from + (to-from)*float32(i)/float32(n))
		p[i] = [2]float32{x + rx*cos, y + ry*sin}
	}
	a.add(p)
}

// ellipse draws one that is closed, or almost, or more than closed.
func (a *artist) ellipse(x, y, rx, ry float32) {
	from := a.between(0, 1)
	loose := a.loose / 4
	rx, ry = rx+normal(a.rng, loose), ry+normal(a.rng, loose)
	a.arc(x, y, rx, ry, from, from+1+a.pick(0, 0, a.between(-0.04, 0.05)))
}

func (a *artist) circle(x, y, r float32) { a.ellipse(x, y, r, r) }

// spot draws a solid one.
func (a *artist) spot(x, y, r float32) {
	a.strokes = append(a.strokes, Stroke{a.frame.point(x, y, r)})
}

// row draws something in the middle of each of n equal parts of a range.
func (a *artist) row(n int, from, to float32, draw func(at float32)) {
	for i := range n {
		draw(from + (to-from)*(float32(i)+0.5)/float32(n))
	}
}

// both draws something to the left, where side is -1, and to the right.
func (a *artist) both(draw func(side float32)) {
	draw(-1)
	draw(1)
}

// at draws something around a place, turned clockwise (in turns) and scaled.
func (a *artist) at(x, y, scale, turn float32, draw func()) {
	frame, loose := a.frame, a.loose
	a.frame, a.loose = frame.moved(x, y, scale, turn), loose/scale
	draw()
	a.frame, a.loose = frame, loose
}

// parts is how many lines a curve has between two points, usually n.
func (a *artist) parts(n float32) int { return max(2, int(n*a.fine+0.5)) }

func (a *artist) loosened(p route) route {
	p = slices.Clone(p)
	for i := range p {
		p[i][0] += normal(a.rng, a.loose)
		p[i][1] += normal(a.rng, a.loose)
	}
	return p
}

func (a *artist) stroke(p route) { a.add(a.loosened(p)) }

// add draws lines through all points, forwards or backwards.
func (a *artist) add(p route) {
	stroke := make(Stroke, len(p))
	for i, at := range p {
		stroke[i] = a.frame.point(at[0], at[1], 0)
	}
	if a.maybe(0.35) {
		slices.Reverse(stroke)
	}
	a.strokes = append(a.strokes, stroke)
}

// smooth goes through all points of p, in so many lines from each to the next
// (Catmull and Rom 1974). It sets out from, and arrives in, the directions that
// the points before and after give.
func smooth(before [2]float32, p route, after [2]float32, parts int) route {
	out := route{p[0]}
	for i := 1; i < len(p); i++ {
		b, c := p[i-1], p[i]
		a, d := before, after
		if i > 1 {
			a = p[i-2]
		}
		if i < len(p)-1 {
			d = p[i+1]
		}
		for k := 1; k <= parts; k++ {
			t := float32(k) / float32(parts)
			var q [2]float32
			for j := range q {
				q[j] = b[j] + t/2*(c[j]-a[j]+t*(2*a[j]-5*b[j]+4*c[j]-d[j]+t*(3*(b[j]-c[j])+d[j]-a[j])))
			}
			out = append(out, q)
		}
	}
	return out
}

// turned begins a closed path at its i-th point.
func turned(p route, i int) route { return append(slices.Clone(p[i:]), p[:i]...) }

// A frame turns, scales and moves: (x, y) becomes (cx - sy, sx + cy) + (dx, dy).
type frame struct{ c, s, dx, dy float32 }

func (f frame) point(x, y, r float32) Point {
	scale := float32(math.Hypot(float64(f.c), float64(f.s)))
	return Point{f.c*x - f.s*y + f.dx, f.s*x + f.c*y + f.dy, r * scale}
}

// moved is a frame within f.
func (f frame) moved(x, y, scale, turn float32) frame {
	sin, cos := sincos(turn)
	sin, cos = scale*sin, scale*cos
	origin := f.point(x, y, 0)
	return frame{f.c*cos - f.s*sin, f.s*cos + f.c*sin, origin.X, origin.Y}
}

func sincos(turn float32) (sin, cos float32) {
	s, c := math.Sincos(2 * math.Pi * float64(turn))
	return float32(s), float32(c)
}
