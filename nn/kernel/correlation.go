package kernel

import "math"

// correlation slides a filter bank over one padded image, as an implicit
// matrix product. It is both the forward pass of a convolution and, over the
// output's gradient, each phase of its data gradient.
type correlation struct {
	pad    padding
	base   []int // where the window of each result starts in the padded image
	out    []int // where each result starts in dst
	runs   int   // rows of the window
	length int   // floats in a row of the window
	stride int   // floats from one row to the next in the padded image
	outC   int   // channels of a result
	outLen int   // floats of dst
	panels []panel
	bank   bank
	zeros  []float32 // stands for a missing bias
}

// packedLen is the number of floats of the packed filter bank.
func (c *correlation) packedLen() int { return columns(c.panels) * c.runs * c.length }

// run computes every result of one image: dst = corr(src) + bias + add,
// bounded below by floor. bias, of columns(c.panels) floats, and add may be nil.
func (c *correlation) run(dst, src, packed, bias, add []float32, floor float32, ws *Workspace) {
	// Kernels in assembly check nothing: short slices must stop here.
	_, _ = dst[c.outLen-1], packed[:c.packedLen()]
	if add != nil {
		_ = add[c.outLen-1]
	}
	src = c.pad.apply(src, ws)
	if bias == nil {
		bias = c.zeros
	}
	_ = bias[:columns(c.panels)]
	t := &ws.call
	*t = tile{src: src, runs: c.runs, length: c.length, stride: c.stride, floor: floor}
	for i := range c.panels {
		p := &c.panels[i]
		t.panel, t.bias = packed[p.at:], bias[p.first:]
		if p.cols == p.width {
			t.dst = dst[p.first:]
			if add != nil {
				t.add = add[p.first:]
			}
			c.full(t, p, ws)
		} else {
			c.partial(t, p, dst, add, ws)
		}
	}
}

// block points t at the results from m on, rows of them; past the last result
// it repeats it.
func (c *correlation) block(t *tile, m, rows int, ws *Workspace) {
	t.a, t.d, t.blocks = ws.a[:rows], ws.d[:rows], 1
	for r := range rows {
		i := min(m+r, len(c.base)-1)
		t.a[r], t.d[r] = c.base[i], c.out[i]
	}
}

// full runs a panel all of whose columns exist, straight into dst.
func (c *correlation) full(t *tile, p *panel, ws *Workspace) {
	rows := p.micro.rows
	t.blocks = len(c.base) / rows
	whole := t.blocks * rows
	if whole > 0 {
		t.a, t.d = c.base[:whole], c.out[:whole]
		p.micro.tile(t)
	}
	if whole < len(c.base) {
		c.block(t, whole, rows, ws)
		p.micro.tile(t)
	}
}

// partial runs the last panel by way of a buffer as wide as the panel.
func (c *correlation) partial(t *tile, p *panel, dst, add []float32, ws *Workspace) {
	rows := p.micro.rows
	buf := ws.buf[:rows*p.width]
	t.dst, t.add = buf, nil
	if add != nil {
		t.add = buf
	}
	for m := 0; m < len(c.base); m += rows {
		c.block(t, m, rows, ws)
		valid := min(rows, len(c.base)-m)
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

// padding copies an image into a larger one whose margin is zero.
type padding struct {
	inH, inW, c   int
	top, left     int
	height, width int // of the padded image
	slack         int // floats past its end that a kernel may read
}

// none reports whether the padded image is the image itself.
func (p *padding) none() bool {
	return p.height == p.inH && p.width == p.inW && p.slack == 0
}

// apply returns the padded image: src itself, or a copy in ws that holds until
// the next call.
func (p *padding) apply(src []float32, ws *Workspace) []float32 {
	if p.none() {
		return src[:p.inH*p.inW*p.c]
	}
	row := p.width * p.c
	dst := ws.padded(p.height*row + p.slack)
	clear(dst[:p.top*row])
	left, mid := p.left*p.c, p.inW*p.c
	for y := range p.inH {
		d := dst[(p.top+y)*row:][:row]
		clear(d[:left])
		copy(d[left:], src[y*mid:][:mid])
		clear(d[left+mid:])
	}
	clear(dst[(p.top+p.inH)*row:])
	return dst
}

// Workspace is the scratch memory of one goroutine. The zero value is ready;
// it grows to what the largest convolution needs and is then reused.
type Workspace struct {
	pad    []float32
	second []float32
	buf    [maxRows * maxWidth]float32
	a, d   [maxRows]int
	call   tile  // here, not on the stack, because kernels are called by pointer
	grad   outer // likewise
}

// maxWidth is the greatest width of a panel: two vectors of 16 lanes.
const maxWidth = 32

func (ws *Workspace) padded(n int) []float32 {
	if cap(ws.pad) < n {
		ws.pad = make([]float32, n)
	}
	return ws.pad[:n]
}

func (ws *Workspace) extra(n int) []float32 {
	if cap(ws.second) < n {
		ws.second = make([]float32, n)
	}
	return ws.second[:n]
}

var noFloor = float32(math.Inf(-1))

func floorOf(relu bool) float32 {
	if relu {
		return 0
	}
	return noFloor
}
