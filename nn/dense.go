package nn

import (
	"errors"
	"math/rand/v2"
	"strconv"

	"canvasnet/nn/kernel"
)

// Dense is a fully connected layer: y = W·x + b, from (N, 1, 1, I) to
// (N, 1, 1, O).
//
// It runs as a 1×1 convolution over one image whose pixels are the batch.
type Dense struct {
	Units int // O

	in, out      Shape
	weight, bias *Param // (O, I), (O)
	k            *kernel.Conv
	x, y, dx     *Tensor
	gradWeight   []float32
	ws           kernel.Workspace
}

// Build implements [Layer].
func (d *Dense) Build(in ...Shape) (Shape, error) {
	s, err := single("dense layer", in)
	if err != nil {
		return Shape{}, err
	}
	if d.Units < 1 {
		return Shape{}, errors.New("dense layer of " + strconv.Itoa(d.Units) + " units, want at least 1")
	}
	d.in, d.out = s, Shape{1, 1, d.Units}
	d.weight = newParam("weight", true, d.Units, s.Len())
	d.bias = newParam("bias", false, d.Units)
	return d.out, nil
}

// resize prepares for batches of n.
func (d *Dense) resize(n int) {
	if d.k != nil && d.k.InW == n {
		return
	}
	var err error
	if d.k, err = kernel.NewConv(kernel.ConvShape{
		InH: 1, InW: n, InC: d.in.Len(), OutC: d.Units, KernelH: 1, KernelW: 1, Stride: 1,
	}); err != nil {
		panic(err) // Build checked the sizes
	}
}

// Init draws weights from a normal distribution of variance 1/fan-in, which
// keeps the scale of the features.
func (d *Dense) Init(r *rand.Rand) {
	normal(d.weight.Value, 1, d.in.Len(), r)
}

// Params implements [Layer].
func (d *Dense) Params() []*Param { return []*Param{d.weight, d.bias} }

// Forward implements [Layer].
func (d *Dense) Forward(_ *Context, in ...*Tensor) *Tensor {
	d.x = in[0]
	n := d.x.Shape[0]
	d.resize(n)
	d.y = batch(d.y, n, d.out)
	d.k.SetFilters(d.weight.Value, 0, d.in.Len(), &d.ws)
	d.k.SetBias(d.bias.Value)
	d.k.Forward(d.y.Data, d.x.Data, &d.ws)
	return d.y
}

// Backward implements [Layer]:
//
//	dW = Σ dy·xᵀ,  db = Σ dy,  dx = Wᵀ·dy.
func (d *Dense) Backward(ctx *Context, dy *Tensor) []*Tensor {
	if len(d.gradWeight) != d.k.FilterGradLen() {
		d.gradWeight = make([]float32, d.k.FilterGradLen())
	}
	d.k.FilterGrad(d.gradWeight, d.x.Data, dy.Data, &d.ws)
	d.k.UnpackFilterGrad(d.weight.Grad, [][]float32{d.gradWeight}, 0, d.in.Len(), &d.ws)
	kernel.SumChannels(d.bias.Grad, dy.Data)
	if ctx.SkipInput {
		return nil
	}
	d.dx = batch(d.dx, dy.Shape[0], d.in)
	d.k.SetDataFilters(d.weight.Value, 0, d.Units, &d.ws)
	d.k.DataGrad(d.dx.Data, dy.Data, nil, &d.ws)
	return []*Tensor{d.dx}
}
