package kernel

import "math"

// correlation slides a filter bank over images, as an implicit matrix product.
// It is both the forward pass of a convolution and, over the output's gradient,
// each phase of its data gradient.
type correlation struct {
	base   []int // where the window of each result starts in src
	out    []int // where each result starts in dst
	runs   int   // rows of the window
	length int   // floats in a row of the window
	stride int   // floats from one row to the next in src
	outC   int   // channels of a result
	inLen  int   // floats of src
	outLen int   // floats of dst
	panels []panel
	bank   bank
	zeros  []float32 // stands for a missing bias
}

// layOut cuts the filters into panels.
func (c *correlation) layOut(set *kernels) {
	c.panels = panels(set, c.outC, c.runs*c.length)
	c.zeros = make([]float32, columns(c.panels))
}

// packedLen is the number of floats of the packed filter bank.
func (c *correlation) packedLen() int { return columns(c.panels) * c.runs * c.length }

// run computes its part of the results: dst = corr(src) + bias + add, bounded
// below by floor. bias, of columns(c.panels) floats, and add may be nil.
func (c *correlation) run(dst, src, packed, bias, add []float32, floor float32, s share, ws *Workspace) {
	// Kernels in assembly check nothing: short slices must stop here.
	dst, src, packed = dst[:c.outLen], src[:c.inLen], packed[:c.packedLen()]
	if add != nil {
		add = add[:c.outLen]
	}
	if bias == nil {
		bias = c.zeros
	}
	bias = bias[:columns(c.panels)]
	t := &ws.call
	*t = tile{src: src, runs: c.runs, length: c.length, stride: c.stride, floor: floor}
	rows, columns := s.split(len(c.base), maxRows)
	first, last := columns.cut(len(c.panels), 1)
	for i := first; i < last; i++ {
		p := &c.panels[i]
		t.panel, t.bias = packed[p.at:], bias[p.first:]
		lo, hi := rows.cut(len(c.base), p.micro.rows)
		if p.cols == p.width {
			t.dst = dst[p.first:]
			if add != nil {
				t.add = add[p.first:]
			}
			c.full(t, p, lo, hi, ws)
		} else {
			c.partial(t, p, dst, add, lo, hi, ws)
		}
	}
}

// block points t at the results from m up to hi, rows of them; past the last
// it repeats it.
func (c *correlation) block(t *tile, m, hi, rows int, ws *Workspace) {
	t.a, t.d, t.blocks = ws.a[:rows], ws.d[:rows], 1
	for r := range rows {
		i := min(m+r, hi-1)
		t.a[r], t.d[r] = c.base[i], c.out[i]
	}
}

// full runs a panel all of whose columns exist, straight into dst, over the
// results from lo to hi.
func (c *correlation) full(t *tile, p *panel, lo, hi int, ws *Workspace) {
	rows := p.micro.rows
	t.blocks = (hi - lo) / rows
	whole := lo + t.blocks*rows
	if whole > lo {
		t.a, t.d = c.base[lo:whole], c.out[lo:whole]
		p.micro.tile(t)
	}
	if whole < hi {
		c.block(t, whole, hi, rows, ws)
		p.micro.tile(t)
	}
}

// partial runs the last panel by way of a buffer as wide as the panel.
func (c *correlation) partial(t *tile, p *panel, dst, add []float32, lo, hi int, ws *Workspace) {
	rows := p.micro.rows
	buf := ws.buf[:rows*p.width]
	t.dst, t.add = buf, nil
	if add != nil {
		t.add = buf
	}
	for m := lo; m < hi; m += rows {
		c.block(t, m, hi, rows, ws)
		valid := min(rows, hi-m)
		for r := range rows {
			if add != nil {
				copy(buf[r*p.width:], add[t.d[r]+p.first:][:p.cols])
			}
			t.d[r] = r * p.width
		}
		p.micro.tile(t)
		for r := range valid {
			copy(dst[c.out[m+r]+p.first:], buf[r*p.width:][:p.cols])
		}
	}
}

var noFloor = float32(math.Inf(-1))

func floorOf(relu bool) float32 {
	if relu {
		return 0
	}
	return noFloor
}
