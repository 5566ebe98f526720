package nn

import (
	"errors"
	"strconv"

	"canvasnet/nn/kernel"
)

// window is the geometry that the pooling layers share.
type window struct {
	in, out   Shape
	size      int
	stride    int
	top, left int
}

func newWindow(name string, in []Shape, size, stride int, pad Padding) (window, error) {
	s, err := single(name, in)
	if err != nil {
		return window{}, err
	}
	if size < 1 || stride < 1 {
		return window{}, errors.New(name + ": size " + strconv.Itoa(size) + " and stride " + strconv.Itoa(stride) + " must be positive")
	}
	top, bottom := pad.amounts(s.H, size, stride)
	left, right := pad.amounts(s.W, size, stride)
	if s.H+top+bottom < size || s.W+left+right < size {
		return window{}, errors.New(name + ": window of " + strconv.Itoa(size) + " is larger than the image " + s.String())
	}
	if max(top, bottom, left, right) >= size {
		return window{}, errors.New(name + ": padding " + pad.String() + " leaves windows of " + strconv.Itoa(size) + " without a pixel")
	}
	out := Shape{(s.H+top+bottom-size)/stride + 1, (s.W+left+right-size)/stride + 1, s.C}
	return window{in: s, out: out, size: size, stride: stride, top: top, left: left}, nil
}

// images calls visit with the output and the input of each image.
func (w *window) images(dst, src []float32, visit func(y, x []float32)) {
	in, out := w.in.Len(), w.out.Len()
	for i := range len(dst) / out {
		visit(dst[i*out:][:out], src[i*in:][:in])
	}
}

// each calls visit for every output pixel of one image, with where it starts
// and the rectangle of input pixels [y0, y1) × [x0, x1) under its window.
func (w *window) each(visit func(out, y0, y1, x0, x1 int)) {
	for y := range w.out.H {
		y0 := y*w.stride - w.top
		for x := range w.out.W {
			x0 := x*w.stride - w.left
			visit((y*w.out.W+x)*w.out.C, max(y0, 0), min(y0+w.size, w.in.H), max(x0, 0), min(x0+w.size, w.in.W))
		}
	}
}

// row is an image from pixel (y, x) on.
func (w *window) row(image []float32, y, x int) []float32 { return image[(y*w.in.W+x)*w.in.C:] }

// halves reports whether windows of 2×2 pixels tile the image.
func (w *window) halves() bool {
	return w.size == 2 && w.stride == 2 && w.out.H*2 == w.in.H && w.out.W*2 == w.in.W
}

// pixels calls visit with where each input pixel of a rectangle starts.
func (w *window) pixels(y0, y1, x0, x1 int, visit func(in int)) {
	for y := y0; y < y1; y++ {
		for x := x0; x < x1; x++ {
			visit((y*w.in.W + x) * w.in.C)
		}
	}
}

// MaxPool is the greatest value under a window, for each channel: from
// (N, H, W, C) to (N, H', W', C). Padding counts as minus infinity.
type MaxPool struct {
	noParams
	Size, Stride int
	Padding      Padding

	w        window
	x, y, dx *Tensor
}

// Build implements [Layer].
func (m *MaxPool) Build(in ...Shape) (s Shape, err error) {
	m.w, err = newWindow("max pooling", in, m.Size, m.Stride, m.Padding)
	return m.w.out, err
}

// Map implements [Mapper].
func (m *MaxPool) Map(dst []float32, src ...[]float32) {
	c := m.w.in.C
	m.w.images(dst, src[0], func(y, x []float32) {
		m.w.each(func(out, y0, y1, x0, x1 int) {
			best := y[out:][:c]
			if y1-y0 == 2 && x1-x0 == 2 {
				upper, lower := m.w.row(x, y0, x0), m.w.row(x, y0+1, x0)
				kernel.Max4(best, upper, upper[c:], lower, lower[c:])
				return
			}
			copy(best, x[(y0*m.w.in.W+x0)*c:])
			m.w.pixels(y0, y1, x0, x1, func(in int) { kernel.Max(best, x[in:][:c]) })
		})
	})
}

// Forward implements [Layer].
func (m *MaxPool) Forward(ctx *Context, in ...*Tensor) *Tensor {
	m.x = in[0]
	m.y = forward(ctx, m, m.y, m.w.out, in)
	return m.y
}

// Backward implements [Layer]: the first pixel that had the greatest value
// takes the gradient.
func (m *MaxPool) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	m.dx = batch(m.dx, n, m.w.in)
	c := m.w.in.C
	ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		taken := make([]bool, c)
		for i := lo; i < hi; i++ {
			x, y := images(m.x, m.w.in, i, i+1), images(m.y, m.w.out, i, i+1)
			dx, g := images(m.dx, m.w.in, i, i+1), images(dy, m.w.out, i, i+1)
			if m.w.halves() {
				m.w.each(func(out, y0, _, x0, _ int) {
					upper, lower := m.w.row(x, y0, x0), m.w.row(x, y0+1, x0)
					dUpper, dLower := m.w.row(dx, y0, x0), m.w.row(dx, y0+1, x0)
					kernel.Max4Grad(dUpper, dUpper[c:], dLower, dLower[c:], g[out:], y[out:][:c], upper, upper[c:], lower, lower[c:])
				})
				continue
			}
			clear(dx)
			m.w.each(func(out, y0, y1, x0, x1 int) {
				clear(taken)
				m.w.pixels(y0, y1, x0, x1, func(in int) {
					for j := range c {
						if !taken[j] && x[in+j] == y[out+j] {
							taken[j] = true
							dx[in+j] += g[out+j]
						}
					}
				})
			})
		}
	})
	return []*Tensor{m.dx}
}

// AvgPool is the mean of the values under a window, for each channel: from
// (N, H, W, C) to (N, H', W', C).
type AvgPool struct {
	noParams
	Size, Stride int
	Padding      Padding
	CountPadding bool // divide by the whole window, as PyTorch does; else by the pixels in the image, as TensorFlow does

	w     window
	y, dx *Tensor
}

// Build implements [Layer].
func (a *AvgPool) Build(in ...Shape) (s Shape, err error) {
	a.w, err = newWindow("average pooling", in, a.Size, a.Stride, a.Padding)
	return a.w.out, err
}

// weight is what one pixel of a rectangle counts for.
func (a *AvgPool) weight(y0, y1, x0, x1 int) float32 {
	if a.CountPadding {
		return 1 / float32(a.Size*a.Size)
	}
	return 1 / float32((y1-y0)*(x1-x0))
}

// Map implements [Mapper].
func (a *AvgPool) Map(dst []float32, src ...[]float32) {
	c := a.w.in.C
	clear(dst)
	a.w.images(dst, src[0], func(y, x []float32) {
		a.w.each(func(out, y0, y1, x0, x1 int) {
			weight := a.weight(y0, y1, x0, x1)
			a.w.pixels(y0, y1, x0, x1, func(in int) { kernel.Axpy(y[out:][:c], weight, x[in:]) })
		})
	})
}

// Forward implements [Layer].
func (a *AvgPool) Forward(ctx *Context, in ...*Tensor) *Tensor {
	a.y = forward(ctx, a, a.y, a.w.out, in)
	return a.y
}

// Backward implements [Layer]: every pixel takes its share of the gradient.
func (a *AvgPool) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	a.dx = batch(a.dx, n, a.w.in)
	c := a.w.in.C
	ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		for i := lo; i < hi; i++ {
			dx, g := images(a.dx, a.w.in, i, i+1), images(dy, a.w.out, i, i+1)
			clear(dx)
			a.w.each(func(out, y0, y1, x0, x1 int) {
				weight := a.weight(y0, y1, x0, x1)
				a.w.pixels(y0, y1, x0, x1, func(in int) { kernel.Axpy(dx[in:][:c], weight, g[out:]) })
			})
		}
	})
	return []*Tensor{a.dx}
}
