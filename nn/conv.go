package nn

import (
	"errors"
	"math/rand/v2"
	"strconv"

	"canvasnet/nn/kernel"
)

// Conv is a 2-D convolution: from (N, H, W, I) to (N, H', W', O).
type Conv struct {
	Filters int // O
	Kernel  int // height and width of a filter
	Stride  int
	Padding Padding
	Bias    bool

	shape       kernel.ConvShape
	in, out     Shape
	weight      *Param // (O, I, KH, KW)
	bias        *Param // (O), or nil
	k           *kernel.Conv
	x           *Tensor
	y, dx       *Tensor
	filters     []float32 // weight, packed for the forward pass
	offsets     []float32 // bias, packed
	gradFilters []float32 // weight, packed for the data gradient
	gradWeight  partial
	gradBias    partial
}

// Build implements [Layer].
func (c *Conv) Build(in ...Shape) (Shape, error) {
	s, err := single("convolution", in)
	if err != nil {
		return Shape{}, err
	}
	c.in = s
	c.shape = kernel.ConvShape{
		InH: s.H, InW: s.W, InC: s.C, OutC: c.Filters,
		KernelH: c.Kernel, KernelW: c.Kernel, Stride: c.Stride,
	}
	if c.Stride < 1 {
		return Shape{}, errors.New("convolution: stride " + strconv.Itoa(c.Stride) + ", want at least 1")
	}
	c.shape.PadTop, c.shape.PadBottom = c.Padding.amounts(s.H, c.Kernel, c.Stride)
	c.shape.PadLeft, c.shape.PadRight = c.Padding.amounts(s.W, c.Kernel, c.Stride)
	if err := c.shape.Check(); err != nil {
		return Shape{}, err
	}
	c.weight = newParam("weight", true, c.Filters, s.C, c.Kernel, c.Kernel)
	if c.Bias {
		c.bias = newParam("bias", false, c.Filters)
	}
	c.out = Shape{c.shape.OutH(), c.shape.OutW(), c.Filters}
	return c.out, nil
}

// Init draws weights as He et al. do for ReLU networks: normal, variance
// 2/fan-in ("Delving Deep into Rectifiers", arXiv 1502.01852, eq. 10).
func (c *Conv) Init(r *rand.Rand) {
	heNormal(c.weight.Value, c.in.C*c.Kernel*c.Kernel, r)
}

// Geometry is the kernel's view of the convolution.
func (c *Conv) Geometry() kernel.ConvShape { return c.shape }

// Params implements [Layer].
func (c *Conv) Params() []*Param {
	if c.bias != nil {
		return []*Param{c.weight, c.bias}
	}
	return []*Param{c.weight}
}

// layOut prepares the kernel, which inference does without.
func (c *Conv) layOut() {
	if c.k != nil {
		return
	}
	var err error
	if c.k, err = kernel.NewConv(c.shape); err != nil {
		panic(err) // Build checked the shape
	}
}

// Forward implements [Layer].
func (c *Conv) Forward(ctx *Context, in ...*Tensor) *Tensor {
	c.x = in[0]
	n := c.x.Shape[0]
	c.y = batch(c.y, n, c.out)
	c.layOut()
	c.filters = c.k.PackForward(c.filters, c.weight.Value)
	if c.bias != nil {
		c.offsets = c.k.PackBias(c.offsets, c.bias.Value)
	}
	ctx.Team.Each(n, func(_, lo, hi int, ws *kernel.Workspace) {
		for i := lo; i < hi; i++ {
			c.k.Forward(images(c.y, c.out, i, i+1), images(c.x, c.in, i, i+1), c.filters, c.offsets, ws)
		}
	})
	return c.y
}

// Backward implements [Layer]. With x padded and y = x ⋆ w + b,
//
//	dw = Σ x·dy over pixels,  db = Σ dy,  dx = dy ⋆ w turned by 180°.
func (c *Conv) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	c.gradWeight = c.gradWeight.reset(ctx.Team, c.k.FilterGradLen())
	if c.bias != nil {
		c.gradBias = c.gradBias.reset(ctx.Team, c.Filters)
	}
	if !ctx.SkipInput {
		c.dx = batch(c.dx, n, c.in)
		c.gradFilters = c.k.PackDataGrad(c.gradFilters, c.weight.Value)
	}
	ctx.Team.Each(n, func(w, lo, hi int, ws *kernel.Workspace) {
		for i := lo; i < hi; i++ {
			g := images(dy, c.out, i, i+1)
			c.k.FilterGrad(c.gradWeight[w], images(c.x, c.in, i, i+1), g, ws)
			if c.bias != nil {
				kernel.SumChannels(c.gradBias[w], g)
			}
			if !ctx.SkipInput {
				c.k.DataGrad(images(c.dx, c.in, i, i+1), g, c.gradFilters, ws)
			}
		}
	})
	c.k.UnpackFilterGrad(c.weight.Grad, c.gradWeight.sum())
	if c.bias != nil {
		kernel.Add(c.bias.Grad, c.bias.Grad, c.gradBias.sum())
	}
	if ctx.SkipInput {
		return nil
	}
	return []*Tensor{c.dx}
}
