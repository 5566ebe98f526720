package drawing

// ships are boats with sails, oars or motors, liners, freighters and warships.
var ships = []func(a *artist){
	sailingBoat, sailingBoat, sailingBoat, liner, liner, freighter,
	pirateShip, pirateShip, steamboat, steamboat, rowingBoat,
	carrier, speedboat, warship, shipFromAhead,
}

// hull draws one between two places on deck level, of some depth, with the bow
// to the right.
func (a *artist) hull(left, right, deck, depth float32) {
	l := right - left
	rake, stern := l*a.between(0.08, 0.2), l*a.between(0, 0.14)
	keel := deck + depth
	a.choose(
		func() { a.shape(route{{left, deck}, {right, deck}, {right - rake, keel}, {left + stern, keel}}) },
		func() { // half a disc
			a.arc((left+right)/2, deck, l/2, depth, 0, 0.5)
			a.line(route{{left, deck}, {right, deck}})
		},
		func() { // a bow that rises
			a.closed(route{{left, deck}, {left + l*0.5, deck + depth*0.12}, {right, deck - depth*a.between(0, 0.35)}, {right - rake, keel}, {left + stern, keel}})
		},
		func() { // a curved bottom, the deck a line of its own
			a.curve(route{{left, deck}, {left + stern + l*0.06, keel - depth*0.15}, {left + l*0.5, keel}, {right - rake - l*0.08, keel - depth*0.1}, {right, deck}})
			a.line(route{{left, deck}, {right, deck}})
		},
		func() { // a crescent
			a.curve(route{{left, deck}, {left + l*0.2, keel - depth*0.2}, {left + l*0.5, keel}, {left + l*0.8, keel - depth*0.2}, {right, deck}})
			a.curve(route{{left, deck}, {left + l*0.5, deck + depth*a.between(0.1, 0.3)}, {right, deck}})
		},
	)
}

// flag draws one that flies from the top of a mast.
func (a *artist) flag(x, y, size float32) {
	if a.maybe(0.5) {
		a.shape(route{{x, y}, {x - size, y + size*0.35}, {x, y + size*0.7}})
	} else {
		a.box(x-size, y, x, y+size*0.65)
	}
}

func sailingBoat(a *artist) {
	half, depth := a.between(24, 36), a.between(8, 15)
	mast, high := a.between(-6, 6), a.between(38, 58)
	foot := -a.between(2, 6)
	a.hull(-half, half, 0, depth)
	if a.maybe(0.8) {
		a.line(route{{mast, 0}, {mast, -high}})
	}
	gap := a.between(0, 2)
	bulge := a.pick(0, 0, a.between(2, 6))
	sail := func(side, reach, top, bottom float32) {
		tip := [2]float32{mast + side*gap, -top}
		tack := [2]float32{mast + side*gap, bottom}
		clew := [2]float32{mast + side*(gap+reach), bottom}
		if bulge == 0 {
			a.shape(route{tip, clew, tack})
			return
		}
		a.curve(route{tip, {(tip[0]+clew[0])/2 + side*bulge, (tip[1] + clew[1]) / 2}, clew})
		a.line(route{clew, tack, tip})
	}
	large, small := half*a.between(0.65, 0.95), half*a.between(0.4, 0.8)
	switch u := a.rng.Float32(); {
	case u < 0.55:
		sail(-1, large, high*a.between(0.9, 1), foot)
		sail(1, small, high*a.between(0.65, 1), foot)
	case u < 0.85:
		sail(a.pick(-1, 1), large, high, foot)
	default: // one sail around the mast
		a.shape(route{{mast, -high}, {mast + large*0.8, foot}, {mast - large*0.8, foot}})
	}
	if a.maybe(0.25) {
		a.flag(mast, -high-5, a.between(5, 9))
	}
	if a.maybe(0.15) {
		a.portholes(3, -half*0.6, half*0.6, depth/2, 1.7)
	}
	a.water(-half, half, depth*a.between(0.7, 1.2), 0.5)
}

func liner(a *artist) {
	half, depth := a.between(38, 50), a.between(10, 16)
	a.hull(-half, half, 0, depth)
	left, right, top := -half*a.between(0.6, 0.9), half*a.between(0.45, 0.75), float32(0)
	windows := a.maybe(0.65)
	for range a.count(1, 3) {
		high := a.between(5, 8)
		if a.maybe(0.8) {
			a.line(route{{left, top}, {left, top - high}, {right, top - high}, {right + a.pick(0, 2), top}})
		} else {
			a.box(left, top-high, right, top)
		}
		if windows {
			a.portholes(a.count(4, 8), left+2, right-2, top-high/2, 1.1)
		}
		top -= high
		left, right = left+a.between(2, 8), right-a.between(3, 9)
	}
	funnels, wide, tall, rake := a.count(1, 4), a.between(2.5, 4.5), a.between(8, 15), a.pick(0, 0, 3)
	smoking, band := a.maybe(0.5), a.maybe(0.4)
	a.row(funnels, left, right, func(x float32) {
		a.line(route{{x - wide, top}, {x - wide - rake, top - tall}, {x + wide - rake, top - tall}, {x + wide, top}})
		if band {
			a.line(route{{x - wide - rake*0.7, top - tall*0.7}, {x + wide - rake*0.7, top - tall*0.7}})
		}
		if smoking {
			a.smoke(x-rake, top-tall-2)
		}
	})
	if a.maybe(0.7) {
		a.portholes(a.count(4, 9), -half*0.75, half*0.75, depth*0.4, a.between(1.2, 2))
	}
	a.water(-half, half, depth*a.between(0.8, 1.1), 0.5)
}

func freighter(a *artist) {
	half, depth := a.between(42, 50), a.between(10, 15)
	a.hull(-half, half, 0, depth)
	aft, wide, tall := -half*0.85, a.between(10, 15), a.between(18, 28)
	a.line(route{{aft, 0}, {aft, -tall}, {aft + wide, -tall}, {aft + wide, 0}})
	a.portholes(a.count(2, 3), aft+1, aft+wide-1, -tall+4, 1.4)
	if a.maybe(0.6) {
		a.box(aft+2, -tall-8, aft+wide*0.55, -tall)
		if a.maybe(0.5) {
			a.smoke(aft+4, -tall-10)
		}
	}
	from, to := aft+wide+2, half*0.72
	if a.maybe(0.65) { // containers
		columns, size := a.count(3, 6), a.between(5, 7.5)
		step := (to - from) / float32(columns)
		for i := range columns {
			for row := range a.count(1, 3) {
				x, y := from+step*float32(i), -size*float32(row)
				a.box(x, y-size, x+step*a.between(0.88, 1), y)
			}
		}
	} else { // cranes
		a.row(a.count(2, 3), from, to, func(x float32) {
			y := -a.between(16, 24)
			a.line(route{{x, 0}, {x, y}, {x + a.between(7, 10), y + a.between(4, 10)}})
			if a.maybe(0.5) {
				a.line(route{{x + 8, y + 7}, {x + 8, y + 13}})
			}
		})
	}
	a.water(-half, half, depth*a.between(0.8, 1.1), 0.4)
}

func pirateShip(a *artist) {
	half, depth := a.between(30, 42), a.between(13, 19)
	castle := a.between(6, 12)
	a.closed(route{
		{-half, -castle}, {-half * 0.55, -castle}, {-half * 0.5, 0}, {half * 0.5, 0}, {half * 0.6, -castle * 0.5},
		{half, -castle * 0.7}, {half * 0.75, depth * 0.8}, {half * 0.5, depth}, {-half * 0.7, depth}, {-half * 0.9, depth * 0.6},
	})
	masts, high := a.count(1, 3), a.between(38, 52)
	sails, bulge := a.count(1, 3), a.between(2, 5)
	skull, flags := a.maybe(0.3), a.maybe(0.7)
	wide := min(half*0.75/float32(masts)+3, 19)
	a.row(masts, -half*0.75, half*0.75, func(x float32) {
		tall := high * a.between(0.8, 1)
		a.line(route{{x, 0}, {x, -tall}})
		step := (tall - 8) / float32(sails)
		for i := range sails {
			y, w := -5-step*float32(i), wide*(1-0.12*float32(i))
			top, bottom := y-step*0.85, y
			if a.maybe(0.7) {
				a.curve(route{{x - w*0.8, top}, {x - w*0.8 + bulge, (top + bottom) / 2}, {x - w, bottom}})
				a.curve(route{{x + w*0.8, top}, {x + w*0.8 + bulge, (top + bottom) / 2}, {x + w, bottom}})
				a.line(route{{x - w*0.8, top}, {x + w*0.8, top}})
				a.curve(route{{x - w, bottom}, {x, bottom - bulge}, {x + w, bottom}})
			} else {
				a.box(x-w*0.85, top, x+w*0.85, bottom)
			}
			if skull && i == 0 {
				a.circle(x, (top+bottom)/2, min(step, w)*0.25)
			}
		}
		if flags {
			a.flag(x, -tall-5, 7)
		}
	})
	if a.maybe(0.6) {
		a.line(route{{half * 0.95, -castle * 0.6}, {half + a.between(8, 16), -castle - a.between(3, 8)}})
	}
	if a.maybe(0.5) {
		a.portholes(a.count(3, 5), -half*0.65, half*0.6, depth*0.4, 1.6)
	}
	a.water(-half, half, depth, 0.4)
}

func steamboat(a *artist) {
	half, depth := a.between(26, 36), a.between(10, 17)
	a.hull(-half, half, 0, depth)
	left, wide, tall := -half*a.between(0.2, 0.6), half*a.between(0.6, 0.9), a.between(9, 15)
	a.line(route{{left, 0}, {left, -tall}, {left + wide, -tall}, {left + wide, 0}})
	a.portholes(a.count(1, 3), left+2, left+wide-2, -tall*0.55, a.between(1.8, 2.6))
	x, pipe, w := left+wide*a.between(0.25, 0.75), a.between(9, 16), a.between(2.5, 5)
	a.line(route{{x - w, -tall}, {x - w, -tall - pipe}, {x + w, -tall - pipe}, {x + w, -tall}})
	if a.maybe(0.75) {
		a.smoke(x, -tall-pipe-2)
	}
	if a.maybe(0.4) {
		mast := half * a.between(0.55, 0.75)
		a.line(route{{mast, 0}, {mast, -tall - 12}})
		a.flag(mast, -tall-12, 7)
	}
	if a.maybe(0.4) {
		a.portholes(a.count(2, 4), -half*0.6, half*0.6, depth*0.45, 2)
	}
	if a.maybe(0.15) {
		a.anchor(half*0.6, depth*0.45)
	}
	a.water(-half, half, depth*a.between(0.7, 1.1), 0.6)
}

func (a *artist) anchor(x, y float32) {
	a.line(route{{x, y - 4}, {x, y + 4}})
	a.arc(x, y, 3.5, 4, 0, 0.5)
}

func rowingBoat(a *artist) {
	half, depth := a.between(32, 42), a.between(12, 18)
	a.hull(-half, half, 0, depth)
	a.row(a.count(1, 2), -half*0.5, half*0.5, func(x float32) {
		reach := a.between(16, 24)
		foot := [2]float32{x - reach*0.7, depth + reach*0.35}
		a.line(route{{x + reach*0.3, -reach * 0.5}, foot})
		a.at(foot[0], foot[1], 1, 0.4, func() { a.ellipse(0, 0, 4.5, 1.8) })
	})
	if a.maybe(0.4) { // planks
		a.curve(route{{-half * 0.8, depth * 0.45}, {0, depth * 0.6}, {half * 0.8, depth * 0.45}})
	}
	if a.maybe(0.45) { // somebody
		a.circle(0, -15, 4)
		a.line(route{{0, -11}, {0, 0}})
		a.line(route{{0, -8}, {7, -4}})
	}
	a.water(-half, half, depth*a.between(0.8, 1.1), 0.75)
}

func carrier(a *artist) {
	half, depth := a.between(42, 50), a.between(12, 18)
	a.line(route{{-half, 0}, {half, 0}})
	if a.maybe(0.5) {
		a.line(route{{-half, 0}, {-half, 3}, {half - 3, 3}, {half, 0}})
	}
	a.line(route{{-half * 0.95, 2}, {-half * a.between(0.75, 0.9), depth}, {half * 0.75, depth}, {half * 0.95, 1}})
	x, wide, tall := a.between(-12, 18), a.between(11, 17), a.between(13, 21)
	a.line(route{{x, 0}, {x, -tall}, {x + wide, -tall}, {x + wide, 0}})
	a.line(route{{x + wide*0.2, -tall}, {x + wide*0.2, -tall - 5}, {x + wide*0.7, -tall - 5}, {x + wide*0.7, -tall}})
	a.line(route{{x + wide*0.45, -tall - 5}, {x + wide*0.45, -tall - a.between(10, 16)}})
	if a.maybe(0.5) {
		a.line(route{{x + wide*0.1, -tall - 9}, {x + wide*0.8, -tall - 9}})
	}
	if a.maybe(0.6) {
		for _, p := range []float32{-half * 0.75, -half * 0.45, half * 0.65} {
			if a.maybe(0.7) { // an aeroplane
				a.line(route{{p - 5, -3}, {p + 5, -3}, {p + 7, -1.5}})
				a.line(route{{p - 5, -3}, {p - 6, -6}})
			}
		}
	}
	if a.maybe(0.4) {
		a.portholes(a.count(4, 7), -half*0.7, half*0.7, depth*0.5, 1.2)
	}
	a.water(-half, half, depth*a.between(0.8, 1.1), 0.6)
}

func speedboat(a *artist) {
	half, depth := a.between(34, 44), a.between(9, 14)
	a.at(0, 0, 1, a.pick(0, -0.02, -0.04), func() {
		a.closed(route{{-half, 0}, {half * 0.2, -depth * 0.1}, {half, -depth * 0.35}, {half * 0.55, depth * 0.75}, {half * 0.2, depth}, {-half * 0.93, depth}})
		if a.maybe(0.5) {
			a.line(route{{-half * 0.95, depth * 0.45}, {half * 0.7, depth * 0.25}})
		}
		shield := half * a.between(0, 0.25)
		tall := a.between(8, 13)
		a.choose(
			func() { a.line(route{{shield + 9, -depth * 0.15}, {shield, -tall}, {shield - 3, -depth * 0.1}}) },
			func() {
				a.line(route{{shield + 9, -depth * 0.15}, {shield, -tall}, {shield - 20, -tall}, {shield - 24, 0}})
				a.line(route{{shield - 8, -tall}, {shield - 8, 0}})
			},
		)
		if a.maybe(0.5) { // a motor
			a.box(-half-6, -4, -half, 5)
			a.line(route{{-half - 3, 5}, {-half - 3, depth + 4}})
		}
		if a.maybe(0.3) {
			a.circle(shield-10, -tall*0.9, 3.2)
			a.line(route{{shield - 10, -tall*0.9 + 3.2}, {shield - 10, 0}})
		}
	})
	if a.maybe(0.4) { // spray
		for range a.count(2, 4) {
			y := a.between(0, depth)
			a.line(route{{-half - 6, y}, {-half - a.between(12, 22), y + a.between(-3, 2)}})
		}
	}
	a.water(-half, half, depth*a.between(0.9, 1.2), 0.75)
}

func warship(a *artist) {
	half, depth := a.between(38, 48), a.between(11, 16)
	a.hull(-half, half, 0, depth)
	x, top := a.between(-10, 2), float32(0)
	wide := a.between(13, 20)
	for range a.count(2, 3) {
		tall := a.between(7, 11)
		a.line(route{{x - wide, top}, {x - wide*0.9, top - tall}, {x + wide*0.9, top - tall}, {x + wide, top}})
		top -= tall
		wide *= a.between(0.5, 0.7)
	}
	a.line(route{{x, top}, {x, top - a.between(6, 12)}})
	if a.maybe(0.5) {
		a.line(route{{x - 4, top - 5}, {x + 4, top - 5}})
	}
	guns := []float32{half * 0.45, half * 0.7}
	if a.maybe(0.6) {
		guns = append(guns[:1], -half*0.65)
	}
	for _, g := range guns {
		a.arc(g, 0, 5, 5, 0.5, 1)
		aim := a.between(9, 14)
		if g < 0 {
			aim = -aim
		}
		a.line(route{{g, -4}, {g + aim, -4 - a.between(2, 6)}})
	}
	if a.maybe(0.4) {
		a.portholes(a.count(4, 7), -half*0.7, half*0.7, depth*0.45, 1.2)
	}
	a.water(-half, half, depth*a.between(0.8, 1.1), 0.6)
}

// shipFromAhead is a bow under decks.
func shipFromAhead(a *artist) {
	wide, depth := a.between(20, 27), a.between(26, 36)
	keel := wide * a.between(0.1, 0.35)
	a.curve(route{{-wide, 0}, {-wide * 0.75, depth * 0.6}, {-keel, depth}})
	a.curve(route{{wide, 0}, {wide * 0.75, depth * 0.6}, {keel, depth}})
	a.line(route{{-keel, depth}, {keel, depth}})
	a.curve(route{{-wide, 0}, {0, -a.between(0, 5)}, {wide, 0}})
	if a.maybe(0.6) {
		a.line(route{{0, -3}, {0, depth}})
	}
	top, w := float32(-2), wide*0.75
	for range a.count(1, 3) {
		tall := a.between(7, 10)
		a.line(route{{-w, top}, {-w, top - tall}, {w, top - tall}, {w, top}})
		if a.maybe(0.7) {
			a.portholes(a.count(2, 5), -w*0.85, w*0.85, top-tall/2, 1.5)
		}
		top -= tall
		w *= a.between(0.6, 0.85)
	}
	if a.maybe(0.5) {
		a.line(route{{-4, top}, {-4, top - 9}, {4, top - 9}, {4, top}})
		a.smoke(0, top-11)
	} else {
		a.line(route{{0, top}, {0, top - 13}})
		a.line(route{{-5, top - 8}, {5, top - 8}})
	}
	if a.maybe(0.5) {
		a.both(func(side float32) { a.anchor(side*wide*0.5, depth*0.35) })
	}
	a.water(-wide, wide, depth*0.95, 0.8)
}
