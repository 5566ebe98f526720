package drawing

// eye returns how to draw one: a dot, a ring, or both.
func (a *artist) eye(r float32) func(x, y float32) {
	eyes := []func(x, y float32){
		func(x, y float32) { a.spot(x, y, r) },
		func(x, y float32) { a.spot(x, y, r*0.6) },
		func(x, y float32) { a.circle(x, y, r*1.4) },
		func(x, y float32) {
			a.circle(x, y, r*1.8)
			a.spot(x, y+r*0.2, r*0.7)
		},
	}
	return eyes[a.rng.IntN(len(eyes))]
}

// nose draws one seen from the front.
func (a *artist) nose(x, y, r float32) {
	a.choose(
		func() { a.spot(x, y, r*0.8) },
		func() { a.ellipse(x, y, r, r*0.7) },
		func() { a.shape(route{{x - r, y - r*0.6}, {x + r, y - r*0.6}, {x, y + r*0.6}}) },
		func() { a.both(func(side float32) { a.spot(x+side*r*0.6, y, r*0.25) }) },
	)
}
