package nn

import (
	"errors"
	"math/rand/v2"
	"strconv"

	"canvasnet/nn/kernel"
)

// Layer is one operation of a network together with its gradient. A layer
// serves one place in one network: Forward leaves in it what Backward needs.
type Layer interface {
	// Build fixes the shapes: given those of the inputs, it makes the parameters,
	// still without values, and returns that of the output. It is called once.
	Build(in ...Shape) (Shape, error)

	// Forward computes the output (N, H, W, C) from the inputs, all of the
	// same N. The output is the layer's and holds until the next Forward.
	Forward(ctx *Context, in ...*Tensor) *Tensor

	// Backward takes the gradient of the loss by the output of the last
	// Forward, adds to the gradients of the parameters, and returns the
	// gradients by the inputs, in order. If ctx.SkipInput is set it may return
	// nil, for all of them or for the first. It never writes to dy.
	Backward(ctx *Context, dy *Tensor) []*Tensor

	// Params returns the parameters, always in the same order.
	Params() []*Param
}

// Initializer is a layer whose parameters start from random values.
type Initializer interface {
	Init(r *rand.Rand)
}

// Mapper is a layer without parameters that treats every image on its own. Its
// Map depends on nothing but what Build fixed, so a training pass and an
// inference plan may share the layer.
type Mapper interface {
	Layer

	// Map computes the outputs dst (N, H, W, C) of N images from the inputs
	// src, each of the same N.
	Map(dst []float32, src ...[]float32)
}

// forward is the forward pass of any Mapper: Map, with the batch split among
// the team. y is the output of the last pass, whose memory it takes over.
func forward(ctx *Context, l Mapper, y *Tensor, out Shape, in []*Tensor) *Tensor {
	n := in[0].Shape[0]
	y = batch(y, n, out)
	ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		src := make([][]float32, len(in))
		for i, x := range in {
			each := len(x.Data) / n
			src[i] = x.Data[lo*each : hi*each]
		}
		l.Map(images(y, out, lo, hi), src...)
	})
	return y
}

// Context is what layers need to know of the pass they take part in.
type Context struct {
	Team      *Team
	Training  bool // batch statistics instead of running ones
	SkipInput bool // Backward: nobody needs the gradients by the inputs

	// Backward: what other readers of the first input found its gradient to be,
	// nil if there are none. A layer may take it and add it to its own.
	others *Tensor
}

// takeOthers returns the gradient by the first input from its other readers, for
// the caller to add.
func (c *Context) takeOthers() *Tensor {
	t := c.others
	c.others = nil
	return t
}

// noParams is embedded by layers without parameters.
type noParams struct{}

func (noParams) Params() []*Param { return nil }

// single checks that a layer got one input and returns its shape.
func single(layer string, in []Shape) (Shape, error) {
	if len(in) != 1 {
		return Shape{}, errors.New(layer + " takes one input, got " + strconv.Itoa(len(in)))
	}
	return in[0], nil
}
