package drawing

var frogs = []func(a *artist){frogFace, sittingFrog, sittingFrog, frogFromTheSide, frogFromAbove}

// frogFace has eyes on top and a wide mouth.
func frogFace(a *artist) {
	wide, high, eye := a.between(30, 38), a.between(18, 25), a.between(8, 12)
	a.ellipse(0, 0, wide, high)
	pupil := eye * a.between(0.2, 0.5)
	lift, apart := a.between(0.75, 1), a.between(0.5, 0.65)
	a.both(func(side float32) {
		x, y := side*wide*apart, -high*lift-eye*0.4
		a.circle(x, y, eye)
		a.spot(x, y, pupil)
		a.spot(side*3, -high*0.15, 0.5)
	})
	a.arc(0, high*a.between(-0.1, 0.2), wide*a.between(0.5, 0.75), high*a.between(0.35, 0.6), 0.02, 0.48)
}

func sittingFrog(a *artist) {
	a.at(0, -14, a.between(0.6, 0.75), 0, func() { frogFace(a) })
	wide, high := a.between(17, 23), a.between(20, 27)
	a.ellipse(0, high*0.5, wide, high*0.75)
	ground := high * 1.25
	a.both(func(side float32) {
		// A folded leg behind, a straight one in front.
		a.curve(route{{side * wide * 0.8, high * 0.2}, {side * (wide + 13), high * 0.3}, {side * (wide + 12), high}, {side * wide * 0.8, ground}})
		a.line(route{{side * wide * 0.9, ground}, {side * (wide + 16), ground + 1}})
		a.line(route{{side * 6, high * 0.3}, {side * 6, ground}})
		a.line(route{{side*6 - 5, ground + 3}, {side * 6, ground}, {side*6 + 5, ground + 3}})
	})
}

func frogFromTheSide(a *artist) {
	long, high, eye := a.between(30, 36), a.between(19, 25), a.between(6, 9)
	a.loop(route{{-long, high}, {-long * 0.8, 0}, {0, -high * 0.7}, {long * 0.6, -high}, {long * 1.1, -high * 0.3}, {long * 0.8, high * 0.3}, {long * 0.3, high * 0.9}})
	a.circle(long*0.6, -high-eye*0.4, eye)
	a.spot(long*0.65, -high-eye*0.4, eye*0.3)
	a.curve(route{{long * 1.05, -high * 0.2}, {long * 0.8, 0}, {long * 0.45, -high * 0.1}})
	a.loop(route{{-long * 0.1, high * 0.4}, {-long * 0.5, 0}, {-long * 0.95, high * 0.3}, {-long * 0.9, high * 0.9}, {-long * 0.4, high}})
	a.line(route{{-long * 0.9, high}, {-long * 0.1, high + 4}, {-long * 0.8, high + 4}})
	a.line(route{{long * 0.45, high * 0.6}, {long * 0.6, high + 3}, {long * 0.95, high + 3}})
}

func frogFromAbove(a *artist) {
	wide, high := a.between(17, 22), a.between(23, 29)
	a.ellipse(0, 0, wide, high)
	a.both(func(side float32) {
		a.circle(side*wide*0.55, -high*0.9, 6)
		a.spot(side*wide*0.55, -high*0.95, 1.2)
		a.line(route{{side * wide * 0.8, -high * 0.4}, {side * (wide + 13), -high * 0.3}, {side * (wide + 12), -high * 0.85}})
		a.line(route{{side * (wide + 7), -high - 3}, {side * (wide + 12), -high * 0.85}, {side * (wide + 18), -high - 2}})
		a.line(route{{side * wide * 0.7, high * 0.65}, {side * (wide + 17), high * 0.25}, {side * (wide + 8), high * 1.05}, {side * (wide + 19), high * 1.15}})
		a.line(route{{side * (wide + 8), high * 1.05}, {side * (wide + 14), high * 1.35}})
	})
	a.arc(0, -high*0.6, wide*0.5, high*0.2, 0.03, 0.47)
}
