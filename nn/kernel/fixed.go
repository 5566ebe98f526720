package kernel

import (
	"errors"
	"slices"
)

// FixedConv is a convolution whose filters stay, as in inference, with all that
// may follow in the same breath: bias, sum and ReLU. Images may lie in larger
// layouts, so that nothing is copied to pad them. It is read-only once it has
// filters, so goroutines may share it, each with a Workspace.
type FixedConv struct {
	inLen, outLen int // floats of all images
	method        algorithm
}

// algorithm computes its share of dst = src * filters + bias + add, bounded
// below by floor; add may be nil.
type algorithm interface {
	setFilters(filters, bias []float32)
	run(dst, src, add []float32, floor float32, s share, ws *Workspace)
}

// NewFixedConv lays out a convolution of so many images by one of
// s.Methods(). The margin of in must cover that of m.Input(s); results go to
// images of layout out.
func NewFixedConv(s ConvShape, m Method, images int, in, out Layout) (*FixedConv, error) {
	return newFixedConv(s, m, images, in, out, &active)
}

func newFixedConv(s ConvShape, m Method, images int, in, out Layout, set *kernels) (*FixedConv, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	if !slices.Contains(s.methods(set), m) {
		return nil, errors.New("convolution " + s.String() + ": the method " + m.String() + " cannot compute it here: choose one of Methods()")
	}
	if o := s.Output(); images < 1 || o.Union(out) != out {
		return nil, errors.New("convolution " + s.String() + ": the layout of results is of another size, or there are no images")
	}
	if need := m.Input(s); need.Union(in) != in {
		return nil, errors.New("convolution " + s.String() + " by the method " + m.String() + ": the input's layout has too small a margin")
	}
	c := &FixedConv{inLen: images * in.Len(), outLen: images * out.Len()}
	switch m {
	case Winograd2:
		c.method = newWinograd(s, 2, images, fixedBlock, in, out, set)
	case Winograd4:
		c.method = newWinograd(s, 4, images, fixedBlock, in, out, set)
	case Streamed:
		c.method = newStream(s, images, in, out, set)
	case Toeplitz:
		c.method = newToeplitz(s, images, in, out, set)
	default:
		c.method = &direct{correlation: forwardCorrelation(s, images, in, out, set)}
	}
	return c, nil
}

// SetFilters packs the filters w (OutC, InC, KernelH, KernelW) and bias (OutC).
func (c *FixedConv) SetFilters(w, bias []float32) { c.method.setFilters(w, bias) }

// Run computes part part of parts of dst = src * filters + bias + add, then ReLU
// if relu is set. src holds the images in the layout in; dst, and add if it is
// not nil, in the layout out. The parts may run at the same time.
func (c *FixedConv) Run(dst, src, add []float32, relu bool, part, parts int, ws *Workspace) {
	// Kernels in assembly check nothing: short slices must stop here.
	dst, src = dst[:c.outLen], src[:c.inLen]
	if add != nil {
		add = add[:c.outLen]
	}
	c.method.run(dst, src, add, floorOf(relu), share{part, parts}, ws)
}

// direct is the implicit matrix product.
type direct struct {
	correlation
	filters, bias []float32
}

func (d *direct) setFilters(w, bias []float32) {
	d.filters = make([]float32, d.packedLen())
	d.bank.pack(d.filters, w, d.panels, 0, d.bank.inner)
	d.bias = packBias(nil, bias, d.panels)
}

func (d *direct) run(dst, src, add []float32, floor float32, s share, ws *Workspace) {
	d.correlation.run(dst, src, d.filters, d.bias, add, floor, s, ws)
}
