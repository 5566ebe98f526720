package sketch

// double blurs the smoothed photo and enlarges it into ws.fine.
func (ws *Workspace) double(sigma float32) {
	fine := ws.fine.each()
	for c, plane := range ws.smooth.each() {
		ws.blur(ws.first, plane, sigma)
		ws.enlarge(fine[c], ws.first)
	}
}

// enlarge interpolates a plane (size, size) to (2·size, 2·size) by cubic
// convolution (R. Keys, IEEE ASSP 1981).
func (ws *Workspace) enlarge(dst, src []float32) {
	size := ws.size
	wide := ws.strength[:2*size*size] // (size, 2·size)
	for y := range size {
		doubleRow(wide[2*y*size:2*(y+1)*size], src[y*size:(y+1)*size])
	}
	row := func(y int) []float32 { return wide[2*min(max(y, 0), size-1)*size:] }
	for y := range size {
		upper := dst[4*y*size : (4*y+2)*size]
		n := len(upper) // of all rows: saying so spares the checks of each index
		lower := dst[4*y*size+n:][:n]
		a, b, c, d, e := row(y - 2)[:n], row(y - 1)[:n], row(y)[:n], row(y + 1)[:n], row(y + 2)[:n]
		for x := range upper {
			upper[x], lower[x] = between(a[x], b[x], c[x], d[x], e[x])
		}
	}
}

func doubleRow(dst, src []float32) {
	last := len(src) - 1
	for x := range src {
		dst[2*x], dst[2*x+1] = between(src[max(x-2, 0)], src[max(x-1, 0)], src[x], src[min(x+1, last)], src[min(x+2, last)])
	}
}

// between interpolates among five values, at a quarter to either side of the
// middle one.
func between(a, b, c, d, e float32) (left, right float32) {
	const w0, w1, w2, w3 = -3.0 / 128, 29.0 / 128, 111.0 / 128, -9.0 / 128
	return w0*a + w1*b + w2*c + w3*d, w3*b + w2*c + w1*d + w0*e
}

// gradient finds, on the doubled photo, how strongly and in which direction
// colours change: the larger eigenvalue of the tensor of S. Di Zenzo ("A note on
// the gradient of a multi-image", 1986), as strength per pixel of the photo.
// Where it is weaker than floor it counts as zero.
func (ws *Workspace) gradient(floor float32) {
	size := 2 * ws.size
	clear(ws.strength)
	l, a, b := ws.fine.l, ws.fine.a, ws.fine.b
	for y := 1; y < size-1; y++ {
		for i := y*size + 1; i < (y+1)*size-1; i++ {
			lx, ly := l[i+1]-l[i-1], l[i+size]-l[i-size]
			ax, ay := a[i+1]-a[i-1], a[i+size]-a[i-size]
			bx, by := b[i+1]-b[i-1], b[i+size]-b[i-size]
			xx := lx*lx + 2*(ax*ax+bx*bx)
			yy := ly*ly + 2*(ay*ay+by*by)
			if xx+yy < floor*floor {
				continue
			}
			xy := lx*ly + 2*(ax*ay+bx*by)
			largest, normal := eigen(xx, xy, yy)
			ws.strength[i], ws.normal[i] = sqrt(largest), normal
		}
	}
}

// thin marks in ws.edge the pixels where the gradient is strongest along its
// own direction and, weighted by the foreground, at least low (J. Canny, IEEE
// PAMI 1986), and finds the edge within the pixel by a parabola through three
// strengths. It returns the largest strength.
func (ws *Workspace) thin(low float32) (most float32) {
	size := 2 * ws.size
	clear(ws.edge)
	m := ws.strength
	for y := 1; y < size-1; y++ {
		for i := y*size + 1; i < (y+1)*size-1; i++ {
			here := m[i]
			if here < low {
				continue
			}
			nx, ny := ws.normal[i].x, ws.normal[i].y
			step, side, t := 1, size, ny/nx
			if abs(nx) < abs(ny) {
				step, side, t = size, 1, nx/ny
			}
			if t < 0 {
				side, t = -side, -t
			}
			after := lerp(m[i+step], m[i+step+side], t)
			before := lerp(m[i-step], m[i-step-side], t)
			if here < after || here <= before {
				continue
			}
			here *= ws.attention(y/2*ws.size + (i-y*size)/2)
			if here < low {
				continue
			}
			offset := (after - before) / (2 * (2*m[i] - after - before))
			ws.edge[i] = true
			ws.shift[i] = offset * sqrt(1+t*t)
			if nx < 0 && step == 1 || ny < 0 && step == size {
				ws.shift[i] = -ws.shift[i]
			}
			most = max(most, here)
		}
	}
	return most
}

// attention is how much a line at a pixel counts: less outside the foreground,
// nothing beyond the photo.
func (ws *Workspace) attention(i int) float32 {
	return ws.frame[i] * (1 - ws.style.Isolate*(1-ws.interest[i]))
}

// eigen returns the larger eigenvalue of the symmetric matrix (xx, xy; xy, yy)
// and its vector, of length 1.
func eigen(xx, xy, yy float32) (value float32, vector point) {
	difference := xx - yy
	root := sqrt(difference*difference + 4*xy*xy)
	value = (xx + yy + root) / 2
	// Of two ways to write the vector, the one that is never short.
	x, y := difference+root, 2*xy
	if difference < 0 {
		x, y = 2*xy, root-difference
	}
	length := sqrt(x*x + y*y)
	if length < 1e-9 {
		return value, point{1, 0} // every direction is alike
	}
	return value, point{x / length, y / length}
}
