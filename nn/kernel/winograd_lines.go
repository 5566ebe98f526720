package kernel

// One-dimensional transforms of Winograd's minimal filtering F(m, 3), which
// computes m results of a filter of three taps with m+2 products (A. Lavin and
// S. Gray, "Fast Algorithms for Convolutional Neural Networks", arXiv
// 1509.09308, §4): a line of m+2 inputs x and the filter g become Bᵀx and Gg,
// whose products become the results by Aᵀ.

// filterLine2 is Gg of F(2, 3).
func filterLine2(g0, g1, g2 float32) (y0, y1, y2, y3 float32) {
	s := (g0 + g2) / 2
	return g0, s + g1/2, s - g1/2, g2
}

// filterLine4 is Gg of F(4, 3).
func filterLine4(g0, g1, g2 float32) (y0, y1, y2, y3, y4, y5 float32) {
	s, t := (g0+g2)/-6, g0/24+g2/6
	return g0 / 4, s - g1/6, s + g1/6, t + g1/12, t - g1/12, g2
}

// filter2 transforms a filter g (3, 3) to dst, in steps of next.
func filter2(dst []float32, next int, g []float32) {
	g = g[:9]
	var lines [4][3]float32
	for x := range 3 {
		lines[0][x], lines[1][x], lines[2][x], lines[3][x] = filterLine2(g[x], g[3+x], g[6+x])
	}
	at := 0
	for y := range lines {
		l := &lines[y]
		y0, y1, y2, y3 := filterLine2(l[0], l[1], l[2])
		dst[at], dst[at+next], dst[at+2*next], dst[at+3*next] = y0, y1, y2, y3
		at += 4 * next
	}
}

// filter4 transforms a filter g (3, 3) to dst, in steps of next.
func filter4(dst []float32, next int, g []float32) {
	g = g[:9]
	var lines [6][3]float32
	for x := range 3 {
		lines[0][x], lines[1][x], lines[2][x], lines[3][x], lines[4][x], lines[5][x] = filterLine4(g[x], g[3+x], g[6+x])
	}
	at := 0
	for y := range lines {
		l := &lines[y]
		y0, y1, y2, y3, y4, y5 := filterLine4(l[0], l[1], l[2])
		dst[at], dst[at+next], dst[at+2*next] = y0, y1, y2
		dst[at+3*next], dst[at+4*next], dst[at+5*next] = y3, y4, y5
		at += 6 * next
	}
}
