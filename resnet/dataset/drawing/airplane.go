package drawing

var airplanes = []func(a *artist){airlinerFromTheSide, airlinerFromTheSide, planeFromAbove, planeFromAbove, biplane}

func airlinerFromTheSide(a *artist) {
	half, thick := a.between(40, 48), a.between(6, 9)
	a.at(0, 0, 1, a.pick(0, -0.03, -0.06, -0.1), func() {
		a.choose(
			func() { a.ellipse(0, 0, half, thick) },
			func() {
				a.loop(route{{-half, -thick * 0.6}, {0, -thick}, {half * 0.75, -thick * 0.9}, {half, thick * 0.2}, {half * 0.7, thick}, {0, thick}, {-half * 0.7, thick * 0.4}})
			},
		)
		fin := a.between(14, 20)
		a.line(route{{-half * 0.68, -thick * 0.7}, {-half * 0.9, -thick - fin}, {-half * 1.02, -thick - fin}, {-half * 0.95, -thick * 0.4}})
		if a.maybe(0.6) {
			a.line(route{{-half * 0.75, 0}, {-half * 1.05, thick * 0.9}, {-half * 0.92, thick}, {-half * 0.6, thick * 0.3}})
		}
		reach := a.between(20, 30)
		a.line(route{{half * 0.25, thick * 0.3}, {-half * 0.25, thick + reach}, {-half * 0.42, thick + reach}, {-half * 0.1, thick * 0.3}})
		if a.maybe(0.65) { // the far wing
			a.line(route{{half * 0.2, -thick}, {-half * 0.15, -thick - reach*0.7}, {-half * 0.3, -thick - reach*0.7}, {-half * 0.1, -thick}})
		}
		if a.maybe(0.7) {
			a.portholes(a.count(4, 8), -half*0.5, half*0.6, -thick*0.3, 1.4)
		}
		if a.maybe(0.5) {
			a.curve(route{{half * 0.75, -thick * 0.7}, {half * 0.72, -thick * 0.1}, {half * 0.95, -thick * 0.1}})
		}
	})
}

func planeFromAbove(a *artist) {
	half, thick := a.between(40, 48), a.between(4, 6.5)
	span, sweep, chord := a.between(34, 46), a.between(2, 22), a.between(10, 16)
	tail := a.between(12, 18)
	a.at(0, 0, 1, a.pick(-0.25, 0, a.between(-0.25, 0.25)), func() {
		if a.maybe(0.5) { // one outline
			p := route{{half, 0}}
			for _, side := range []float32{1, -1} {
				wing := route{
					{half * 0.8, thick}, {chord, thick}, {chord/3 - sweep, span}, {-sweep - chord/3, span}, {-chord / 2, thick},
					{-half * 0.7, thick * 0.8}, {-half * 0.95, tail}, {-half * 1.05, tail}, {-half * 0.9, thick * 0.4},
				}
				for i := range wing {
					q := wing[i]
					if side < 0 {
						q = wing[len(wing)-1-i]
					}
					p = append(p, [2]float32{q[0], side * q[1]})
				}
			}
			a.shape(p)
			return
		}
		a.ellipse(0, 0, half, thick)
		engines := a.maybe(0.4)
		a.both(func(side float32) {
			a.line(route{{chord, side * thick}, {chord/3 - sweep, side * span}, {-sweep - chord/3, side * span}, {-chord / 2, side * thick}})
			a.line(route{{-half * 0.75, side * thick * 0.6}, {-half, side * tail}, {-half * 1.08, side * tail}, {-half * 0.95, side * thick * 0.3}})
			if engines {
				a.ellipse(chord*0.7-sweep*0.4, side*span*0.45, 4, 2)
			}
		})
	})
}

// biplane has a propeller.
func biplane(a *artist) {
	half, thick := a.between(34, 40), a.between(7, 10)
	a.loop(route{{-half, -thick * 0.5}, {0, -thick}, {half * 0.8, -thick}, {half, 0}, {half * 0.8, thick}, {0, thick}, {-half, 0}})
	a.line(route{{-half * 0.75, -thick * 0.6}, {-half, -thick - 13}, {-half * 1.1, -thick - 12}, {-half, 0}})
	reach := a.between(16, 22)
	a.ellipse(half+4, -reach/2, 2.5, reach/2)
	a.ellipse(half+4, reach/2, 2.5, reach/2)
	wing := a.between(15, 20)
	if a.maybe(0.6) {
		a.box(half*0.1-wing*0.6, -thick-13, half*0.1+wing, -thick-9)
		a.line(route{{half*0.1 + wing*0.6, -thick - 9}, {half*0.1 + wing*0.6, -thick}})
		a.line(route{{half*0.1 - wing*0.3, -thick - 9}, {half*0.1 - wing*0.3, -thick}})
	} else {
		a.arc(0, -thick, 7, 7, 0.5, 1)
	}
	a.ellipse(half*0.15, thick*0.4, wing, 3)
	for _, x := range []float32{half * 0.2, half * 0.6} {
		a.line(route{{x, thick}, {x, thick + 5}})
		a.circle(x, thick+8, 3.5)
	}
}
