package kernel

import "fmt"

// ConvShape is the geometry of a 2-D convolution (cross-correlation, as in all
// deep-learning libraries) over one image (InH, InW, InC), with filters
// (OutC, InC, KernelH, KernelW). Dilation and groups are 1.
type ConvShape struct {
	InH, InW, InC                        int
	OutC                                 int
	KernelH, KernelW                     int
	Stride                               int
	PadTop, PadBottom, PadLeft, PadRight int
}

// OutH is the height of the result.
func (s ConvShape) OutH() int { return (s.InH+s.PadTop+s.PadBottom-s.KernelH)/s.Stride + 1 }

// OutW is the width of the result.
func (s ConvShape) OutW() int { return (s.InW+s.PadLeft+s.PadRight-s.KernelW)/s.Stride + 1 }

// padding is that of the input.
func (s ConvShape) padding() padding {
	return padding{
		inH: s.InH, inW: s.InW, c: s.InC,
		top: s.PadTop, left: s.PadLeft,
		height: s.InH + s.PadTop + s.PadBottom,
		width:  s.InW + s.PadLeft + s.PadRight,
	}
}

func (s ConvShape) check() error {
	if min(s.InH, s.InW, s.InC, s.OutC, s.KernelH, s.KernelW, s.Stride) < 1 ||
		min(s.PadTop, s.PadBottom, s.PadLeft, s.PadRight) < 0 {
		return fmt.Errorf("convolution %+v: sizes and stride must be positive, padding not negative", s)
	}
	if s.InH+s.PadTop+s.PadBottom < s.KernelH || s.InW+s.PadLeft+s.PadRight < s.KernelW {
		return fmt.Errorf("convolution %+v: the filter is larger than the padded image", s)
	}
	return nil
}

// Conv computes one convolution and its gradients, an image at a time. It is
// read-only after NewConv, so goroutines may share it, each with a Workspace.
type Conv struct {
	ConvShape
	forward correlation
	data    []correlation // phases of the data gradient, Stride² of them
	filter  filterGrad
}

// NewConv lays out the convolution for this machine's kernels.
func NewConv(s ConvShape) (*Conv, error) {
	return newConv(s, &active)
}

func newConv(s ConvShape, set *kernels) (*Conv, error) {
	if err := s.check(); err != nil {
		return nil, err
	}
	return &Conv{
		ConvShape: s,
		forward:   forwardCorrelation(s, set),
		data:      dataCorrelations(s, set),
		filter:    newFilterGrad(s, set),
	}, nil
}

// forwardCorrelation slides the filters over the padded input. A row of the
// window is contiguous in NHWC, so it is one run of KernelW·InC floats.
func forwardCorrelation(s ConvShape, set *kernels) correlation {
	c := correlation{
		pad:    s.padding(),
		runs:   s.KernelH,
		length: s.KernelW * s.InC,
		outC:   s.OutC,
		outLen: s.OutH() * s.OutW() * s.OutC,
		bank:   bank{inner: s.InC, innerStep: s.KernelH * s.KernelW, outerStep: s.InC * s.KernelH * s.KernelW},
	}
	for tap := range s.KernelH * s.KernelW {
		c.bank.taps = append(c.bank.taps, tap)
	}
	c.stride = c.pad.width * s.InC
	for y := range s.OutH() {
		for x := range s.OutW() {
			c.base = append(c.base, y*s.Stride*c.stride+x*s.Stride*s.InC)
			c.out = append(c.out, (y*s.OutW()+x)*s.OutC)
		}
	}
	c.layOut(set)
	return c
}

func (c *correlation) layOut(set *kernels) {
	c.panels = panels(set, c.outC, c.runs*c.length)
	c.zeros = make([]float32, columns(c.panels))
}

// PackForward returns the filters w (OutC, InC, KernelH, KernelW) in the form
// that Forward takes, in dst if it is large enough.
func (c *Conv) PackForward(dst, w []float32) []float32 {
	dst = grow(dst, c.forward.packedLen())
	c.forward.bank.pack(dst, w, c.forward.panels)
	return dst
}

// PackBias returns bias (OutC) in the form that Forward takes, in dst if it is
// large enough.
func (c *Conv) PackBias(dst, bias []float32) []float32 {
	dst = grow(dst, columns(c.forward.panels))
	clear(dst[copy(dst, bias):])
	return dst
}

// Forward computes dst (OutH, OutW, OutC) = src (InH, InW, InC) * filters
// + bias + add, then ReLU if relu is set. filters come from PackForward, bias
// from PackBias or nil; add has the shape of dst or is nil.
func (c *Conv) Forward(dst, src, filters, bias, add []float32, relu bool, ws *Workspace) {
	c.forward.run(dst, src, filters, bias, add, floorOf(relu), ws)
}

// grow returns a slice of n floats, in s if it has room.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return make([]float32, n)
	}
	return s[:n]
}
