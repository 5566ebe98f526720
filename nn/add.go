package nn

import (
	"errors"
	"strconv"

	"canvasnet/nn/kernel"
)

// Add is the sum of two inputs of one shape (N, H, W, C): where a residual
// branch and its shortcut meet.
type Add struct {
	noParams
	shape Shape
	y     *Tensor
}

// Build implements [Layer].
func (a *Add) Build(in ...Shape) (Shape, error) {
	if len(in) != 2 {
		return Shape{}, errors.New("add takes two inputs, got " + strconv.Itoa(len(in)))
	}
	if in[0] != in[1] {
		return Shape{}, errors.New("add takes two inputs of one shape, got " + in[0].String() + " and " + in[1].String())
	}
	a.shape = in[0]
	return a.shape, nil
}

// Map implements [Mapper].
func (a *Add) Map(dst []float32, src ...[]float32) { kernel.Add(dst, src[0], src[1]) }

// Forward implements [Layer].
func (a *Add) Forward(ctx *Context, in ...*Tensor) *Tensor {
	a.y = forward(ctx, a, a.y, a.shape, in)
	return a.y
}

// Backward implements [Layer]: both inputs have the gradient of the sum.
func (a *Add) Backward(_ *Context, dy *Tensor) []*Tensor { return []*Tensor{dy, dy} }
