package kernel

// The data gradient of a convolution of stride s is s² correlations over the
// output's gradient, one for each residue of the input's row and column modulo
// s: pixels of one residue meet the same taps. (V. Dumoulin and F. Visin, "A
// guide to convolution arithmetic for deep learning", arXiv 1603.07285, §4.)

// newData chooses how to compute the data gradient.
func newData(s ConvShape, set *kernels, method chooser) pass {
	if t := s.transposed(); s.Stride == 1 && t.Check() == nil { // the padding may exceed what filters reach
		if m := method(t, set); m != Direct {
			return newWinogradPass(t, m.tile(), true, set)
		}
	}
	in, phases := dataCorrelations(s, set)
	return newDirectPass(in, phases...)
}

// transposed is the convolution, of stride 1, that the data gradient is: by
// filters turned by 180°, from the output's channels to the input's.
func (s ConvShape) transposed() ConvShape {
	t := s
	t.InH, t.InW, t.InC, t.OutC = s.OutH(), s.OutW(), s.OutC, s.InC
	t.PadTop, t.PadBottom = s.KernelH-1-s.PadTop, s.KernelH-1-s.PadBottom
	t.PadLeft, t.PadRight = s.KernelW-1-s.PadLeft, s.KernelW-1-s.PadRight
	return t
}

// axis is one dimension of one phase.
type axis struct {
	taps  []int // filter positions that reach this residue, last first
	first int   // first input position of the residue
	count int   // number of such positions
	start int   // output position under the first tap at the first position
}

// phase works out residue r of one axis: input i meets tap k at output
// (i + pad − k)/stride.
func phase(r, in, kernel, stride, pad int) axis {
	var a axis
	for k := r; k < kernel; k += stride {
		a.taps = append([]int{k}, a.taps...)
	}
	a.first = ((r-pad)%stride + stride) % stride
	if a.first < in {
		a.count = (in-a.first-1)/stride + 1
	}
	a.start = (a.first+pad-r)/stride - (len(a.taps) - 1)
	return a
}

// margin returns how far the windows of all phases reach before position 0 and
// past position out-1.
func margin(phases []axis, out int) (before, after int) {
	for _, a := range phases {
		if a.count > 0 && len(a.taps) > 0 {
			before = max(before, -a.start)
			after = max(after, a.start+a.count-1+len(a.taps)-out)
		}
	}
	return before, after
}

// dataCorrelations returns the phases, and the layout of the output's gradient
// that they slide over.
func dataCorrelations(s ConvShape, set *kernels) (in Layout, phases []correlation) {
	var rows, cols []axis
	for r := range s.Stride {
		rows = append(rows, phase(r, s.InH, s.KernelH, s.Stride, s.PadTop))
		cols = append(cols, phase(r, s.InW, s.KernelW, s.Stride, s.PadLeft))
	}
	top, bottom := margin(rows, s.OutH())
	left, right := margin(cols, s.OutW())
	in = s.Output()
	in.Top, in.Bottom, in.Left, in.Right = top, bottom, left, right
	for _, y := range rows {
		for _, x := range cols {
			if y.count > 0 && x.count > 0 {
				phases = append(phases, dataCorrelation(s, in, y, x, set))
			}
		}
	}
	return in, phases
}

func dataCorrelation(s ConvShape, in Layout, y, x axis, set *kernels) correlation {
	c := correlation{
		runs:   len(y.taps),
		length: len(x.taps) * s.OutC,
		stride: in.Row(),
		outC:   s.InC,
		inLen:  in.Len(),
		outLen: s.InH * s.InW * s.InC,
		bank:   bank{inner: s.OutC, innerStep: s.InC * s.KernelH * s.KernelW, outerStep: s.KernelH * s.KernelW},
	}
	if c.length == 0 {
		c.runs = 0 // no tap reaches these pixels: their gradient is zero
	}
	for _, ky := range y.taps {
		for _, kx := range x.taps {
			c.bank.taps = append(c.bank.taps, ky*s.KernelW+kx)
		}
	}
	for i := range y.count {
		for j := range x.count {
			base := 0
			if c.runs > 0 {
				base = in.At(y.start+i, x.start+j)
			}
			c.base = append(c.base, base)
			c.out = append(c.out, ((y.first+i*s.Stride)*s.InW+x.first+j*s.Stride)*s.InC)
		}
	}
	c.layOut(set)
	return c
}
