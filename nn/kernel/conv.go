package kernel

import (
	"errors"
	"strconv"
)

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

// Input is the layout of an input whose margin is the padding.
func (s ConvShape) Input() Layout {
	return Layout{
		H: s.InH, W: s.InW, C: s.InC,
		Top: s.PadTop, Bottom: s.PadBottom, Left: s.PadLeft, Right: s.PadRight,
	}
}

// Output is the layout of a result without margin.
func (s ConvShape) Output() Layout { return Layout{H: s.OutH(), W: s.OutW(), C: s.OutC} }

// String names the geometry in short: height × width × channels of the input
// and of the filters, stride, padding.
func (s ConvShape) String() string {
	n := strconv.Itoa
	return n(s.InH) + "x" + n(s.InW) + "x" + n(s.InC) + "-" + n(s.KernelH) + "x" + n(s.KernelW) + "x" + n(s.OutC) + "-s" + n(s.Stride) +
		"-p" + n(s.PadTop) + "." + n(s.PadBottom) + "." + n(s.PadLeft) + "." + n(s.PadRight)
}

// Check reports what keeps s from being a convolution.
func (s ConvShape) Check() error {
	if min(s.InH, s.InW, s.InC, s.OutC, s.KernelH, s.KernelW, s.Stride) < 1 ||
		min(s.PadTop, s.PadBottom, s.PadLeft, s.PadRight) < 0 {
		return errors.New("convolution " + s.String() + ": sizes and stride must be positive, padding not negative")
	}
	if s.InH+s.PadTop+s.PadBottom < s.KernelH || s.InW+s.PadLeft+s.PadRight < s.KernelW {
		return errors.New("convolution " + s.String() + ": the filter is larger than the padded image")
	}
	return nil
}

// Conv computes one convolution and its gradients, an image at a time. It is
// read-only after NewConv, so goroutines may share it, each with a Workspace.
type Conv struct {
	ConvShape
	input   padding
	forward correlation
	output  padding       // of the output's gradient
	data    []correlation // phases of the data gradient, at most Stride²
	filter  filterGrad
}

// NewConv lays out the convolution for this machine's kernels.
func NewConv(s ConvShape) (*Conv, error) {
	return newConv(s, &active)
}

func newConv(s ConvShape, set *kernels) (*Conv, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	c := &Conv{
		ConvShape: s,
		input:     padding{Layout: s.Input()},
		forward:   forwardCorrelation(s, 1, s.Input(), s.Output(), set),
		filter:    newFilterGrad(s, set),
	}
	c.output.Layout, c.data = dataCorrelations(s, set)
	return c, nil
}

// forwardCorrelation slides the filters over images in a layout whose margin
// covers the padding. A row of the window is contiguous in NHWC, so it is one
// run of KernelW·InC floats.
func forwardCorrelation(s ConvShape, images int, in, out Layout, set *kernels) correlation {
	c := correlation{
		runs:   s.KernelH,
		length: s.KernelW * s.InC,
		stride: in.Row(),
		outC:   s.OutC,
		inLen:  images * in.Len(),
		outLen: images * out.Len(),
		out:    resultRows(s, images, out),
		bank:   bank{inner: s.InC, innerStep: s.KernelH * s.KernelW, outerStep: s.InC * s.KernelH * s.KernelW},
	}
	for tap := range s.KernelH * s.KernelW {
		c.bank.taps = append(c.bank.taps, tap)
	}
	for i := range images {
		for y := range s.OutH() {
			for x := range s.OutW() {
				c.base = append(c.base, i*in.Len()+in.At(y*s.Stride-s.PadTop, x*s.Stride-s.PadLeft))
			}
		}
	}
	c.layOut(set)
	return c
}

// resultRows returns where each result starts.
func resultRows(s ConvShape, images int, out Layout) (rows []int) {
	for i := range images {
		for y := range s.OutH() {
			for x := range s.OutW() {
				rows = append(rows, i*out.Len()+out.At(y, x))
			}
		}
	}
	return rows
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
	return packBias(dst, bias, c.forward.panels)
}

// Forward computes dst (OutH, OutW, OutC) = src (InH, InW, InC) * filters
// + bias. filters come from PackForward, bias from PackBias or nil.
func (c *Conv) Forward(dst, src, filters, bias []float32, ws *Workspace) {
	c.forward.run(dst, c.input.apply(src, ws), filters, bias, nil, noFloor, whole, ws)
}
