package drawing

var birds = []func(a *artist){perchedBird, perchedBird, flyingBird, birdFromAhead, duck}

// beak points to the right, of some length.
func (a *artist) beak(x, y, long, wide float32) {
	a.line(route{{x, y - wide}, {x + long, y}, {x, y + wide}})
	if a.maybe(0.4) {
		a.line(route{{x, y}, {x + long, y}})
	}
}

func perchedBird(a *artist) {
	long, thick, r := a.between(22, 30), a.between(14, 19), a.between(9, 13)
	turn := a.between(-0.1, -0.02)
	x, y := long*0.75, -thick*0.6-r*0.8
	if a.maybe(0.5) {
		a.at(0, 0, 1, turn, func() { a.ellipse(0, 0, long, thick) })
		a.circle(x, y, r)
	} else { // one outline
		a.loop(route{{x - r, y}, {x, y - r}, {x + r, y}, {long * 0.95, 0}, {long * 0.4, thick}, {-long * 0.4, thick * 0.8}, {-long, 0}, {-long * 0.3, -thick * 0.6}})
	}
	a.eye(r*0.18)(x+r*0.25, y-r*0.2)
	a.beak(x+r*0.95, y, a.between(7, 13), r*0.35)
	a.choose( // a wing
		func() { a.curve(route{{long * 0.3, -2}, {0, thick * 0.6}, {-long * 0.6, thick * 0.3}, {0, -3}}) },
		func() { a.arc(-2, 0, long*0.5, thick*0.5, 0, 0.5) },
		func() { a.shape(route{{long * 0.3, -3}, {-long * 0.6, 6}, {0, thick * 0.6}}) },
	)
	tail := a.between(12, 20)
	a.line(route{{-long * 0.85, -thick * 0.1}, {-long - tail, thick * 0.1}, {-long - tail*0.85, thick * 0.6}, {-long * 0.8, thick * 0.5}})
	leg := a.between(10, 18)
	for _, foot := range []float32{-3, 6} {
		a.line(route{{foot, thick * 0.9}, {foot + 1, thick + leg}})
		a.line(route{{foot - 4, thick + leg + 3}, {foot + 1, thick + leg}, {foot + 6, thick + leg + 2}})
	}
}

func flyingBird(a *artist) {
	long, thick, r := a.between(22, 28), a.between(8, 11), a.between(6, 9)
	a.at(0, 0, 1, a.between(-0.07, 0.02), func() {
		a.ellipse(0, 0, long, thick)
		x, y := long+r*0.4, -r*0.5
		a.circle(x, y, r)
		a.eye(r*0.18)(x+r*0.2, y-r*0.2)
		a.beak(x+r, y, a.between(6, 10), r*0.35)
		a.line(route{{-long * 0.9, -2}, {-long - 14, -7}, {-long - 12, 0}, {-long - 14, 6}, {-long * 0.9, 3}})
		span := a.between(28, 38)
		a.curve(route{{long * 0.3, -thick * 0.7}, {0, -span * 0.8}, {-long * 0.6, -span}, {-long * 0.5, -span * 0.5}, {-long * 0.3, -thick * 0.7}})
		if a.maybe(0.6) {
			a.curve(route{{long * 0.2, thick * 0.3}, {-2, span * 0.6}, {-long * 0.7, span * 0.8}, {-long * 0.4, thick * 0.6}})
		}
	})
}

// birdFromAhead is an owl or a chick.
func birdFromAhead(a *artist) {
	wide, high, eye := a.between(20, 27), a.between(28, 36), a.between(5, 8)
	a.ellipse(0, 0, wide, high)
	owl := a.maybe(0.5)
	a.both(func(side float32) {
		a.circle(side*eye*1.15, -high*0.45, eye)
		a.spot(side*eye*1.15, -high*0.45, eye*0.25)
		a.curve(route{{side * wide * 0.9, -high * 0.2}, {side * wide * a.between(1.1, 1.5), high * 0.3}, {side * wide * 0.8, high * 0.6}})
		a.line(route{{side * 7, high}, {side * 7, high + 6}})
		a.line(route{{side*7 - 4, high + 9}, {side * 7, high + 6}, {side*7 + 4, high + 9}})
		if owl {
			a.line(route{{side * wide * 0.35, -high * 0.95}, {side * wide * 0.75, -high - 9}, {side * wide * 0.8, -high * 0.6}})
		}
	})
	a.shape(route{{-4, -high * 0.3}, {4, -high * 0.3}, {0, -high*0.3 + 8}})
	if owl {
		for range a.count(2, 5) {
			x, y := a.between(-0.5, 0.5)*wide, a.between(0.1, 0.7)*high
			a.arc(x, y, 3, 3, 0, 0.5)
		}
	}
}

func duck(a *artist) {
	long, deep, r := a.between(28, 34), a.between(16, 22), a.between(9, 12)
	x, y := long*0.65, -deep-a.between(8, 16)
	a.curve(route{{x - r*0.7, y + r*0.6}, {x - r*0.6, -deep * 0.35}, {-long * 0.4, -2}, {-long - 4, -9}, {-long * 0.75, deep * 0.7}, {0, deep}, {long * 0.8, deep * 0.6}, {long, -2}, {x + r*0.6, y + r*0.7}})
	a.circle(x, y, r)
	a.eye(r*0.16)(x+2, y-2)
	a.choose(
		func() { a.beak(x+r, y, 10, r*0.35) },
		func() { a.ellipse(x+r+5, y+2, 6, 2.5) },
	)
	a.curve(route{{long * 0.3, 0}, {0, deep * 0.55}, {-long * 0.55, 2}})
	if a.maybe(0.4) {
		a.water(-long, long, deep*0.7, 1)
	}
}
