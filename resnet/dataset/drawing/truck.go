package drawing

// trucks carry boxes, sand, liquids, ladders, or nothing yet.
var trucks = []func(a *artist){
	boxTruck, boxTruck, boxTruck, boxTruck, pickupTruck, pickupTruck, pickupTruck,
	fireEngine, fireEngine, fireEngine, dumpTruck, dumpTruck,
	semiTrailer, semiTrailer, tankTruck, mixerTruck, towTruck, truckFromAhead,
}

// A cab is where the driver sits, with its front to the right.
type cab struct {
	left, right, top, floor float32
	nose                    float32 // how long the bonnet is; 0 for none
}

func (a *artist) cab(c cab) {
	high, wide := c.floor-c.top, c.right-c.left
	slope := wide * a.between(0, 0.4)
	bonnet := c.top + high*a.between(0.42, 0.55)
	outline := route{{c.left, c.floor}, {c.left, c.top}, {c.right - slope, c.top}, {c.right, bonnet}, {c.right, c.floor}}
	if c.nose > 0 {
		outline = route{{c.left, c.floor}, {c.left, c.top}, {c.right - slope, c.top}, {c.right, bonnet}, {c.right + c.nose, bonnet + high*0.06}, {c.right + c.nose, c.floor}}
	}
	switch {
	case a.maybe(0.6):
		a.shape(outline)
	case a.maybe(0.5):
		a.line(outline)
	default:
		a.loose /= 2
		a.curve(outline)
		a.loose *= 2
	}
	inset := wide * 0.14
	switch a.rng.IntN(5) {
	case 0: // no window
	case 1:
		a.box(c.left+wide*0.35, c.top+high*0.12, c.right-inset*0.5, bonnet)
	default:
		a.shape(route{{c.left + inset, c.top + high*0.12}, {c.right - slope - inset*0.5, c.top + high*0.12}, {c.right - inset, bonnet - high*0.02}, {c.left + inset, bonnet - high*0.02}})
	}
	front := c.right + c.nose
	if a.maybe(0.3) { // a door
		a.line(route{{c.left + wide*0.15, bonnet}, {c.left + wide*0.15, c.floor}})
		a.line(route{{c.left + wide*0.3, bonnet + high*0.14}, {c.left + wide*0.45, bonnet + high*0.14}})
	}
	if a.maybe(0.4) { // a light
		a.choose(
			func() { a.circle(front-2, c.floor-high*0.22, 2) },
			func() { a.box(front-3, c.floor-high*0.3, front, c.floor-high*0.16) },
		)
	}
	if a.maybe(0.25) { // a bumper
		a.box(front-1, c.floor-3, front+4, c.floor)
	}
}

func boxTruck(a *artist) {
	r := a.between(5, 9)
	long, high := a.between(42, 58), a.between(24, 38)
	cabWide, cabHigh := a.between(15, 22), high*a.between(0.55, 0.9)
	gap := a.pick(0, 0, a.between(1, 4))
	a.box(0, -high, long, 0)
	front := long + gap
	nose := a.pick(0, 0, a.between(6, 11))
	a.cab(cab{front, front + cabWide, -cabHigh, 0, nose})
	if gap > 0 {
		a.line(route{{long, -1}, {front, -1}})
	}
	at := []float32{long * a.between(0.15, 0.3), front + cabWide*a.between(0.4, 0.6) + nose/2}
	switch {
	case a.maybe(0.25):
		at = append(at, at[0]+r*2.2)
	case a.maybe(0.15):
		at = append(at, long*0.75)
	}
	ground := r * a.between(0.7, 1.2)
	a.wheels(ground, r, at...)
	switch a.rng.IntN(7) {
	case 0: // a sign
		a.ellipse(long/2, -high*0.55, long*0.28, high*0.22)
	case 1: // words
		for i := range a.count(1, 2) {
			y := -high * (0.65 - 0.25*float32(i))
			p := route{}
			for k := range a.count(6, 10) {
				p = append(p, [2]float32{long*0.2 + float32(k)*long*0.07, y + 2*float32(k%2*2-1)})
			}
			a.line(p)
		}
	case 2: // planks
		a.row(a.count(2, 5), 0, long, func(x float32) { a.line(route{{x, -high}, {x, 0}}) })
	case 3:
		a.line(route{{0, -high * 0.35}, {long, -high * 0.35}})
	}
	a.road(0, front+cabWide, ground, 0.2)
}

func pickupTruck(a *artist) {
	r := a.between(6.5, 9)
	long, side := a.between(78, 92), a.between(13, 18)
	roof := a.between(12, 17)
	bed, cabin := long*a.between(0.36, 0.46), long*a.between(0.26, 0.32)
	lean := a.between(3, 8)
	bodyTop := -side
	a.choose(
		func() { // one outline
			a.shape(route{
				{0, 0}, {0, bodyTop}, {bed, bodyTop}, {bed + a.between(0, 2), bodyTop - roof}, {bed + cabin - lean, bodyTop - roof},
				{bed + cabin + 2, bodyTop}, {long - 1, bodyTop + 2}, {long, 0},
			})
		},
		func() { // a body, and a cabin on it
			a.box(0, bodyTop, long, 0)
			a.line(route{{bed, bodyTop}, {bed + 2, bodyTop - roof}, {bed + cabin - lean, bodyTop - roof}, {bed + cabin, bodyTop}})
		},
		func() { // a bed, a cabin, a bonnet
			a.box(0, bodyTop, bed, 0)
			a.shape(route{{bed, 0}, {bed, bodyTop - roof}, {bed + cabin - lean, bodyTop - roof}, {bed + cabin, bodyTop}, {bed + cabin, 0}})
			a.line(route{{bed + cabin, bodyTop}, {long, bodyTop + 2}, {long, 0}, {bed + cabin, 0}})
		},
	)
	if a.maybe(0.8) { // windows
		top, bottom := bodyTop-roof+3, bodyTop-1
		a.shape(route{{bed + 4, top}, {bed + cabin - lean - 2, top}, {bed + cabin - 3, bottom}, {bed + 4, bottom}})
		if a.maybe(0.3) {
			a.line(route{{bed + cabin*0.5, top}, {bed + cabin*0.5, -2}})
		}
	}
	if a.maybe(0.35) {
		a.line(route{{bed, bodyTop}, {bed, 0}})
	}
	if a.maybe(0.4) {
		a.line(route{{bed + cabin*0.2, bodyTop + 4}, {bed + cabin*0.4, bodyTop + 4}})
	}
	if a.maybe(0.4) {
		a.circle(long-3, bodyTop+6, 2)
	}
	if a.maybe(0.3) { // a load
		a.choose(
			func() { a.arc(bed/2, bodyTop, bed*0.4, roof*0.7, 0.5, 1) },
			func() { a.box(bed*0.2, bodyTop-roof*0.6, bed*0.55, bodyTop) },
			func() {
				for i := range a.count(2, 4) {
					a.circle(bed*(0.2+0.2*float32(i)), bodyTop-3, 4)
				}
			},
		)
	}
	ground := r * a.between(0.8, 1.1)
	a.wheels(ground, r, long*a.between(0.17, 0.23), long*a.between(0.78, 0.83))
	a.road(0, long, ground, 0.2)
}

func fireEngine(a *artist) {
	r := a.between(5.5, 8)
	long, high := a.between(56, 66), a.between(20, 27)
	a.box(0, -high, long, 0)
	a.cab(cab{long, long + a.between(17, 24), -high - a.pick(0, 0, 3), 0, 0})
	end := long + 18
	// The ladder lies on top, or is raised.
	turn, reach := a.pick(0, -a.between(0.02, 0.09)), a.between(50, 70)
	wide, rungs := a.between(4, 7), a.count(5, 9)
	root := [2]float32{a.between(0, 8), -high - 2}
	if turn != 0 && a.maybe(0.3) {
		a.spot(root[0]+2, -high-1, 2)
	}
	a.at(root[0], root[1], 1, turn, func() {
		a.line(route{{0, 0}, {reach, 0}})
		a.line(route{{0, -wide}, {reach, -wide}})
		a.row(rungs, 0, reach, func(x float32) { a.line(route{{x, 0}, {x, -wide}}) })
	})
	if a.maybe(0.6) { // a blue light
		x := long + a.between(5, 10)
		a.choose(
			func() { a.arc(x, -high-1, 3.5, 4.5, 0.5, 1) },
			func() { a.box(x-3, -high-6, x+3, -high-1) },
		)
	}
	switch a.rng.IntN(5) {
	case 0: // lockers
		a.row(a.count(2, 4), 2, long-2, func(x float32) { a.box(x-5, -high*0.8, x+5, -high*0.3) })
	case 1:
		a.line(route{{0, -high * 0.45}, {long, -high * 0.45}})
	case 2: // a hose
		a.circle(long*0.4, -high*0.55, high*0.28)
		a.circle(long*0.4, -high*0.55, high*0.12)
	case 3: // a cross
		a.line(route{{long * 0.5, -high * 0.8}, {long * 0.5, -high * 0.3}})
		a.line(route{{long*0.5 - 5, -high * 0.55}, {long*0.5 + 5, -high * 0.55}})
	}
	at := []float32{long * 0.2, end - 8}
	if a.maybe(0.35) {
		at = append(at, at[0]+2.3*r)
	}
	ground := r * a.between(0.8, 1.1)
	a.wheels(ground, r, at...)
	a.road(0, end, ground, 0.2)
}

func dumpTruck(a *artist) {
	r := a.between(6.5, 10)
	long, high := a.between(42, 54), a.between(17, 25)
	turn := a.pick(0, 0, -a.between(0.02, 0.08))
	a.line(route{{0, 0}, {long + 4, 0}})
	if turn != 0 {
		a.line(route{{long * 0.7, 0}, {long * 0.6, long*0.6*turn*6 - 2}})
	}
	a.at(0, -2, 1, turn, func() {
		slant, over := a.between(2, 9), a.pick(0, 0, 10)
		if over > 0 { // a shield over the cab
			a.shape(route{{-slant, -high}, {long, -high}, {long + over + 6, -high - 4}, {long + over, -high + 1}, {long, 0}, {slant, 0}})
		} else {
			a.shape(route{{-slant, -high}, {long, -high}, {long - slant*0.5, 0}, {slant, 0}})
		}
		if a.maybe(0.55) { // a load
			a.choose(
				func() { a.arc(long/2, -high, long*0.42, a.between(6, 12), 0.5, 1) },
				func() {
					a.curve(route{{2, -high}, {long * 0.25, -high - 6}, {long * 0.45, -high - 4}, {long * 0.65, -high - 9}, {long - 3, -high}})
				},
			)
		}
		if a.maybe(0.35) {
			a.row(a.count(2, 4), 3, long-3, func(x float32) { a.line(route{{x, -high}, {x, 0}}) })
		}
	})
	front := long + a.between(2, 5)
	wide := a.between(15, 20)
	nose := a.pick(0, 0, 9)
	a.cab(cab{front, front + wide, -high - a.between(-1, 6), r * 0.4, nose})
	at := []float32{long * 0.22, front + wide*0.5 + nose*0.6}
	if a.maybe(0.5) {
		at = append(at, at[0]+r*2.15)
	}
	ground := r * a.between(1, 1.4)
	a.wheels(ground, r, at...)
	a.road(0, front+wide, ground, 0.2)
}

// tractor draws one that pulls a trailer, from x on, and its wheels.
func (a *artist) tractor(x, high, r float32) (front float32) {
	nose := a.pick(0, 0, a.between(9, 14))
	wide := a.between(13, 18)
	a.cab(cab{x, x + wide, -high, 0, nose})
	if a.maybe(0.4) { // a chimney
		a.line(route{{x - 1.5, 0}, {x - 1.5, -high - a.between(3, 9)}})
		if a.maybe(0.4) {
			a.smoke(x-1.5, -high-10)
		}
	}
	a.wheels(r, r, x+wide*0.15, x+wide+nose*0.6-2)
	return x + wide + nose
}

func semiTrailer(a *artist) {
	r := a.between(4, 5.8)
	long, high := a.between(56, 70), a.between(22, 30)
	a.box(0, -high, long, 0)
	gap := a.between(2, 6)
	a.line(route{{long - 4, 0}, {long + gap, 0}})
	front := a.tractor(long+gap, high*a.between(0.75, 0.95), r)
	at := []float32{r * 1.5, r * 3.8}
	if a.maybe(0.4) {
		at = append(at, r*6.1)
	}
	if a.maybe(0.4) {
		at = append(at, long-r)
	}
	a.wheels(r, r, at...)
	switch a.rng.IntN(6) {
	case 0:
		a.row(a.count(4, 9), 0, long, func(x float32) { a.line(route{{x, -high}, {x, 0}}) })
	case 1:
		a.line(route{{0, -high * 0.3}, {long, -high * 0.3}})
	case 2:
		a.ellipse(long/2, -high/2, high*0.6, high*0.3)
	}
	a.road(0, front, r, 0.25)
}

func tankTruck(a *artist) {
	r := a.between(5, 7.5)
	long, high := a.between(50, 62), a.between(20, 26)
	a.choose(
		func() { a.ellipse(long/2, -high/2-1, long/2, high/2) },
		func() {
			a.loop(route{{4, -high}, {long / 2, -high}, {long - 4, -high}, {long, -high / 2}, {long - 4, 0}, {long / 2, 0}, {4, 0}, {0, -high / 2}})
		},
	)
	if a.maybe(0.4) {
		a.row(2, 0, long, func(x float32) { a.curve(route{{x, -high}, {x + 2, -high / 2}, {x, 0}}) })
	}
	if a.maybe(0.4) {
		a.box(long*0.4, -high-4, long*0.55, -high)
	}
	a.line(route{{0, 1}, {long + 4, 1}})
	front := a.tractor(long+a.between(1, 4), high, r)
	a.wheels(r, r, long*0.12, long*0.12+2.2*r)
	a.road(0, front, r, 0.2)
}

func mixerTruck(a *artist) {
	r := a.between(6, 8)
	long, high := a.between(40, 50), a.between(24, 30)
	a.line(route{{-4, 0}, {long + 4, 0}})
	a.at(long*0.48, -high*0.58, 1, -a.between(0.01, 0.05), func() {
		l, t := long*0.5, high*0.5
		a.closed(route{{-l, -t * 0.35}, {-l * 0.2, -t}, {l * 0.4, -t * 0.9}, {l, -t * 0.4}, {l, t * 0.4}, {l * 0.4, t * 0.9}, {-l * 0.2, t}, {-l, t * 0.35}})
		a.row(a.count(2, 3), -l*0.7, l*0.7, func(x float32) { a.curve(route{{x - 3, -t * 0.8}, {x + 3, 0}, {x - 2, t * 0.8}}) })
	})
	front := long + 3
	a.cab(cab{front, front + a.between(15, 20), -high * a.between(0.7, 0.95), 0, 0})
	a.wheels(r, r, 6, 6+2.2*r, front+9)
	a.road(0, front+18, r, 0.2)
}

func towTruck(a *artist) {
	r := a.between(6, 8)
	long, side := a.between(38, 46), a.between(8, 13)
	a.box(0, -side, long, 0)
	a.cab(cab{long, long + a.between(15, 19), -side - a.between(13, 18), 0, a.between(9, 15)})
	jib := [2]float32{-a.between(2, 10), -side - a.between(18, 28)}
	a.line(route{{long * 0.7, -side}, jib})
	if a.maybe(0.7) {
		a.line(route{{long * 0.4, -side}, {(long*0.7 + jib[0]) / 2, (jib[1] - side) / 2}})
	}
	drop := a.between(8, 16)
	a.line(route{jib, {jib[0], jib[1] + drop}})
	a.arc(jib[0], jib[1]+drop+2.5, 2.5, 2.5, -0.25, 0.45)
	a.wheels(r, r, long*0.25, long+a.between(17, 20))
	a.road(0, long+30, r, 0.2)
}

// truckFromAhead is a tall cab, of which one sees a little of the load.
func truckFromAhead(a *artist) {
	wide, high := a.between(20, 25), a.between(46, 58)
	top := -high
	if a.maybe(0.6) { // the box behind it
		w := wide * a.between(1.05, 1.2)
		a.line(route{{-w, -high * 0.25}, {-w, top - a.between(4, 12)}, {w, top - a.between(4, 12)}, {w, -high * 0.25}})
	}
	a.box(-wide, top, wide, 0)
	inset := wide * a.between(0.1, 0.2)
	sill := top + high*a.between(0.36, 0.45)
	a.shape(route{{-wide + inset*1.3, top + high*0.08}, {wide - inset*1.3, top + high*0.08}, {wide - inset, sill}, {-wide + inset, sill}})
	if a.maybe(0.3) {
		a.line(route{{0, top + high*0.08}, {0, sill}})
	}
	grille := wide * a.between(0.4, 0.6)
	upper, lower := sill+high*0.1, -high*0.16
	a.box(-grille, upper, grille, lower)
	bars, upright := a.count(2, 4), a.maybe(0.5)
	a.row(bars, 0, 1, func(t float32) {
		if upright {
			x := -grille + 2*grille*t
			a.line(route{{x, upper}, {x, lower}})
		} else {
			y := upper + (lower-upper)*t
			a.line(route{{-grille, y}, {grille, y}})
		}
	})
	lamp, r := a.rng.IntN(3), a.between(2.5, 4)
	mirrors := a.maybe(0.6)
	tyre, w := a.between(8, 12), a.between(7, 10)
	solid := a.maybe(0.3)
	a.both(func(side float32) {
		x, y := side*(wide-r-1.5), lower-r
		switch lamp {
		case 0:
			a.box(x-r, y-r*0.7, x+r, y+r*0.7)
		case 1:
			a.circle(x, y, r)
		default:
			a.spot(x, y, r*0.6)
		}
		if mirrors {
			a.line(route{{side * wide, top + high*0.12}, {side * (wide + 4), top + high*0.12}})
			a.box(side*(wide+4)-2, top+high*0.1, side*(wide+4)+2, top+high*0.3)
		}
		x = side * (wide - w/2)
		a.line(route{{x - w/2, 0}, {x - w/2, tyre}, {x + w/2, tyre}, {x + w/2, 0}})
		if solid {
			a.line(route{{x, 1}, {x, tyre - 1}})
		}
	})
	if a.maybe(0.5) { // a bumper
		a.box(-wide-1, -high*0.1, wide+1, 0)
	}
	if a.maybe(0.25) { // lights on the roof
		a.row(a.count(3, 5), -wide*0.8, wide*0.8, func(x float32) { a.spot(x, top-1.5, 0.8) })
	}
}
