package nn

import "canvasnet/nn/kernel"

// ReLU is max(x, 0), element by element of (N, H, W, C).
type ReLU struct {
	noParams
	shape Shape
	y, dx *Tensor
}

// Build implements [Layer].
func (r *ReLU) Build(in ...Shape) (s Shape, err error) {
	r.shape, err = single("ReLU", in)
	return r.shape, err
}

// Map implements [Mapper].
func (r *ReLU) Map(dst []float32, src ...[]float32) { kernel.ReLU(dst, src[0]) }

// Forward implements [Layer].
func (r *ReLU) Forward(ctx *Context, in ...*Tensor) *Tensor {
	r.y = forward(ctx, r, r.y, r.shape, in)
	return r.y
}

// Backward implements [Layer]: dx = dy where y > 0, else 0.
func (r *ReLU) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	r.dx = batch(r.dx, n, r.shape)
	ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		kernel.ReLUGrad(images(r.dx, r.shape, lo, hi), images(dy, r.shape, lo, hi), images(r.y, r.shape, lo, hi))
	})
	return []*Tensor{r.dx}
}
