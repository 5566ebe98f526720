package nn

import (
	"errors"
	"strconv"
)

// Subsample keeps every Stride-th pixel of every Stride-th row and adds zero
// channels up to Filters, half before and half after: from (N, H, W, C) to
// (N, ⌈H/Stride⌉, ⌈W/Stride⌉, Filters). It is shortcut A of He et al. (arXiv
// 1512.03385, §4.2), which has no parameters.
type Subsample struct {
	noParams
	Filters, Stride int

	in, out Shape
	y, dx   *Tensor
}

// Build implements [Layer].
func (d *Subsample) Build(in ...Shape) (s Shape, err error) {
	d.in, err = single("shortcut A", in)
	if err != nil {
		return Shape{}, err
	}
	if d.Filters < d.in.C || d.Stride < 1 {
		return Shape{}, errors.New("shortcut A from " + strconv.Itoa(d.in.C) + " to " + strconv.Itoa(d.Filters) +
			" channels with stride " + strconv.Itoa(d.Stride) + ": channels cannot shrink, stride must be positive")
	}
	d.out = Shape{(d.in.H + d.Stride - 1) / d.Stride, (d.in.W + d.Stride - 1) / d.Stride, d.Filters}
	return d.out, nil
}

// Map implements [Mapper].
func (d *Subsample) Map(dst []float32, src ...[]float32) {
	clear(dst)
	d.pixels(len(src[0])/d.in.Len(), func(large, small int) { copy(dst[small:], src[0][large:][:d.in.C]) })
}

// Forward implements [Layer].
func (d *Subsample) Forward(ctx *Context, in ...*Tensor) *Tensor {
	d.y = forward(ctx, d, d.y, d.out, in)
	return d.y
}

// Backward implements [Layer]: pixels that were dropped have no gradient.
func (d *Subsample) Backward(_ *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	d.dx = batch(d.dx, n, d.in)
	clear(d.dx.Data)
	d.pixels(n, func(large, small int) { copy(d.dx.Data[large:][:d.in.C], dy.Data[small:]) })
	return []*Tensor{d.dx}
}

// pixels calls f with where each kept pixel of n images starts, in the input
// and, past the leading zeros, in the output.
func (d *Subsample) pixels(n int, f func(large, small int)) {
	lead := (d.Filters - d.in.C) / 2
	for i := range n {
		for y := range d.out.H {
			for x := range d.out.W {
				large := ((i*d.in.H+y*d.Stride)*d.in.W + x*d.Stride) * d.in.C
				f(large, ((i*d.out.H+y)*d.out.W+x)*d.out.C+lead)
			}
		}
	}
}
