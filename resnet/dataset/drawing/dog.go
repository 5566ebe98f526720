package drawing

var dogs = []func(a *artist){dogFace, dogFace, standingDog, standingDog, sittingDog}

// dogFace has ears that hang.
func dogFace(a *artist) {
	wide, high := a.between(20, 26), a.between(22, 29)
	a.choose(
		func() { a.ellipse(0, 0, wide, high) },
		func() {
			a.loop(route{{-wide, -high * 0.6}, {0, -high}, {wide, -high * 0.6}, {wide * 0.85, high * 0.2}, {wide * 0.5, high}, {-wide * 0.5, high}, {-wide * 0.85, high * 0.2}})
		},
	)
	hang, flop := a.between(24, 40), a.between(9, 15)
	eye, muzzle := a.eye(a.between(2, 3.5)), a.maybe(0.45)
	a.both(func(side float32) {
		a.curve(route{{side * wide * 0.6, -high * 0.8}, {side * (wide + flop*0.7), -high * 0.6}, {side * (wide + flop), -high*0.6 + hang*0.7}, {side * (wide + flop*0.2), -high*0.6 + hang}, {side * wide * 0.9, -high * 0.1}})
		eye(side*wide*0.4, -high*0.3)
		if !muzzle {
			a.arc(side*4.5, high*0.4, 4.5, 5, 0, 0.5)
		}
	})
	if muzzle {
		a.ellipse(0, high*0.4, wide*0.55, high*0.38)
		a.arc(0, high*0.42, wide*0.3, high*0.2, 0.05, 0.45)
	}
	a.nose(0, high*0.15, a.between(4, 6.5))
	if a.maybe(0.5) { // the tongue
		a.line(route{{-3.5, high * 0.62}, {-3, high * 0.95}, {0, high * 1.05}, {3, high * 0.95}, {3.5, high * 0.62}})
	}
}

func hangingEar(a *artist) {
	long := a.between(1, 1.7)
	a.curve(route{{-0.1, -0.7}, {-0.8, -0.5}, {-1, -0.5 + long}, {-0.5, -0.4 + long}, {-0.1, -0.3}})
}

func wagging(a *artist) {
	x, rise := a.between(8, 14), a.between(8, 18)
	a.choose(
		func() { a.curve(route{{0, 0}, {-x * 0.7, -rise * 0.4}, {-x, -rise}}) },
		func() { a.curve(route{{0, -1}, {-x * 0.7, -rise * 0.4}, {-x, -rise}, {-x * 0.4, -rise * 0.3}, {0, 3}}) },
		func() { a.line(route{{0, 0}, {-x, -rise}}) },
	)
}

func standingDog(a *artist) {
	drawQuadruped(a, quadruped{
		length: a.between(44, 56), thick: a.between(16, 22), leg: a.between(13, 20),
		neck: a.between(12, 17), lean: a.between(0.06, 0.13),
		skull: a.between(8, 11), muzzle: a.between(7, 12), nod: a.between(0, 0.05),
		crown: hangingEar, tail: wagging,
	})
}

func sittingDog(a *artist) {
	a.at(0, 0, a.between(0.55, 0.7), 0, func() { dogFace(a) })
	wide, high := a.between(15, 20), a.between(32, 40)
	top := float32(15)
	a.curve(route{{-9, top}, {-wide, top + high*0.6}, {-wide * 1.1, top + high}})
	a.curve(route{{9, top}, {wide, top + high*0.6}, {wide * 1.1, top + high}})
	a.both(func(side float32) {
		a.line(route{{side * 2.5, top + high*0.4}, {side * 2.5, top + high}})
		a.ellipse(side*7, top+high, 6, 3.5)
	})
	a.at(-wide, top+high*0.85, 1, 0, func() { wagging(a) })
}
