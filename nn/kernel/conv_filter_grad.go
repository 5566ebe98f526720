package kernel

// filterGrad lays out the filter gradient as a matrix product over pixels:
// row (ky, kx, c) and column o of it is the sum over output pixels of
// input(y+ky, x+kx, c) · gradient(y, x, o).
type filterGrad struct {
	pad    padding // of the input
	length int     // rows for each ky: KernelW·InC
	rows   int     // the same, rounded up to whole tiles of every panel
	panels []panel
	cols   int
}

func newFilterGrad(s ConvShape, set *kernels) filterGrad {
	f := filterGrad{
		pad:    padding{Layout: s.Input()},
		length: s.KernelW * s.InC,
		panels: panels(set, s.OutC, 0),
	}
	f.cols = columns(f.panels)
	for _, p := range f.panels {
		f.rows = max(f.rows, roundUp(f.length, p.micro.rows))
	}
	f.pad.slack = f.rows - f.length
	return f
}

func roundUp(n, multiple int) int { return (n + multiple - 1) / multiple * multiple }

// FilterGradLen is the number of floats that FilterGrad accumulates into.
func (c *Conv) FilterGradLen() int { return c.KernelH * c.filter.rows * c.filter.cols }

// FilterGrad adds to acc, in a private layout of FilterGradLen floats, the
// gradient of the loss by the filters, from the input src (InH, InW, InC) and
// the gradient by the output ddst (OutH, OutW, OutC).
func (c *Conv) FilterGrad(acc, src, ddst []float32, ws *Workspace) {
	f := &c.filter
	acc = acc[:c.FilterGradLen()] // kernels in assembly check nothing
	src = f.pad.apply(src, ws)
	pixels := c.OutH() * c.OutW()
	if f.cols != c.OutC {
		wide := ws.extra(pixels * f.cols)
		for i := range pixels {
			row := wide[i*f.cols:][:f.cols]
			clear(row[copy(row, ddst[i*c.OutC:][:c.OutC]):])
		}
		ddst = wide
	}
	o := &ws.grad
	*o = outer{
		a: src, aRow: c.Stride * f.pad.Row(), aStep: c.Stride * c.InC,
		b: ddst[:pixels*f.cols], bRow: c.OutW() * f.cols, bStep: f.cols,
		height: c.OutH(), width: c.OutW(),
		ldc: f.cols,
	}
	for ky := range c.KernelH {
		for i := range f.panels {
			p := &f.panels[i]
			for r := 0; r < f.length; r += p.micro.rows {
				o.ai = ky*f.pad.Row() + r
				o.bi = p.first
				o.c = acc[(ky*f.rows+r)*f.cols+p.first:]
				p.micro.outer(o)
			}
		}
	}
}

// UnpackFilterGrad adds what FilterGrad accumulated to dw (OutC, InC, KernelH, KernelW).
func (c *Conv) UnpackFilterGrad(dw, acc []float32) {
	f := &c.filter
	taps := c.KernelH * c.KernelW
	for ky := range c.KernelH {
		for kx := range c.KernelW {
			for i := range c.InC {
				row := acc[(ky*f.rows+kx*c.InC+i)*f.cols:][:c.OutC]
				at := i*taps + ky*c.KernelW + kx
				for o, g := range row {
					dw[at+o*c.InC*taps] += g
				}
			}
		}
	}
}
