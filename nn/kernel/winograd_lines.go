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
