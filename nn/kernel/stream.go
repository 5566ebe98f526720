package kernel

import "math"

// stream computes a convolution with few pixels and many weights, which is
// bound by reading them: weights are stored in 16 bits, as whole numbers with a
// scale for each output channel, and pass by once, tap after tap. A tap meets
// only the pixels it reaches, so the padding costs nothing.
//
// Weights come in pairs, columns j and j+4 of eight: one in the low half of a
// word, found by a shift, and one in the high half, found by doing nothing. The
// low half then is a fraction to the high one, for which the latter makes up.
type stream struct {
	shape    ConvShape
	multiply func(*product)
	rows     []int // where each result starts in dst
	taps     []tap
	filters  []uint32 // (panels, taps, InC, pairs)
	scale    []float32
	bias     []float32
}

// tap is one position of the filters, and the pixels where it meets the image.
type tap struct {
	from     []int // where each pixel starts in src; at least one
	to       []int // where its result starts in the sums
	position int   // in a filter
}

// streamWidth is the number of columns in a panel of 16-bit weights.
const (
	streamWidth = 16
	streamPairs = streamWidth / 2
)

// product is one call of a streaming kernel: C += A·B for every panel of columns
// and every tap, whose pixels are the rows of A and of C.
type product struct {
	src    []float32
	taps   []tap    // at least one
	k      int      // channels of src, a multiple of 4
	b      []uint32 // (panels, taps, k, streamPairs)
	c      []float32
	panels int // at least one
}

func newStream(s ConvShape, images int, in, out Layout, set *kernels) *stream {
	t := &stream{
		shape: s, multiply: set.product, rows: resultRows(s, images, out),
	}
	for ky := range s.KernelH {
		for kx := range s.KernelW {
			p := tap{position: ky*s.KernelW + kx}
			for i := range images {
				for y := range s.OutH() {
					for x := range s.OutW() {
						iy, ix := y*s.Stride+ky-s.PadTop, x*s.Stride+kx-s.PadLeft
						if iy >= 0 && iy < s.InH && ix >= 0 && ix < s.InW {
							p.from = append(p.from, i*in.Len()+in.At(iy, ix))
							p.to = append(p.to, ((i*s.OutH()+y)*s.OutW()+x)*t.columns())
						}
					}
				}
			}
			if len(p.from) > 0 {
				t.taps = append(t.taps, p)
			}
		}
	}
	return t
}

// columns is the number of output channels, rounded up to whole panels.
func (t *stream) columns() int { return roundUp(t.shape.OutC, streamWidth) }

// panel is the number of pairs of weights in a panel.
func (t *stream) panel() int { return len(t.taps) * t.shape.InC * streamPairs }

func (t *stream) setFilters(w, bias []float32) {
	s := t.shape
	each := s.InC * s.KernelH * s.KernelW // weights of an output channel
	t.scale, t.bias = make([]float32, t.columns()), make([]float32, t.columns())
	copy(t.bias, bias)
	t.filters = make([]uint32, t.columns()/streamWidth*t.panel())
	for o := range s.OutC {
		largest := float32(0)
		for _, v := range w[o*each:][:each] {
			largest = max(largest, v, -v)
		}
		if largest == 0 {
			continue
		}
		t.scale[o] = largest / math.MaxInt16 / (1 << 16)
		at := o/streamWidth*t.panel() + o%streamWidth/8*4 + o%4
		for _, tap := range t.taps {
			for i := range s.InC {
				v := w[o*each+i*s.KernelH*s.KernelW+tap.position] / largest * math.MaxInt16
				t.filters[at] = pair(t.filters[at], v, o%8 >= 4)
				at += streamPairs
			}
		}
	}
}

// pair puts v into a half of a pair; the low half has to come first.
func pair(word uint32, v float32, high bool) uint32 {
	if !high {
		return uint32(uint16(round(v)))
	}
	fraction := float32(word) / (1 << 16)
	return uint32(round(v-fraction))<<16 | word
}

// round returns the whole number next to v.
func round(v float32) int32 { return int32(math.RoundToEven(float64(v))) }

func (t *stream) run(dst, src, add []float32, floor float32, s share, ws *Workspace) {
	c := t.columnsOf(s)
	if c.first == c.last {
		return
	}
	n := t.columns()
	sums := ws.extra(len(t.rows) * n)
	t.products(sums, src, c, ws)
	for r, at := range t.rows {
		t.finish(dst, sums[r*n+c.lo:], add, at, c, floor)
	}
}

// streamColumns are those of a share: panels, and the channels in them.
type streamColumns struct{ first, last, lo, hi int }

func (t *stream) columnsOf(s share) (c streamColumns) {
	c.first, c.last = s.cut(t.columns()/streamWidth, 1)
	c.lo, c.hi = c.first*streamWidth, min(c.last*streamWidth, t.shape.OutC)
	return c
}

// products computes the columns c of all sums (rows, columns) from pixels.
func (t *stream) products(sums, pixels []float32, c streamColumns, ws *Workspace) {
	for r := 0; r < len(sums); r += t.columns() {
		clear(sums[r+c.lo : r+c.last*streamWidth])
	}
	ws.product = product{
		src: pixels, taps: t.taps, k: t.shape.InC,
		b: t.filters[c.first*t.panel() : c.last*t.panel()], c: sums[c.lo:], panels: c.last - c.first,
	}
	t.multiply(&ws.product)
}

// finish turns a row of sums, of the columns c, into the result at dst[at].
func (t *stream) finish(dst, sums, add []float32, at int, c streamColumns, floor float32) {
	if add != nil {
		add = add[at+c.lo : at+c.hi]
	}
	scaledSums(dst[at+c.lo:at+c.hi], sums, t.scale[c.lo:], t.bias[c.lo:], add, floor)
}

// scaledSums computes dst = scale·sums + bias (+ add), bounded below by floor; add
// may be nil.
func scaledSums(dst, sums, scale, bias, add []float32, floor float32) {
	for i := scaledSumsVectors(dst, sums, scale, bias, add, floor); i < len(dst); i++ {
		v := sums[i]*scale[i] + bias[i]
		if add != nil {
			v += add[i]
		}
		dst[i] = max(v, floor)
	}
}
