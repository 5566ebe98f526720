package drawing

// automobiles have no bed and no box: a cabin in the middle, low in front and
// behind.
var automobiles = []func(a *artist){saloon, saloon, beetle, carFromAhead}

func saloon(a *artist) {
	r := a.between(7, 10)
	long, side, roof := a.between(78, 92), a.between(12, 18), a.between(12, 18)
	back, front := long*a.between(0.1, 0.25), long*a.between(0.7, 0.78)
	lean := a.between(6, 13)
	top := -side - roof
	a.choose(
		func() {
			a.shape(route{{0, 0}, {0, -side}, {back, -side}, {back + lean, top}, {front - lean, top}, {front, -side}, {long, -side * 0.8}, {long, 0}})
		},
		func() {
			a.loop(route{{0, 0}, {-1, -side}, {back, -side - 1}, {back + lean, top}, {front - lean, top}, {front + 2, -side}, {long, -side * 0.75}, {long, 0}, {long / 2, 1}})
		},
		func() {
			a.box(0, -side, long, 0)
			a.line(route{{back, -side}, {back + lean, top}, {front - lean, top}, {front, -side}})
		},
		func() {
			a.box(0, -side, long, 0)
			a.arc((back+front)/2, -side, (front-back)/2, roof, 0.5, 1)
		},
	)
	if a.maybe(0.85) { // windows
		mid := (back + front) / 2
		a.line(route{{mid, top + 2}, {mid, -side}})
		if a.maybe(0.6) {
			a.shape(route{{back + lean, top + 3}, {mid - 2, top + 3}, {mid - 2, -side}, {back + 5, -side}})
			a.shape(route{{mid + 2, top + 3}, {front - lean, top + 3}, {front - 4, -side}, {mid + 2, -side}})
		} else {
			a.line(route{{back, -side}, {front, -side}})
		}
	}
	if a.maybe(0.35) {
		mid := (back+front)/2 + 4
		a.line(route{{mid, -side * 0.7}, {mid + 5, -side * 0.7}})
	}
	if a.maybe(0.45) {
		a.circle(long-3, -side*0.5, 2)
	}
	ground := r * a.between(0.8, 1.1)
	a.wheels(ground, r, long*a.between(0.18, 0.23), long*a.between(0.77, 0.82))
	a.road(0, long, ground, 0.15)
}

func beetle(a *artist) {
	half, high, r := a.between(34, 40), a.between(26, 34), a.between(7, 9)
	a.arc(0, 0, half, high, 0.5, 1)
	a.line(route{{-half - a.between(0, 5), 0}, {half + a.between(0, 5), 0}})
	inner, sill := half*a.between(0.6, 0.7), -high*0.4
	a.arc(0, sill, inner, high*0.42, 0.5, 1)
	a.line(route{{-inner, sill}, {inner, sill}})
	a.line(route{{0, -high * 0.82}, {0, a.pick(sill, -2)}})
	if a.maybe(0.5) {
		a.circle(half-3, -high*0.25, 2.5)
	}
	a.wheels(r, r, -half*0.55, half*0.55)
}

func carFromAhead(a *artist) {
	wide, side, roof := a.between(30, 37), a.between(17, 22), a.between(15, 20)
	w := wide * a.between(0.6, 0.75)
	a.closed(route{{-wide, 0}, {-wide, -side}, {wide, -side}, {wide, 0}})
	a.line(route{{-wide * 0.85, -side}, {-w, -side - roof}, {w, -side - roof}, {wide * 0.85, -side}})
	if a.maybe(0.7) {
		a.shape(route{{-wide * 0.7, -side - 1}, {-w * 0.85, -side - roof + 3}, {w * 0.85, -side - roof + 3}, {wide * 0.7, -side - 1}})
	}
	grille := wide * a.between(0.3, 0.45)
	a.box(-grille, -side*0.65, grille, -side*0.3)
	r, mirrors := a.between(3, 5), a.maybe(0.6)
	a.both(func(s float32) {
		a.circle(s*wide*0.72, -side*0.55, r)
		a.line(route{{s * wide * 0.92, 0}, {s * wide * 0.92, 8}, {s * wide * 0.62, 8}, {s * wide * 0.62, 0}})
		if mirrors {
			a.ellipse(s*(wide+2), -side-3, 3.5, 2.5)
		}
	})
}
