package kernel

import "slices"

// Method is an algorithm for a convolution.
type Method int

// The methods. All but Direct ask for certain shapes: see [ConvShape.Methods].
const (
	Direct    Method = iota // implicit matrix product
	Winograd2               // F(2×2, 3×3): 2.25 times fewer products
	Winograd4               // F(4×4, 3×3): 4 times fewer products
	Streamed                // 16-bit weights pass by once: for few pixels and many weights
	Toeplitz                // the same for 2×2 pixels, with 9 products for 16
)

func (m Method) String() string {
	return [...]string{"direct", "winograd 2x2", "winograd 4x4", "streamed", "toeplitz"}[m]
}

// Methods lists the methods that can compute s on this machine.
func (s ConvShape) Methods() []Method { return s.methods(&active) }

func (s ConvShape) methods(set *kernels) []Method {
	methods := []Method{Direct}
	vector := max(set.lanes, set.winograd2.lanes) // whole vectors of channels only
	if s.KernelH == 3 && s.KernelW == 3 && s.Stride == 1 && s.InC%vector == 0 && s.OutC%vector == 0 {
		methods = append(methods, Winograd2, Winograd4)
	}
	if set.product != nil && s.InC%4 == 0 && s.taps() > 0 {
		methods = append(methods, Streamed)
		if toeplitzFits(s) {
			methods = append(methods, Toeplitz)
		}
	}
	return methods
}

// Input is the layout with the smallest margin that an input of s needs for the
// method.
func (m Method) Input(s ConvShape) Layout {
	switch m {
	case Winograd2:
		return winogradInput(s, 2)
	case Winograd4:
		return winogradInput(s, 4)
	case Streamed, Toeplitz:
		return Layout{H: s.InH, W: s.InW, C: s.InC}
	}
	return s.Input()
}

// BestMethod is the method expected to compute s soonest for a number of images
// at a time on this machine.
func (s ConvShape) BestMethod(images int) Method {
	best, least := Direct, 0.0
	for _, m := range s.Methods() {
		if (m == Streamed || m == Toeplitz) && s.weights() < cacheFloats {
			continue // 32 bits keep them exact, and the cache keeps them near
		}
		if c := m.cost(s, images, &active); m == Direct || c < least {
			best, least = m, c
		}
	}
	return best
}

// trainingMethod is the method expected to train s soonest.
func (s ConvShape) trainingMethod(set *kernels) Method {
	best, least := Direct, 0.0
	for _, m := range s.trainingMethods(set) {
		if c := m.cost(s, groupTiles, set); m == Direct || c < least {
			best, least = m, c
		}
	}
	return best
}

// trainingMethods are the methods that can train s; the others are made for
// weights that stay.
func (s ConvShape) trainingMethods(set *kernels) []Method {
	return slices.DeleteFunc(s.methods(set), func(m Method) bool { return m > Winograd4 })
}

// tile is m of Winograd's F(m×m, 3×3).
func (m Method) tile() int { return map[Method]int{Winograd2: 2, Winograd4: 4}[m] }

// The cost model counts in multiply-adds of the micro-kernels. Its constants are
// fitted to BenchmarkFixedConv.
const (
	cacheFloats  = 1 << 18 // weights beyond the second-level cache …
	streamCost   = 1       // … cost this much more, each
	streamedCost = 1.36    // what a product with a 16-bit weight costs
	singleCost   = 2       // the same, for one row of pixels
	edgeCost     = 3       // what a tile past the edge costs more, in transforms
)

func (m Method) cost(s ConvShape, images int, set *kernels) float64 {
	rows := set.wide.rows
	pairs := s.InC * s.OutC
	products := func(results, weights int) float64 {
		c := float64(roundUp(results, rows)) * float64(weights)
		if weights > cacheFloats {
			c += streamCost * float64(weights)
		}
		return c
	}
	switch m {
	case Winograd2, Winograd4:
		size, transform := 2, set.winograd2.cost
		if m == Winograd4 {
			size, transform = 4, set.winograd4.cost
		}
		h, w := s.OutH(), s.OutW()
		inside := images * (h / size) * (w / size)
		tiles := images * roundUp(h, size) / size * (roundUp(w, size) / size)
		transforms := float64(tiles + edgeCost*(tiles-inside))
		positions := (size + 2) * (size + 2)
		return products(tiles, pairs)*float64(positions) + transforms*transform*float64(s.InC+s.OutC)/2
	}
	weights := float64(roundUp(s.OutC, streamWidth) * s.InC)
	switch m {
	case Streamed:
		return streamedCost * float64(images*s.taps()) * weights
	case Toeplitz:
		return singleCost * float64(images*toeplitzSize) * weights
	}
	return products(images*s.OutH()*s.OutW(), s.weights())
}

func (s ConvShape) weights() int { return s.OutC * s.InC * s.KernelH * s.KernelW }

// taps counts the pairs of a result and a tap of the filters that falls inside
// the image.
func (s ConvShape) taps() int {
	along := func(out, kernel, pad, in int) int {
		n := 0
		for o := range out {
			for k := range kernel {
				if i := o*s.Stride + k - pad; i >= 0 && i < in {
					n++
				}
			}
		}
		return n
	}
	return along(s.OutH(), s.KernelH, s.PadTop, s.InH) * along(s.OutW(), s.KernelW, s.PadLeft, s.InW)
}
