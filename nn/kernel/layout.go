package kernel

// Layout places an image (H, W, C) in memory, inside a margin of pixels. With
// zeros in the margin, windows may reach past the edges of the image.
type Layout struct {
	H, W, C                  int
	Top, Bottom, Left, Right int // the margin
}

// Len is the number of floats of an image with its margin.
func (l Layout) Len() int { return (l.Top + l.H + l.Bottom) * l.Row() }

// Row is the number of floats from one row to the next.
func (l Layout) Row() int { return (l.Left + l.W + l.Right) * l.C }

// At is where pixel (y, x) starts; those of the margin are negative or past the
// edge.
func (l Layout) At(y, x int) int { return (l.Top+y)*l.Row() + (l.Left+x)*l.C }

// Dense reports whether there is no margin.
func (l Layout) Dense() bool { return l.Top|l.Bottom|l.Left|l.Right == 0 }

// Union returns the smallest layout whose margin covers those of l and m,
// which are of one size.
func (l Layout) Union(m Layout) Layout {
	l.Top, l.Bottom = max(l.Top, m.Top), max(l.Bottom, m.Bottom)
	l.Left, l.Right = max(l.Left, m.Left), max(l.Right, m.Right)
	return l
}

// Spread copies an image without margin, src (H, W, C), to its place in dst
// and leaves the margin alone.
func (l Layout) Spread(dst, src []float32) {
	n := l.W * l.C
	for y := range l.H {
		copy(dst[l.At(y, 0):][:n], src[y*n:])
	}
}

// Gather copies an image out of its margin, from src to dst (H, W, C).
func (l Layout) Gather(dst, src []float32) {
	n := l.W * l.C
	for y := range l.H {
		copy(dst[y*n:][:n], src[l.At(y, 0):])
	}
}

// padding copies an image into a layout whose margin it fills with zeros.
type padding struct {
	Layout
	slack int // floats past its end that a kernel may read
}

// apply returns the padded image: src (H, W, C) itself, or a copy in ws that
// holds until the next call.
func (p *padding) apply(src []float32, ws *Workspace) []float32 {
	if p.Dense() && p.slack == 0 {
		return src[:p.Len()]
	}
	dst := ws.padded(p.Len() + p.slack)
	p.surround(dst, src)
	clear(dst[p.Len():])
	return dst
}

// surround copies an image without margin, src (H, W, C), to dst and makes the
// margin zero.
func (l Layout) surround(dst, src []float32) {
	row, left, mid := l.Row(), l.Left*l.C, l.W*l.C
	clear(dst[:l.Top*row])
	for y := range l.H {
		d := dst[(l.Top+y)*row:][:row]
		clear(d[:left])
		copy(d[left:], src[y*mid:][:mid])
		clear(d[left+mid:])
	}
	clear(dst[(l.Top+l.H)*row : l.Len()])
}

// surroundAll does so for several images, and returns dst, grown to hold them.
func (l Layout) surroundAll(dst, src []float32) []float32 {
	each := l.H * l.W * l.C
	n := len(src) / each
	dst = grow(dst, n*l.Len())
	for i := range n {
		l.surround(dst[i*l.Len():][:l.Len()], src[i*each:][:each])
	}
	return dst
}
