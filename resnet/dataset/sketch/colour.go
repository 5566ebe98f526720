package sketch

// colour is a lightness, 0 to 1, and two differences of colours, red against
// green and yellow against blue: a linear map of gamma-coded RGB, so that
// mixing colours here is mixing them on a web page's canvas.
type colour struct{ l, a, b float32 }

// fromRGB converts bytes.
func fromRGB(rgb [3]byte) colour {
	const scale = 1.0 / 255
	r, g, b := scale*float32(rgb[0]), scale*float32(rgb[1]), scale*float32(rgb[2])
	return colour{l: 0.299*r + 0.587*g + 0.114*b, a: (r - g) / 2, b: (r+g)/4 - b/2}
}

// rgb is the inverse of fromRGB, scaled to 0–1; colours out of gamut lie
// outside.
func (c colour) rgb() [3]float32 {
	mean := c.l + 0.288*c.a + 0.228*c.b // of red and green
	return [3]float32{mean + c.a, mean - c.a, mean - 2*c.b}
}

// mix is c where share is 0 and d where it is 1.
func (c colour) mix(d colour, share float32) colour {
	return colour{c.l + share*(d.l-c.l), c.a + share*(d.a-c.a), c.b + share*(d.b-c.b)}
}

func (c *colour) add(d colour) {
	c.l += d.l
	c.a += d.a
	c.b += d.b
}

func (c colour) scaled(by float32) colour { return colour{by * c.l, by * c.a, by * c.b} }

// distance is the squared difference of two colours.
func (c colour) distance(d colour) float32 {
	l, a, b := c.l-d.l, c.a-d.a, c.b-d.b
	return l*l + a*a + b*b
}

// planes hold a picture, a plane (size, size) for each component of colour.
type planes struct{ l, a, b []float32 }

func newPlanes(n int) planes {
	all := make([]float32, 3*n)
	return planes{all[:n:n], all[n : 2*n : 2*n], all[2*n:]}
}

func (p planes) at(i int) colour { return colour{p.l[i], p.a[i], p.b[i]} }

func (p planes) set(i int, c colour) { p.l[i], p.a[i], p.b[i] = c.l, c.a, c.b }

func (p planes) each() [3][]float32 { return [3][]float32{p.l, p.a, p.b} }

// slice is a part of every plane.
func (p planes) slice(from, to int) planes {
	return planes{p.l[from:to], p.a[from:to], p.b[from:to]}
}

func (p planes) copyFrom(q planes) {
	copy(p.l, q.l)
	copy(p.a, q.a)
	copy(p.b, q.b)
}

func (p planes) fill(c colour) {
	for i := range p.l {
		p.set(i, c)
	}
}

// read converts RGB bytes (size, size, 3).
func (p planes) read(src []byte) {
	for i := range p.l {
		p.set(i, fromRGB([3]byte(src[3*i:])))
	}
}
