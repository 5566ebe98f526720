package kernel

// toeplitz streams the 3×3 convolution of an image of 2×2 pixels with padding
// 1. Along one axis that is a Toeplitz matrix of two rows,
//
//	y0 = w1·x0 + w2·x1 = w1·(x0 + x1) + (w2 − w1)·x1
//	y1 = w0·x0 + w1·x1 = w1·(x0 + x1) + (w0 − w1)·x0
//
// three products instead of four (S. Winograd, "Arithmetic Complexity of
// Computations", 1980); along both, nine instead of sixteen. Each of the nine
// takes one row of weights, so they are no more than before.
type toeplitz struct {
	stream
	images int
	in     Layout
}

// toeplitzSize is the number of products, and of transformed pixels, of an image.
const toeplitzSize = 3 * 3

// toeplitzFits reports whether s is such a convolution.
func toeplitzFits(s ConvShape) bool {
	return s == ConvShape{
		InH: 2, InW: 2, InC: s.InC, OutC: s.OutC, KernelH: 3, KernelW: 3, Stride: 1,
		PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1,
	}
}

func newToeplitz(s ConvShape, images int, in, out Layout, set *kernels) *toeplitz {
	t := &toeplitz{
		stream: stream{
			shape: s, multiply: set.product, rows: resultRows(s, images, out),
		},
		images: images, in: in,
	}
	for position := range toeplitzSize {
		p := tap{position: position}
		for i := range images {
			p.from = append(p.from, (i*toeplitzSize+position)*s.InC)
			p.to = append(p.to, (i*toeplitzSize+position)*t.columns())
		}
		t.taps = append(t.taps, p)
	}
	return t
}

func (t *toeplitz) setFilters(w, bias []float32) {
	u := make([]float32, len(w))
	for at := 0; at < len(w); at += toeplitzSize {
		g, v := w[at:][:toeplitzSize], u[at:][:toeplitzSize]
		var lines [3][3]float32
		for x := range 3 {
			lines[x] = toeplitzLine(g[x], g[3+x], g[6+x])
		}
		for y := range 3 {
			line := toeplitzLine(lines[0][y], lines[1][y], lines[2][y])
			copy(v[3*y:], line[:])
		}
	}
	t.stream.setFilters(u, bias)
}

func toeplitzLine(w0, w1, w2 float32) [3]float32 { return [3]float32{w1, w2 - w1, w0 - w1} }

func (t *toeplitz) run(dst, src, add []float32, floor float32, s share, ws *Workspace) {
	c := t.columnsOf(s)
	if c.first == c.last {
		return
	}
	pixels := ws.padded(t.images * toeplitzSize * t.shape.InC)
	for i := range t.images {
		t.transform(pixels[i*toeplitzSize*t.shape.InC:], src[i*t.in.Len():])
	}
	n := t.columns()
	sums := ws.extra((t.images*toeplitzSize + 1) * n)
	t.products(sums[:t.images*toeplitzSize*n], pixels, c, ws)
	result := sums[t.images*toeplitzSize*n:][c.lo:c.hi]
	for r, at := range t.rows {
		image, y, x := r/4, 1+r/2%2, 1+r%2
		row := func(position int) []float32 { return sums[(image*toeplitzSize+position)*n+c.lo:] }
		Add(result, row(0), row(x))
		Add(result, result, row(3*y))
		Add(result, result, row(3*y+x))
		t.finish(dst, result, add, at, c, floor)
	}
}

// transform makes of an image of 2×2 pixels the nine that take part in products.
func (t *toeplitz) transform(dst, src []float32) {
	n := t.shape.InC
	pixel := func(y, x int) []float32 { return src[t.in.At(y, x):][:n] }
	to := func(position int) []float32 { return dst[position*n:][:n] }
	for x := range 2 { // of columns first: their sums, the lower and the upper pixel
		Add(to(2-x), pixel(0, x), pixel(1, x))
		copy(to(5-x), pixel(1, x))
		copy(to(8-x), pixel(0, x))
	}
	for y := range 3 {
		Add(to(3*y), to(3*y+1), to(3*y+2))
	}
}
