package drawing

// wheels draws them where they touch the ground, all alike.
func (a *artist) wheels(ground, r float32, at ...float32) {
	inside := a.rng.IntN(6)
	hub := r * a.between(0.3, 0.6)
	for _, x := range at {
		y := ground - r
		if inside == 0 {
			a.spot(x, y, r)
			continue
		}
		a.circle(x, y, r)
		switch inside {
		case 1, 2:
			a.circle(x, y, hub)
		case 3:
			a.spot(x, y, r*0.2)
		case 4:
			turn := a.between(0, 0.25)
			for range 2 {
				sin, cos := sincos(turn)
				a.line(route{{x - r*cos, y - r*sin}, {x + r*cos, y + r*sin}})
				turn += 0.25
			}
		}
	}
}

// road draws the ground, or nothing.
func (a *artist) road(left, right, ground, p float32) {
	if a.maybe(p) {
		reach := a.between(2, 14)
		a.line(route{{left - reach, ground + 1}, {right + reach, ground + 1}})
	}
}

// water draws waves from side to side, or nothing.
func (a *artist) water(left, right, level, p float32) {
	if !a.maybe(p) {
		return
	}
	l := right - left
	left, right = left-l*a.between(0, 0.2), right+l*a.between(0, 0.2)
	n, high := a.count(4, 8), a.between(1, 3)
	step := (right - left) / float32(n)
	a.choose(
		func() { a.line(route{{left, level}, {right, level}}) },
		func() {
			p := route{}
			for i := range 2*n + 1 {
				p = append(p, [2]float32{left + step*float32(i)/2, level + high*float32(i%2*2-1)})
			}
			a.curve(p)
		},
		func() { // bows side by side
			for i := range n {
				a.arc(left+step*(float32(i)+0.5), level, step/2, high*1.5, 0.5, 1)
			}
		},
		func() { // a few short ones
			for range n / 2 {
				x, y := a.between(left, right), level+a.between(0, 6)
				a.curve(route{{x - 5, y}, {x - 2.5, y - 2}, {x, y}, {x + 2.5, y - 2}, {x + 5, y}})
			}
		},
	)
}

// smoke rises from a place and drifts to the left.
func (a *artist) smoke(x, y float32) {
	drift := a.between(0.2, 1.2)
	a.choose(
		func() {
			for i := range a.count(2, 4) {
				r := 1.6 + float32(i)*a.between(0.6, 1.2)
				a.circle(x-drift*float32(i)*4, y-2-float32(i)*4, r)
			}
		},
		func() {
			a.curve(route{{x, y}, {x - 2 - drift*2, y - 4}, {x + 1 - drift*5, y - 8}, {x - 3 - drift*8, y - 12}})
		},
		func() { // a cloud
			a.loop(route{{x, y}, {x + 2, y - 5}, {x - 2, y - 9}, {x - 8*drift, y - 11}, {x - 6 - 8*drift, y - 8}, {x - 4*drift - 2, y - 5}})
		},
	)
}

// portholes draws n in a row.
func (a *artist) portholes(n int, from, to, y, r float32) {
	square, solid := a.maybe(0.25), a.maybe(0.3)
	a.row(n, from, to, func(x float32) {
		switch {
		case solid:
			a.spot(x, y, r*0.6)
		case square:
			a.box(x-r, y-r, x+r, y+r)
		default:
			a.circle(x, y, r)
		}
	})
}
