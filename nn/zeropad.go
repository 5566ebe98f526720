package nn

import (
	"errors"
	"strconv"
)

// ZeroPad surrounds each image with Pixels rows and columns of zeros: from
// (N, H, W, C) to (N, H+2·Pixels, W+2·Pixels, C).
type ZeroPad struct {
	noParams
	Pixels  int
	in, out Shape
	y, dx   *Tensor
}

// Build implements [Layer].
func (z *ZeroPad) Build(in ...Shape) (s Shape, err error) {
	if z.in, err = single("zero padding", in); err != nil {
		return Shape{}, err
	}
	if z.Pixels < 0 {
		return Shape{}, errors.New("zero padding of " + strconv.Itoa(z.Pixels) + " pixels, want 0 or more")
	}
	z.out = Shape{z.in.H + 2*z.Pixels, z.in.W + 2*z.Pixels, z.in.C}
	return z.out, nil
}

// Map implements [Mapper].
func (z *ZeroPad) Map(dst []float32, src ...[]float32) {
	clear(dst)
	z.rows(len(src[0])/z.in.Len(), func(inside, outside int) { copy(dst[outside:], src[0][inside:][:z.in.W*z.in.C]) })
}

// Forward implements [Layer].
func (z *ZeroPad) Forward(ctx *Context, in ...*Tensor) *Tensor {
	z.y = forward(ctx, z, z.y, z.out, in)
	return z.y
}

// Backward implements [Layer]: the gradient inside the margin.
func (z *ZeroPad) Backward(_ *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	z.dx = batch(z.dx, n, z.in)
	z.rows(n, func(inside, outside int) { copy(z.dx.Data[inside:][:z.in.W*z.in.C], dy.Data[outside:]) })
	return []*Tensor{z.dx}
}

// rows calls f with where each row of n images starts, in the small and in the
// large ones.
func (z *ZeroPad) rows(n int, f func(inside, outside int)) {
	for i := range n {
		for y := range z.in.H {
			f((i*z.in.H+y)*z.in.W*z.in.C, ((i*z.out.H+y+z.Pixels)*z.out.W+z.Pixels)*z.out.C)
		}
	}
}
