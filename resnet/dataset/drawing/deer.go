package drawing

// deer are stags and does, standing, running, resting, their heads and busts.
var deer = []func(a *artist){
	standingStag, standingStag, standingStag,
	doe, leapingDeer, restingDeer,
	deerFace, deerFace, deerFace,
	cartoonDeer, cartoonDeer, deerBust, stickStag,
}

func standingStag(a *artist) {
	q := deerBody(a)
	antler := someAntler(a)
	size := a.between(2.6, 4.2)
	q.crown = func(a *artist) {
		deerEar(a, -0.7, -0.6, -0.13)
		a.at(0.1, -0.8, size, a.between(-0.06, 0), func() { antler(1) })
		a.at(-0.3, -0.8, size, a.between(-0.08, -0.01), func() { antler(-1) })
	}
	drawQuadruped(a, q)
	a.spots(q.length, q.thick, 0.25)
}

// A doe has no antlers but large ears, and often spots like a fawn.
func doe(a *artist) {
	q := deerBody(a)
	q.neck *= 1.1
	q.skull *= 1.15
	q.crown = func(a *artist) {
		a.at(-0.5, -0.5, 1.35, 0, func() {
			deerEar(a, 0, 0, a.between(-0.16, -0.1))
			deerEar(a, 0.6, -0.2, a.between(-0.02, 0.05))
		})
	}
	drawQuadruped(a, q)
	a.spots(q.length, q.thick, 0.85)
}

func leapingDeer(a *artist) {
	q := deerBody(a)
	antler := someAntler(a)
	size := a.between(2.6, 3.8)
	a.at(0, 0, 1, a.between(-0.07, 0.02), func() {
		l, t := q.length/2, q.thick/2
		q.body(a)
		reach := a.about(q.leg)
		for i, fold := range []float32{a.between(0.3, 0.6), a.between(0.1, 0.5)} {
			x := l*0.75 - float32(i)*4
			a.line(route{{x, t * 0.5}, {x + reach*0.55, t + reach*(0.35-fold*0.3)}, {x + reach*a.between(0.6, 1.1), t + reach*(0.9-fold)}})
			a.line(route{{-x, t * 0.5}, {-x - reach*0.35, t + reach*0.3}, {-x - reach*a.between(0.9, 1.2), t + reach*(0.6+fold*0.3)}})
		}
		sin, cos := sincos(q.lean)
		shoulder := [2]float32{l - q.thick*0.2, -t * 0.3}
		head := [2]float32{shoulder[0] + q.neck*sin*1.1, shoulder[1] - q.neck*cos*0.9}
		q.joinNeck(a, shoulder, head)
		q.head(a, head)
		a.at(head[0], head[1], q.skull, 0, func() {
			deerEar(a, -0.7, -0.5, -0.17)
			a.at(0, -0.8, size, -0.08, func() { antler(1) })
			a.at(-0.3, -0.8, size, -0.1, func() { antler(-1) })
		})
		a.at(-l, -t*0.4, 1, 0, func() { deerTail(a) })
	})
	a.spots(q.length, q.thick, 0.25)
}

func restingDeer(a *artist) {
	q := deerBody(a)
	q.thick = a.between(20, 26)
	antler := someAntler(a)
	stag, size := a.maybe(0.75), a.between(2.6, 3.8)
	l, t := q.length/2, q.thick/2
	a.loop(route{{-l, t * 0.3}, {-l * 0.7, -t * 0.8}, {0, -t * 0.7}, {l * 0.6, -t * 0.9}, {l, 0}, {l * 0.7, t}, {0, t}, {-l * 0.8, t}})
	knee := a.between(8, 14)
	a.line(route{{l * 0.6, t * 0.7}, {l + knee, t * 0.8}, {l + knee*0.9, t + 2}, {l * 0.5, t + 2}})
	a.curve(route{{-l * 0.2, t}, {-l * 0.35, t * 0.1}, {-l * 0.8, t * 0.2}})
	a.line(route{{-l * 0.7, t}, {-l * 0.1, t + 1}, {-l * 0.1, t + 3}, {-l * 0.7, t + 3}})
	sin, cos := sincos(q.lean)
	shoulder := [2]float32{l * 0.75, -t * 0.4}
	head := [2]float32{shoulder[0] + q.neck*sin, shoulder[1] - q.neck*cos}
	q.joinNeck(a, shoulder, head)
	q.head(a, head)
	a.at(head[0], head[1], q.skull, 0, func() {
		deerEar(a, -0.8, -0.5, -0.15)
		if stag {
			a.at(0.1, -0.8, size, -0.02, func() { antler(1) })
			a.at(-0.3, -0.8, size, -0.05, func() { antler(-1) })
		} else {
			deerEar(a, 0.1, -0.8, 0)
		}
	})
	a.at(-l, 0, 1, 0, func() { deerTail(a) })
	a.spots(q.length, q.thick*0.7, 0.5)
}

func deerFace(a *artist) {
	faceOfDeer(a)
	if a.maybe(0.25) { // the neck, and maybe a chest
		w := a.between(6, 10)
		a.both(func(side float32) {
			a.curve(route{{side * w, 18}, {side * w * 1.1, 30}, {side * w * a.between(1.2, 2.2), 42}})
		})
	}
}

// faceOfDeer draws it around the origin, about 20 to each side without what
// sticks out.
func faceOfDeer(a *artist) {
	wide, chin := a.between(12, 17), a.between(16, 26)
	muzzle := wide * a.between(0.35, 0.65)
	a.choose(
		func() { a.ellipse(0, 2, wide, chin) },
		func() {
			a.loop(route{{-wide, -chin * 0.5}, {0, -chin * 0.85}, {wide, -chin * 0.5}, {wide * 0.75, chin * 0.2}, {muzzle, chin * 0.85}, {0, chin}, {-muzzle, chin * 0.85}, {-wide * 0.75, chin * 0.2}})
		},
		func() {
			a.shape(route{{-wide, -chin * 0.6}, {wide, -chin * 0.6}, {muzzle, chin}, {-muzzle, chin}})
		},
		func() { a.shape(route{{-wide, -chin * 0.7}, {wide, -chin * 0.7}, {0, chin * 1.1}}) },
		func() { // a forehead, and a muzzle of its own
			a.circle(0, -4, wide)
			a.ellipse(0, chin*0.6, muzzle*1.4, muzzle)
		},
	)
	antler, size := someAntler(a), a.between(26, 42)
	spread, root := a.between(0, 0.09), wide*a.between(0.3, 0.6)
	droop, reach := a.between(0.17, 0.29), a.between(10, 15)
	shape := a.between(0.3, 0.45)
	a.both(func(side float32) {
		a.at(side*root, -chin*0.6, size, side*spread, func() { antler(side) })
		a.at(side*wide*0.95, -chin*0.4, reach, side*droop, func() { earShape(a, shape) })
	})
	eye, apart := a.between(1.2, 2.6), wide*a.between(0.4, 0.6)
	look := a.rng.IntN(3)
	a.both(func(side float32) {
		switch look {
		case 0:
			a.spot(side*apart, -chin*0.2, eye)
		case 1:
			a.ellipse(side*apart, -chin*0.2, eye*1.2, eye*1.6)
			a.spot(side*apart, -chin*0.15, eye*0.6)
		default:
			a.circle(side*apart, -chin*0.2, eye*1.2)
		}
	})
	a.nose(0, chin*0.75, muzzle*0.55)
	if a.maybe(0.4) {
		a.arc(0, chin*0.8, muzzle*0.6, chin*0.14, 0.05, 0.45)
	}
}

// cartoonDeer has a large head seen from the front on a small body.
func cartoonDeer(a *artist) {
	scale := a.between(0.75, 1.1)
	a.at(0, 0, scale, a.pick(0, 0, a.between(-0.03, 0.03)), func() { faceOfDeer(a) })
	top, side := 16*scale, a.pick(0, 0, 1)
	long, thick := a.between(12, 20), a.between(14, 24)
	x := -side * long * 0.9
	if side > 0 {
		long *= 1.5
	}
	a.ellipse(x, top+thick/2, long, thick/2+1)
	ground := top + thick + a.between(14, 26)
	outlined, w := a.maybe(0.6), a.between(1.5, 3)
	legs := 2
	if side > 0 {
		legs = 4
	} else {
		w *= 1.5
	}
	a.row(legs, x-long*0.9, x+long*0.9, func(at float32) {
		if outlined {
			a.line(route{{at - w, top + thick*0.8}, {at - w, ground}, {at + w, ground}, {at + w, top + thick*0.8}})
		} else {
			a.line(route{{at, top + thick*0.8}, {at, ground}})
		}
	})
	if side > 0 {
		a.at(x-long, top+thick*0.3, 1, 0, func() { deerTail(a) })
	}
	a.at(x, top+thick/2, 1, 0, func() { a.spots(long*1.6, thick*0.6, 0.4) })
}

// deerBust is the neck and the head of a stag, from the side.
func deerBust(a *artist) {
	wide, nod := a.between(9, 14), a.between(0.02, 0.09)
	a.curve(route{{-wide * 1.9, 40}, {-wide * 1.2, 15}, {-wide * 0.5, -6}})
	a.curve(route{{wide * 1.2, 40}, {wide * 0.9, 25}, {wide * 0.5, 12}})
	if a.maybe(0.4) {
		a.line(route{{-wide * 1.9, 40}, {wide * 1.2, 40}})
	}
	q := quadruped{skull: a.between(9, 12), muzzle: a.between(10, 18), nod: nod}
	q.head(a, [2]float32{0, 0})
	antler, size := someAntler(a), a.between(28, 40)
	deerEarSized(a, -6, -6, a.between(10, 14), a.between(-0.2, -0.1))
	a.at(2, -8, size, a.between(-0.02, 0.03), func() { antler(1) })
	a.at(-3, -8, size, a.between(-0.08, -0.02), func() { antler(-1) })
}

// stickStag is drawn with as few lines as can be.
func stickStag(a *artist) {
	l, leg := a.between(18, 26), a.between(20, 30)
	neck, reach := a.between(14, 22), a.between(6, 14)
	a.line(route{{-l, 0}, {l, 0}, {l + reach, -neck}, {l + reach + a.between(6, 11), -neck + a.between(0, 5)}})
	spread := a.between(2, 6)
	for _, x := range []float32{-l, l} {
		a.line(route{{x - spread, leg}, {x, 0}, {x + spread, leg}})
	}
	antler, size := someAntler(a), a.between(16, 26)
	a.at(l+reach, -neck, size, a.between(-0.02, 0.04), func() { antler(1) })
	a.at(l+reach, -neck, size, a.between(-0.12, -0.05), func() { antler(-1) })
	a.line(route{{-l, 0}, {-l - 4, -a.between(1, 5)}})
}

// deerBody is slender, on long legs, with the head high.
func deerBody(a *artist) quadruped {
	return quadruped{
		length: a.between(40, 52), thick: a.between(14, 20), leg: a.between(22, 34),
		neck: a.between(17, 27), lean: a.between(0.02, 0.11),
		skull: a.between(5, 7), muzzle: a.between(3, 7), nod: a.between(0, 0.08), hoofed: true,
		tail: deerTail,
	}
}

func deerTail(a *artist) {
	x, y := a.between(4, 7), a.between(-4, 3)
	a.choose(
		func() { a.line(route{{0, 0}, {-x, y}}) },
		func() { a.curve(route{{0, -2}, {-x, y - 2}, {-x * 0.7, y + 3}, {0, 2}}) },
		func() { a.line(route{{0, -2}, {-x, y}, {0, 3}}) },
	)
}

func deerEar(a *artist, x, y, turn float32) { deerEarSized(a, x, y, a.between(1.1, 1.6), turn) }

func deerEarSized(a *artist, x, y, size, turn float32) {
	a.at(x, y, size, turn, func() { earShape(a, a.between(0.25, 0.4)) })
}

// earShape is a leaf that points up, of height 1.
func earShape(a *artist, wide float32) {
	a.curve(route{{-wide * 0.5, 0}, {-wide, -0.5}, {0, -1}, {wide, -0.5}, {wide * 0.5, 0}})
}

// spots draws a fawn's.
func (a *artist) spots(long, thick, p float32) {
	if !a.maybe(p) {
		return
	}
	r := a.pick(0, 0.3, 0.8)
	for range a.count(3, 9) {
		x, y := a.between(-0.4, 0.4)*long, a.between(-0.3, 0.2)*thick
		if r > 0.5 {
			a.circle(x, y, 1.3)
		} else {
			a.spot(x, y, r)
		}
	}
}

// someAntler returns how to draw antlers that go up from the origin to a height
// of about 1, to the side that is given.
func someAntler(a *artist) func(side float32) {
	tines := a.count(2, 4)
	bow, tip := a.between(0.25, 0.55), a.between(0.05, 0.5)
	long := a.between(0.25, 0.42)
	inner := a.maybe(0.4)
	beam := func(t float32) [2]float32 { // a parabola through root, bow and tip
		return [2]float32{4*bow*t*(1-t) + tip*t*(2*t-1), -t}
	}
	grow := func(side, dx, dy float32) {
		for i := range tines {
			t := (float32(i) + 0.7) / (float32(tines) + 0.4)
			root := beam(t)
			length := long * (1.1 - 0.5*t)
			a.line(route{{side * root[0], root[1]}, {side * (root[0] + dx*length), root[1] - dy*length}})
		}
	}
	drawBeam := func(side float32) {
		p := route{}
		for _, t := range []float32{0, 0.3, 0.65, 1} {
			at := beam(t)
			p = append(p, [2]float32{side * at[0], at[1]})
		}
		a.curve(p)
	}
	out := a.between(0.3, 1)
	styles := []func(side float32){
		func(side float32) { // tines outside, or inside
			drawBeam(side)
			if inner {
				grow(side, -0.7, 0.8)
			} else {
				grow(side, out, 0.75)
			}
		},
		func(side float32) { // tines on both sides
			drawBeam(side)
			grow(side, out, 0.7)
			grow(side, -0.5, 0.7)
		},
		func(side float32) { // a forked branch
			fork, top := [2]float32{side * bow * 0.6, -0.45}, [2]float32{side * (bow + 0.15), -1}
			a.line(route{{0, 0}, fork, top})
			a.line(route{fork, {side * (bow*0.6 - 0.25), -0.85}})
			a.line(route{{side * bow * 0.3, -0.22}, {side * (bow*0.3 + long), -0.22 - long*0.7}})
			if tines > 2 {
				a.line(route{{side * (bow*0.8 + 0.05), -0.7}, {side * (bow*0.8 + 0.05 + long), -0.75 - long*0.3}})
			}
		},
		func(side float32) { // a beam to the side, all tines up
			end := bow + 0.45
			a.curve(route{{0, 0}, {side * end * 0.5, -0.2}, {side * end * 0.9, -0.5}, {side * end, -0.95}})
			for i := range tines {
				t := (float32(i) + 0.6) / float32(tines)
				a.line(route{{side * end * t * 0.9, -0.05 - 0.4*t*t}, {side * end * t * 0.9, -0.3 - 0.5*t - long*0.3}})
			}
		},
		func(side float32) { // an outline
			w := float32(0.09)
			b := bow * 0.7
			a.line(route{
				{0, 0}, {side * b, -0.35}, {side * (b + long), -0.5 - w}, {side * (b + long), -0.6 - w}, {side * b, -0.5 - w},
				{side * (b + 0.05), -0.72}, {side * (b + 0.1 + tip*0.4), -1}, {side * (b - 0.05 + tip*0.2), -0.98}, {side * (b - 0.12), -0.72},
				{side * (b - 0.32), -0.8}, {side * (b - 0.32), -0.7}, {side * (b - 0.14), -0.55}, {side * -w * 1.5, 0},
			})
		},
	}
	return styles[a.rng.IntN(len(styles))]
}
