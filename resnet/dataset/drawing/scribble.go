package drawing

import "math/rand/v2"

// scribbles show nothing to be recognised.
var scribbles = []func(a *artist){
	looseLines, looseLines, looseLoops, zigzag, dots, hatching, coil, ripple,
	letters, letters, simpleShape, simpleShape, simpleShapes, fragment, fragment, tangle,
}

// Scribble makes up a drawing of nothing: loops, hatching, single lines, letters
// of no alphabet, plain shapes and symbols, or what somebody has only begun.
func Scribble(rng *rand.Rand) Drawing {
	a := newArtist(rng)
	a.loose = a.between(0, 3)
	scribbles[rng.IntN(len(scribbles))](a)
	return a.finish()
}

// anywhere is a place in a square of 100 units.
func (a *artist) anywhere() [2]float32 {
	return [2]float32{a.between(-50, 50), a.between(-50, 50)}
}

func (a *artist) places(n int) route {
	p := make(route, n)
	for i := range p {
		p[i] = a.anywhere()
	}
	return p
}

func looseLines(a *artist) {
	for range a.count(1, 5) {
		p := a.places(a.count(2, 3))
		if a.maybe(0.5) {
			a.line(p)
		} else {
			a.curve(p)
		}
	}
}

func tangle(a *artist) { a.curve(a.places(a.count(5, 14))) }

func looseLoops(a *artist) {
	for range a.count(1, 4) {
		at := a.anywhere()
		a.at(at[0], at[1], a.between(0.3, 1), a.between(0, 1), func() {
			a.arc(0, 0, a.between(12, 40), a.between(12, 40), 0, a.between(0.6, 3))
		})
	}
}

func zigzag(a *artist) {
	n, high, drift := a.count(3, 12), a.between(5, 45), a.between(-30, 30)
	p := route{}
	for i := range n {
		t := float32(i) / float32(n)
		p = append(p, [2]float32{100*t + a.between(-3, 3), drift*t + a.between(0.6, 1)*high*float32(i%2*2-1)})
	}
	a.at(0, 0, 1, a.between(0, 1), func() {
		if a.maybe(0.5) {
			a.line(p)
		} else {
			a.curve(p)
		}
	})
}

func dots(a *artist) {
	r := a.pick(0, 0, a.between(0, 5))
	for _, p := range a.places(a.count(1, 20)) {
		a.spot(p[0], p[1], r)
	}
}

func hatching(a *artist) {
	n, long := a.count(3, 14), a.between(20, 70)
	crossed := a.maybe(0.35)
	a.at(0, 0, 1, a.between(0, 1), func() {
		a.row(n, -40, 40, func(x float32) {
			a.line(route{{x, -long * a.between(0.8, 1)}, {x + a.between(-4, 4), long * a.between(0.8, 1)}})
			if crossed {
				a.line(route{{-long, x}, {long, x}})
			}
		})
	})
}

// coil draws a spiral, or loops in a row.
func coil(a *artist) {
	turns, n := a.between(1.5, 6), 60
	drift := a.pick(0, 0, a.between(10, 40))
	p := make(route, n)
	for i := range p {
		t := float32(i) / float32(n)
		sin, cos := sincos(turns * t)
		r := 50 * t
		if drift > 0 {
			r = 25
		}
		p[i] = [2]float32{r*cos + drift*turns*t, r * sin}
	}
	a.at(0, 0, 1, a.between(0, 1), func() { a.add(p) })
}

func ripple(a *artist) {
	lines, n, high := a.count(1, 4), a.count(3, 10), a.between(3, 14)
	for k := range lines {
		p := route{}
		for i := range n {
			p = append(p, [2]float32{100 * float32(i) / float32(n), high*float32(i%2*2-1) + float32(k)*a.between(14, 24)})
		}
		a.curve(p)
	}
}

// letters draws marks on a line, of the strokes that alphabets have.
func letters(a *artist) {
	n := a.count(1, 6)
	for i := range n {
		a.at(float32(i)*30, 0, a.between(0.85, 1.1), 0, func() {
			for range a.count(1, 3) {
				a.choose(
					func() { x := a.pick(-10, 0, 10); a.line(route{{x, -20}, {x, 20}}) },
					func() { y := a.pick(-20, 0, 20); a.line(route{{-10, y}, {10, y}}) },
					func() { side := a.pick(-1, 1); a.line(route{{-10 * side, -20}, {10 * side, 20}}) },
					func() { a.arc(0, 0, 10, 20, 0.1, a.between(0.5, 1.1)) },
					func() { a.arc(-8, a.pick(-10, 10), 16, 10, -0.25, 0.25) },
					func() { a.line(route{{-10, -20}, {0, 20}, {10, -20}}) },
					func() { a.curve(route{{10, -18}, {-8, -12}, {8, 12}, {-10, 18}}) },
				)
			}
		})
	}
}

func simpleShape(a *artist) {
	a.at(0, 0, 1, a.pick(0, 0, a.between(-0.05, 0.05)), func() { plainShape(a) })
}

func simpleShapes(a *artist) {
	for range a.count(2, 4) {
		at := a.anywhere()
		a.at(at[0], at[1], a.between(0.25, 0.8), a.pick(0, a.between(0, 1)), func() { plainShape(a) })
	}
}

// plainShape draws one that has a name, but is none of the classes.
func plainShape(a *artist) {
	w, h := a.between(20, 45), a.between(20, 45)
	a.choose(
		func() { a.ellipse(0, 0, w, h) },
		func() { a.circle(0, 0, w) },
		func() { a.box(-w, -h, w, h) },
		func() { a.shape(route{{0, -h}, {w, h}, {-w, h}}) },
		func() { a.shape(route{{0, -h}, {w, 0}, {0, h}, {-w, 0}}) },
		func() { // a star
			p, inner := route{}, a.between(0.35, 0.6)
			for i := range 10 {
				sin, cos := sincos(float32(i)/10 - 0.25)
				r := 45 * (1 - (1-inner)*float32(i%2))
				p = append(p, [2]float32{r * cos, r * sin})
			}
			a.shape(p)
		},
		func() { // a star in one go
			p := route{}
			for i := range 5 {
				sin, cos := sincos(float32(i)*0.4 - 0.25)
				p = append(p, [2]float32{45 * cos, 45 * sin})
			}
			a.shape(p)
		},
		func() { // a heart
			a.curve(route{{0, -h * 0.5}, {w * 0.5, -h}, {w, -h * 0.4}, {w * 0.5, h * 0.4}, {0, h}})
			a.curve(route{{0, -h * 0.5}, {-w * 0.5, -h}, {-w, -h * 0.4}, {-w * 0.5, h * 0.4}, {0, h}})
		},
		func() { // an arrow
			a.line(route{{-45, 0}, {45, 0}})
			a.line(route{{45 - w*0.6, -h * 0.6}, {45, 0}, {45 - w*0.6, h * 0.6}})
		},
		func() { a.line(route{{-w * 0.6, 0}, {-w * 0.2, h}, {w, -h}}) }, // a tick
		func() { // a cross
			a.line(route{{-w, -h}, {w, h}})
			a.line(route{{-w, h}, {w, -h}})
		},
		func() { // a plus sign
			a.line(route{{0, -h}, {0, h}})
			a.line(route{{-w, 0}, {w, 0}})
		},
		func() { // a question mark
			a.curve(route{{-15, -25}, {0, -42}, {16, -28}, {2, -8}, {0, 12}})
			a.spot(0, 28, 1)
		},
		func() { // a grid
			for _, t := range []float32{-15, 15} {
				a.line(route{{t, -45}, {t, 45}})
				a.line(route{{-45, t}, {45, t}})
			}
		},
		func() { // a crescent
			a.arc(0, 0, 40, 40, 0.1, 0.9)
			a.arc(12, 0, 28, 30, 0.15, 0.85)
		},
		func() { // a smile
			a.circle(0, 0, 42)
			a.both(func(side float32) { a.spot(side*15, -12, 2) })
			a.arc(0, 4, 22, 18, 0.05, 0.45)
		},
		func() { // a sun
			a.circle(0, 0, 22)
			rays := a.count(6, 12)
			for i := range rays {
				sin, cos := sincos(float32(i) / float32(rays))
				a.line(route{{30 * cos, 30 * sin}, {48 * cos, 48 * sin}})
			}
		},
	)
}

// fragment draws the beginning of something, too little to tell what.
func fragment(a *artist) {
	programs := repertoires[a.rng.IntN(len(repertoires))].programs
	programs[a.rng.IntN(len(programs))](a)
	ink := float32(0)
	for _, stroke := range a.strokes {
		ink += stroke.length()
	}
	ink *= a.between(0.06, 0.2)
	for i, stroke := range a.strokes {
		for k := 1; k < len(stroke); k++ {
			if ink -= apart(stroke[k-1], stroke[k]); ink <= 0 {
				a.strokes = a.strokes[:i+1]
				a.strokes[i] = stroke[:k+1]
				return
			}
		}
	}
}
