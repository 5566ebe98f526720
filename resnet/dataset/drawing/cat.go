package drawing

var cats = []func(a *artist){catFace, catFace, sittingCat, standingCat}

func catFace(a *artist) {
	wide, high := a.between(24, 32), a.between(21, 28)
	a.ellipse(0, 0, wide, high)
	ear, lean := a.between(14, 22), a.between(0.75, 1.05)
	inner := a.maybe(0.35)
	r := a.between(1.5, 4)
	eye := a.eye(r * 0.7)
	if a.maybe(0.4) { // slits
		eye = func(x, y float32) {
			a.ellipse(x, y, r*1.5, r)
			a.line(route{{x, y - r}, {x, y + r}})
		}
	}
	whiskers, reach := a.count(2, 3), a.between(16, 26)
	a.both(func(side float32) {
		a.line(route{{side * wide * 0.25, -high * 0.9}, {side * wide * lean, -high - ear*0.75}, {side * wide * 0.92, -high * 0.4}})
		if inner {
			a.line(route{{side * wide * 0.45, -high * 0.85}, {side * wide * 0.78, -high - ear*0.3}, {side * wide * 0.8, -high * 0.6}})
		}
		eye(side*wide*0.4, -high*0.2)
		a.row(whiskers, -5, 5, func(dy float32) {
			a.line(route{{side * wide * 0.3, high*0.3 + dy*0.4}, {side * (wide*0.4 + reach), high*0.3 + dy*1.4}})
		})
		a.arc(side*3.5, high*0.38, 3.5, 4, 0, 0.5) // half of the mouth
	})
	a.shape(route{{-3, high * 0.15}, {3, high * 0.15}, {0, high * 0.3}})
}

func sittingCat(a *artist) {
	scale := a.between(0.5, 0.65)
	a.at(0, 0, scale, 0, func() { catFace(a) })
	wide, high := a.between(15, 21), a.between(36, 46)
	top := float32(11)
	a.curve(route{{-9, top}, {-wide * 0.9, top + high*0.6}, {-wide, top + high}, {0, top + high + 1}, {wide, top + high}, {wide * 0.9, top + high*0.6}, {9, top}})
	a.line(route{{-4, top + high*0.45}, {-4, top + high}})
	a.line(route{{4, top + high*0.45}, {4, top + high}})
	reach := a.between(14, 24)
	a.curve(route{{wide * 0.95, top + high*0.9}, {wide + reach, top + high*0.8}, {wide + reach*0.8, top + high*0.4}, {wide + reach*1.2, top + high*0.15}})
}

// standingCat is seen from the side, but looks at us.
func standingCat(a *artist) {
	q := quadruped{length: a.between(44, 54), thick: a.between(18, 24), leg: a.between(13, 20)}
	q.body(a)
	q.legs(a)
	a.at(q.length/2+5, -q.thick*0.55, a.between(0.45, 0.55), 0, func() { catFace(a) })
	x, rise, curl := -q.length/2, a.between(22, 34), a.pick(-8, 8)
	a.curve(route{{x, -q.thick * 0.2}, {x - 9, -rise * 0.4}, {x - 8, -rise * 0.8}, {x - 8 + curl, -rise}})
}
