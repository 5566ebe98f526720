package drawing

// horses have a mane, a long tail and a long face.
var horses = []func(a *artist){standingHorse, standingHorse, standingHorse, horseBust}

func standingHorse(a *artist) {
	q := quadruped{
		length: a.between(46, 56), thick: a.between(18, 23), leg: a.between(22, 30),
		neck: a.between(20, 28), lean: a.between(0.07, 0.13),
		skull: a.between(6.5, 8.5), muzzle: a.between(9, 14), nod: a.between(0.06, 0.13), hoofed: true,
		tail: horseTail,
	}
	q.crown = func(a *artist) {
		a.at(-0.3, -0.7, 1, 0, func() { earUp(a) })
		a.mane(0, -1, -q.neck/q.skull*0.55, q.neck/q.skull*0.75)
	}
	drawQuadruped(a, q)
}

// mane draws hair down the neck between two places.
func (a *artist) mane(x, y, dx, dy float32) {
	n := a.count(4, 8)
	hair := a.between(0.6, 1.1)
	a.choose(
		func() { // hairs
			a.row(n, 0, 1, func(t float32) {
				a.line(route{{x + dx*t, y + dy*t}, {x + dx*t - hair, y + dy*t + hair*0.6}})
			})
		},
		func() { // waves
			p := route{}
			for i := range 2*n + 1 {
				t := float32(i) / float32(2*n)
				out := hair * float32(i%2)
				p = append(p, [2]float32{x + dx*t - out, y + dy*t})
			}
			a.curve(p)
		},
		func() {
			a.curve(route{{x, y}, {x + dx*0.3 - hair, y + dy*0.3}, {x + dx - hair, y + dy*0.9}, {x + dx, y + dy}})
		},
	)
}

func earUp(a *artist) {
	a.line(route{{-0.4, 0}, {-0.1, -a.between(0.8, 1.2)}, {0.35, 0}})
}

func horseTail(a *artist) {
	x, fall := a.between(8, 14), a.between(22, 34)
	a.choose(
		func() { a.curve(route{{0, -2}, {-x * 0.7, 0}, {-x, fall * 0.5}, {-x * 0.8, fall}}) },
		func() {
			a.curve(route{{0, -3}, {-x, 0}, {-x * 1.1, fall * 0.6}, {-x, fall}, {-x * 0.5, fall * 0.6}, {-x * 0.4, fall * 0.2}, {0, 3}})
		},
		func() {
			for _, out := range []float32{0.6, 0.85, 1.1} {
				a.curve(route{{0, 0}, {-x * out * 0.8, 2}, {-x * out, fall * a.between(0.8, 1)}})
			}
		},
	)
}

// horseBust is the neck and the head, from the side.
func horseBust(a *artist) {
	face, jaw := a.between(30, 38), a.between(9, 12)
	a.at(0, 0, 1, a.between(-0.03, 0.03), func() {
		a.closed(route{{-6, -14}, {6, -12}, {face * 0.55, face * 0.3}, {face * 0.8, face * 0.7}, {face*0.8 - 6, face*0.7 + 9}, {face * 0.4, face * 0.6}, {4, jaw + 3}, {-8, jaw * 0.6}})
		a.eye(1.8)(3, -1)
		a.spot(face*0.72, face*0.68, 0.8)
	})
	a.at(-2, -13, 9, 0, func() { earUp(a) })
	a.curve(route{{-6, -13}, {-22, 5}, {-30, 45}})
	a.curve(route{{1, jaw}, {2, 25}, {10, 45}})
	a.at(-6, -14, 8, 0, func() { a.mane(0, 0, -2.6, 5.5) })
}
