package kernel

// Method is an algorithm for a convolution.
type Method int

// The methods. All but Direct ask for certain shapes: see [ConvShape.Methods].
const (
	Direct    Method = iota // implicit matrix product
	Winograd2               // F(2×2, 3×3): 2.25 times fewer products
	Winograd4               // F(4×4, 3×3): 4 times fewer products
)

func (m Method) String() string {
	return [...]string{"direct", "winograd 2x2", "winograd 4x4"}[m]
}

// Methods lists the methods that can compute s on this machine.
func (s ConvShape) Methods() []Method { return s.methods(&active) }

func (s ConvShape) methods(set *kernels) []Method {
	vector := max(set.lanes, set.winograd2.lanes) // whole vectors of channels only
	if s.KernelH == 3 && s.KernelW == 3 && s.Stride == 1 && s.InC%vector == 0 && s.OutC%vector == 0 {
		return []Method{Direct, Winograd2, Winograd4}
	}
	return []Method{Direct}
}

// Input is the layout with the smallest margin that an input of s needs for the
// method.
func (m Method) Input(s ConvShape) Layout {
	switch m {
	case Winograd2:
		return winogradInput(s, 2)
	case Winograd4:
		return winogradInput(s, 4)
	}
	return s.Input()
}

// BestMethod is the method expected to compute s soonest for a number of images
// at a time on this machine.
func (s ConvShape) BestMethod(images int) Method {
	best, least := Direct, 0.0
	for _, m := range s.Methods() {
		if c := m.cost(s, images, &active); m == Direct || c < least {
			best, least = m, c
		}
	}
	return best
}

// The cost model counts in multiply-adds of the micro-kernels. Its constants are
// fitted to BenchmarkFixedConv.
const (
	cacheFloats = 1 << 18 // weights beyond the second-level cache …
	streamCost  = 1       // … cost this much more, each
	edgeCost    = 3       // what a tile past the edge costs more, in transforms
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
	return products(images*s.OutH()*s.OutW(), pairs*s.KernelH*s.KernelW)
}
