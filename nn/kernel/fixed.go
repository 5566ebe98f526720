package kernel

import "fmt"

// FixedConv is a convolution whose filters stay, as in inference, with all that
// may follow in the same breath: bias, sum and ReLU. Images may lie in larger
// layouts, so that nothing is copied to pad them. It is read-only once it has
// filters, so goroutines may share it, each with a Workspace.
type FixedConv struct {
	images  int
	shape   ConvShape
	method  algorithm
	filters []float32
	bias    []float32
}

// algorithm computes its share of dst = src * filters + bias + add, bounded
// below by floor, with filters in the form that pack gives them.
type algorithm interface {
	pack(filters []float32) []float32
	packBias(bias []float32) []float32
	run(dst, src, filters, bias, add []float32, floor float32, s share, ws *Workspace)
}

// NewFixedConv lays out a convolution of so many images by one of
// s.Methods(). The margin of in must cover that of m.Input(s); results go to
// images of layout out.
func NewFixedConv(s ConvShape, m Method, images int, in, out Layout) (*FixedConv, error) {
	return newFixedConv(s, m, images, in, out, &active)
}

func newFixedConv(s ConvShape, m Method, images int, in, out Layout, set *kernels) (*FixedConv, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	if need := m.Input(s); need.Within(in) != in {
		return nil, fmt.Errorf("convolution %+v by the method %v: the input's layout %+v does not cover %+v", s, m, in, need)
	}
	c := &FixedConv{images: images, shape: s}
	switch m {
	case Winograd2:
		c.method = newWinograd(s, 2, images, in, out, set)
	case Winograd4:
		c.method = newWinograd(s, 4, images, in, out, set)
	default:
		direct := forwardCorrelation(s, images, in, out, set)
		c.method = &direct
	}
	return c, nil
}

// SetFilters packs the filters w (OutC, InC, KernelH, KernelW) and bias (OutC).
func (c *FixedConv) SetFilters(w, bias []float32) {
	c.filters, c.bias = c.method.pack(w), c.method.packBias(bias)
}

// Run computes part part of parts of dst = src * filters + bias + add, then ReLU
// if relu is set. src holds the images in the layout in; dst, and add if it is
// not nil, in the layout out. The parts may run at the same time.
func (c *FixedConv) Run(dst, src, add []float32, relu bool, part, parts int, ws *Workspace) {
	c.method.run(dst, src, c.filters, c.bias, add, floorOf(relu), share{part, parts}, ws)
}
