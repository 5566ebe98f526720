package drawing

// A quadruped is an animal on four legs that looks to the right. Lengths are in
// units of which its body has some fifty.
type quadruped struct {
	length, thick float32 // of the body
	leg           float32 // below the belly
	neck          float32 // from the shoulder to the head
	lean          float32 // of the neck, from the vertical to the front, in turns
	skull, muzzle float32 // radius of the head, length of what sticks out of it
	nod           float32 // of the head, below the horizontal, in turns
	hoofed        bool
	// What is drawn onto the head, whose middle is the origin and whose radius is
	// 1, and behind the rump.
	crown, tail func(a *artist)
}

// drawQuadruped draws one, as outline, of parts, or of single lines.
func drawQuadruped(a *artist, q quadruped) {
	sin, cos := sincos(q.lean)
	shoulder := [2]float32{q.length/2 - q.thick*0.2, -q.thick * 0.15}
	head := [2]float32{shoulder[0] + q.neck*sin, shoulder[1] - q.neck*cos}
	u := a.rng.Float32()
	switch {
	case u < 0.4:
		q.outline(a, head)
	case u < 0.85:
		q.body(a)
		q.joinNeck(a, shoulder, head)
		q.legs(a)
		q.head(a, head)
	default:
		a.line(route{{-q.length / 2, 0}, {q.length / 2, 0}})
		a.line(route{{q.length / 2, 0}, head})
		q.stickLegs(a, 0)
		q.head(a, head)
	}
	if q.crown != nil {
		a.at(head[0], head[1], q.skull, 0, func() { q.crown(a) })
	}
	if q.tail != nil {
		a.at(-q.length/2, -q.thick*0.2, 1, 0, func() { q.tail(a) })
	}
}

func (q quadruped) body(a *artist) {
	l, t := q.length/2, q.thick/2
	a.choose(
		func() { a.ellipse(0, 0, l, t) },
		func() {
			a.loop(route{{-l, -t * 0.2}, {-l * 0.7, -t}, {0, -t * 0.8}, {l * 0.7, -t}, {l, 0}, {l * 0.6, t}, {0, t * 0.85}, {-l * 0.7, t * 0.9}})
		},
		func() { a.box(-l, -t, l, t) },
	)
}

func (q quadruped) joinNeck(a *artist, shoulder, head [2]float32) {
	if q.neck < q.skull+q.thick*0.3 {
		return // the head sits on the body
	}
	w := q.thick * a.between(0.22, 0.34)
	narrow := a.between(0.5, 0.9)
	mid := func(side, t float32) [2]float32 {
		return [2]float32{
			shoulder[0] + (head[0]-shoulder[0])*t + side*w*(1-(1-narrow)*t),
			shoulder[1] + (head[1]-shoulder[1])*t,
		}
	}
	end := max(0.3, 1-q.skull/q.neck)
	a.both(func(side float32) {
		from := mid(side, 0)
		from[1] -= q.thick * a.between(0.05, 0.25)
		a.curve(route{from, mid(side*0.9, end/2), mid(side, end)})
	})
}

// head draws an ellipse with or without a muzzle, or one outline of both.
func (q quadruped) head(a *artist, at [2]float32) {
	a.at(at[0], at[1], q.skull, q.nod, func() {
		m := 1 + q.muzzle/q.skull
		a.choose(
			func() { // an egg
				a.ellipse(m*0.35, 0, 0.5+m*0.5, a.about(0.85))
			},
			func() {
				a.loop(route{{-1, 0.1}, {-0.5, -0.85}, {0.4, -0.75}, {m, -0.3}, {m * 1.05, 0.3}, {m * 0.8, 0.6}, {0.3, 0.85}, {-0.6, 0.8}})
			},
			func() { // a wedge
				a.shape(route{{-0.9, -0.7}, {0.5, -0.8}, {m, -0.2}, {m, 0.5}, {-0.5, 0.8}})
			},
		)
		if a.maybe(0.75) {
			a.eye(0.16)(0.25, -0.2)
		}
		if a.maybe(0.5) {
			a.spot(m*0.95, a.between(-0.1, 0.1), 0.12)
		}
		if a.maybe(0.35) {
			a.curve(route{{m * 0.95, 0.35}, {m * 0.7, 0.4}, {m * 0.45, 0.3}})
		}
	})
}

func (q quadruped) legs(a *artist) {
	if a.maybe(0.4) {
		q.stickLegs(a, q.thick*0.4)
		return
	}
	w := a.between(1.6, 3.2)
	top, ground := q.thick*0.38, q.thick/2+q.leg
	for _, x := range q.stance(a) {
		lean, taper := a.between(-2, 2), a.between(0.5, 1)
		foot := route{{x - w, top}, {x + lean - w*taper, ground}, {x + lean + w*taper, ground}, {x + w, top}}
		if a.maybe(0.3) {
			knee := top + (ground-top)*0.5
			foot = route{{x - w, top}, {x - w*taper, knee}, {x + lean - w*taper, ground}, {x + lean + w*taper, ground}, {x + w*taper, knee}, {x + w, top}}
		}
		a.line(foot)
		if q.hoofed && a.maybe(0.3) {
			a.line(route{{x + lean - w*taper, ground - 3}, {x + lean + w*taper, ground - 3}})
		}
	}
}

// stickLegs draws a line for each leg.
func (q quadruped) stickLegs(a *artist, top float32) {
	ground := q.thick/2 + q.leg
	foot, knee := a.pick(0, 0, 0, 3), a.maybe(0.3)
	for _, x := range q.stance(a) {
		leg := route{{x, top}, {x + a.between(-3, 3), ground}}
		if knee {
			leg = route{leg[0], {x + a.between(-3, 1), (top + ground) / 2}, leg[1]}
		}
		if foot > 0 {
			leg = append(leg, [2]float32{leg[len(leg)-1][0] + foot, ground})
		}
		a.line(leg)
	}
}

// stance is where the legs are, mostly four.
func (q quadruped) stance(a *artist) []float32 {
	l := q.length / 2
	apart := q.length * a.between(0.1, 0.2)
	front, back := l*a.between(0.72, 0.9), -l*a.between(0.72, 0.9)
	switch u := a.rng.Float32(); {
	case u < 0.08:
		return []float32{back, front}
	case u < 0.2:
		return []float32{back, back / 3, front / 3, front}
	}
	return []float32{back, back + apart, front - apart, front}
}

// outline draws all but the crown and the tail in one go, or nearly.
func (q quadruped) outline(a *artist, head [2]float32) {
	l, t := q.length/2, q.thick/2
	ground := t + q.leg
	w := a.between(1.8, 3)
	sin, cos := sincos(q.nod)
	// Where something on the head is.
	on := func(x, y float32) [2]float32 {
		x, y = x*q.skull, y*q.skull
		return [2]float32{head[0] + x*cos - y*sin, head[1] + x*sin + y*cos}
	}
	m := 1 + q.muzzle/q.skull
	step := a.between(-3, 3)
	p := route{
		on(-0.8, -0.5), on(0.2, -0.8), on(m, -0.25), on(m, 0.4), on(0.2, 0.8),
		{l + q.thick*0.02, -t * 0.1}, {l - w*0.6, t * 0.7},
		{l - w*0.8 + step, ground}, {l - w*2.4 + step, ground}, {l - w*3, t * 0.95},
		{0, t * a.between(0.8, 1.05)}, {-l + w*4, t * 0.8},
		{-l + w*3 + step, ground}, {-l + w*1.3 + step, ground},
		{-l + w*1.2, t * 1.1}, {-l, t * 0.2}, {-l * 0.9, -t * 0.85},
		{0, -t * a.between(0.7, 0.95)}, {l - q.thick*0.75, -t},
	}
	a.closed(p)
	if a.maybe(0.7) { // the legs behind
		d := a.between(3, 5)
		for _, x := range []float32{l - w*3 - d, -l + w*3 + d} {
			lean := a.between(-3, 3)
			a.line(route{{x - w*0.8, t * 0.9}, {x + lean - w*0.6, ground - 1}, {x + lean + w*0.6, ground - 1}, {x + w*0.8, t * 0.9}})
		}
	}
	if a.maybe(0.8) {
		at := on(0.25, -0.15)
		a.eye(q.skull*0.16)(at[0], at[1])
	}
}
