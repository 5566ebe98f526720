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

// Conv computes one convolution and its gradients, for filters that change from
// step to step. Goroutines may share one, each with images and a Workspace of its
// own, while none of them sets the filters.
type Conv struct {
	ConvShape
	forward pass
	data    pass
	filter  filterGrad
}

// pass computes images whose pixels are correlations: the result of a
// convolution, or the gradient by its input.
type pass interface {
	// setFilters packs the filters (OutC, InC, KernelH, KernelW) for the
	// channels from lo to hi of the images that go in.
	setFilters(w []float32, lo, hi int, ws *Workspace)

	// setBias takes what is added to each channel that comes out.
	setBias(bias []float32)

	// run computes the images dst from src, and adds those of add if there are any.
	run(dst, src, add []float32, ws *Workspace)
}

// filterGrad computes the gradient by the filters.
type filterGrad interface {
	// len is the number of floats that add adds to.
	len() int

	// group is how many images add should get at a time, or more.
	group() int

	// add takes the images src and the gradients by the results ddst into acc.
	add(acc, src, ddst []float32, ws *Workspace)

	// unpack adds the gradient by the filters of channels lo to hi of the input,
	// the sum of all accs, to dw (OutC, InC, KernelH, KernelW), and clears it there.
	unpack(dw []float32, accs [][]float32, lo, hi int, ws *Workspace)
}

// NewConv lays out the convolution for this machine's kernels.
func NewConv(s ConvShape) (*Conv, error) {
	return newConv(s, &active, ConvShape.trainingMethod)
}

// chooser chooses a method to train a shape.
type chooser func(ConvShape, *kernels) Method

func newConv(s ConvShape, set *kernels, method chooser) (*Conv, error) {
	if err := s.Check(); err != nil {
		return nil, err
	}
	return &Conv{
		ConvShape: s,
		forward:   newForward(s, set, method),
		data:      newData(s, set, method),
		filter:    newFilterGrad(s, set, method),
	}, nil
}

// Group is the least number of images that FilterGrad should get at a time, to be
// fast; it takes any number.
func (c *Conv) Group() int { return c.filter.group() }

// SetFilters takes filters w (OutC, InC, KernelH, KernelW) for Forward. It does
// so for the input channels from lo to hi, so that threads can share the work.
func (c *Conv) SetFilters(w []float32, lo, hi int, ws *Workspace) {
	c.forward.setFilters(w, lo, hi, ws)
}

// SetBias takes the bias (OutC) for Forward, which is zero before.
func (c *Conv) SetBias(bias []float32) { c.forward.setBias(bias) }

// Forward computes images dst (N, OutH, OutW, OutC) = src (N, InH, InW, InC) *
// filters + bias.
func (c *Conv) Forward(dst, src []float32, ws *Workspace) { c.forward.run(dst, src, nil, ws) }

// SetDataFilters takes filters w (OutC, InC, KernelH, KernelW) for DataGrad. It
// does so for the output channels from lo to hi.
func (c *Conv) SetDataFilters(w []float32, lo, hi int, ws *Workspace) {
	c.data.setFilters(w, lo, hi, ws)
}

// DataGrad computes dsrc (N, InH, InW, InC), the gradient of the loss by the
// input, from ddst (N, OutH, OutW, OutC), that by the output. It adds add, of the
// shape of dsrc, if that is not nil: what comes from other uses of the input.
func (c *Conv) DataGrad(dsrc, ddst, add []float32, ws *Workspace) { c.data.run(dsrc, ddst, add, ws) }

// FilterGradLen is the number of floats that FilterGrad accumulates into.
func (c *Conv) FilterGradLen() int { return c.filter.len() }

// FilterGrad adds to acc, in a private layout of FilterGradLen floats, the
// gradient of the loss by the filters, from the input src (N, InH, InW, InC) and
// the gradient by the output ddst (N, OutH, OutW, OutC).
func (c *Conv) FilterGrad(acc, src, ddst []float32, ws *Workspace) {
	c.filter.add(acc[:c.filter.len()], src, ddst, ws)
}

// UnpackFilterGrad adds what FilterGrad accumulated in accs to dw (OutC, InC,
// KernelH, KernelW) and makes it zero there, for the input channels from lo to hi.
func (c *Conv) UnpackFilterGrad(dw []float32, accs [][]float32, lo, hi int, ws *Workspace) {
	c.filter.unpack(dw, accs, lo, hi, ws)
}

// sumRow moves one row of all accs, zero from now on, to dst.
func sumRow(dst []float32, accs [][]float32, at int) {
	for i, acc := range accs {
		row := acc[at:][:len(dst)]
		if i == 0 {
			copy(dst, row)
		} else {
			Add(dst, dst, row)
		}
		clear(row)
	}
}

// newForward chooses how to compute the forward pass.
func newForward(s ConvShape, set *kernels, method chooser) pass {
	if m := method(s, set); m != Direct {
		return newWinogradPass(s, m.tile(), false, set)
	}
	return newDirectPass(s.Input(), forwardCorrelation(s, 1, s.Input(), s.Output(), set))
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
