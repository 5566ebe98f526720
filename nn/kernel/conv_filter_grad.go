package kernel

// directFilterGrad lays out the filter gradient as a matrix product over pixels:
// row (ky, kx, c) and column o of it is the sum over output pixels of
// input(y+ky, x+kx, c) · gradient(y, x, o).
type directFilterGrad struct {
	shape  ConvShape
	pad    padding // of the input
	length int     // rows for each ky: KernelW·InC
	rows   int     // the same, rounded up to whole tiles of every panel
	panels []panel
	cols   int
}

func newFilterGrad(s ConvShape, set *kernels, method chooser) filterGrad {
	if m := method(s, set); m != Direct && set.transforms(m.tile()).gradient != nil {
		return newWinogradGrad(s, m.tile(), set)
	}
	f := &directFilterGrad{
		shape:  s,
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

func (f *directFilterGrad) len() int { return f.shape.KernelH * f.rows * f.cols }

func (f *directFilterGrad) group() int { return 1 }

func (f *directFilterGrad) add(acc, src, ddst []float32, ws *Workspace) {
	in, out := f.shape.InH*f.shape.InW*f.shape.InC, f.shape.OutH()*f.shape.OutW()*f.shape.OutC
	for ; len(src) > 0; src, ddst = src[in:], ddst[out:] {
		f.image(acc, src[:in], ddst[:out], ws)
	}
}

// image adds the gradient of one image.
func (f *directFilterGrad) image(acc, src, ddst []float32, ws *Workspace) {
	s := f.shape
	src = f.pad.apply(src, ws)
	pixels := s.OutH() * s.OutW()
	if f.cols != s.OutC {
		wide := ws.extra(pixels * f.cols)
		for i := range pixels {
			row := wide[i*f.cols:][:f.cols]
			clear(row[copy(row, ddst[i*s.OutC:][:s.OutC]):])
		}
		ddst = wide
	}
	o := &ws.grad
	*o = outer{
		a: src, aRow: s.Stride * f.pad.Row(), aStep: s.Stride * s.InC,
		b: ddst[:pixels*f.cols], bRow: s.OutW() * f.cols, bStep: f.cols,
		height: s.OutH(), width: s.OutW(),
		ldc: f.cols,
	}
	for ky := range s.KernelH {
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

func (f *directFilterGrad) unpack(dw []float32, accs [][]float32, lo, hi int, ws *Workspace) {
	s := f.shape
	taps := s.KernelH * s.KernelW
	row := ws.extra(s.OutC)
	for ky := range s.KernelH {
		for kx := range s.KernelW {
			for i := lo; i < hi; i++ {
				sumRow(row, accs, (ky*f.rows+kx*s.InC+i)*f.cols)
				at := i*taps + ky*s.KernelW + kx
				for o, g := range row {
					dw[at+o*s.InC*taps] += g
				}
			}
		}
	}
}
