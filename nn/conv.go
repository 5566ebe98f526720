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

	shape      kernel.ConvShape
	in, out    Shape
	weight     *Param // (O, I, KH, KW)
	bias       *Param // (O), or nil
	k          *kernel.Conv
	group      int // images that go through together, and stay in the cache for what comes next
	x          *Tensor
	y, dx      *Tensor
	gradWeight partial
	gradBias   partial
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

// groupFloats is about a quarter of a second-level cache.
const groupFloats = 1 << 16

// layOut prepares the kernel, which inference does without.
func (c *Conv) layOut() {
	if c.k != nil {
		return
	}
	var err error
	if c.k, err = kernel.NewConv(c.shape); err != nil {
		panic(err) // Build checked the shape
	}
	c.group = max(c.k.Group(), groupFloats/c.out.Len())
}

// Forward implements [Layer].
func (c *Conv) Forward(ctx *Context, in ...*Tensor) *Tensor {
	return c.forward(ctx, in[0], func(_, _, _ int) {})
}

// forward calls seen for each group of images, lo up to hi, that worker w has
// computed, when they are still in the cache.
func (c *Conv) forward(ctx *Context, x *Tensor, seen func(w, lo, hi int)) *Tensor {
	c.x = x
	n := x.Shape[0]
	c.y = batch(c.y, n, c.out)
	c.layOut()
	ctx.Team.Each(c.in.C, func(_, lo, hi int, ws *kernel.Workspace) {
		c.k.SetFilters(c.weight.Value, lo, hi, ws)
	})
	if c.bias != nil {
		c.k.SetBias(c.bias.Value)
	}
	c.groups(ctx.Team, n, func(w, lo, hi int, ws *kernel.Workspace) {
		c.k.Forward(images(c.y, c.out, lo, hi), images(x, c.in, lo, hi), ws)
		seen(w, lo, hi)
	})
	return c.y
}

// groups calls work for groups of the n images of a batch.
func (c *Conv) groups(team *Team, n int, work func(w, lo, hi int, ws *kernel.Workspace)) {
	team.Each(n, func(w, lo, hi int, ws *kernel.Workspace) {
		for ; lo < hi; lo += c.group {
			work(w, lo, min(lo+c.group, hi), ws)
		}
	})
}

// Backward implements [Layer]. With x padded and y = x ⋆ w + b,
//
//	dw = Σ x·dy over pixels,  db = Σ dy,  dx = dy ⋆ w turned by 180°.
func (c *Conv) Backward(ctx *Context, dy *Tensor) []*Tensor {
	return c.backward(ctx, dy.Shape[0], func(_, lo, hi int) []float32 { return images(dy, c.out, lo, hi) })
}

// backward asks for dy of each group of images, lo up to hi, when worker w is
// about to use it.
func (c *Conv) backward(ctx *Context, n int, dy func(w, lo, hi int) []float32) []*Tensor {
	c.gradWeight = c.gradWeight.grow(ctx.Team, c.k.FilterGradLen())
	if c.bias != nil {
		c.gradBias = c.gradBias.reset(ctx.Team, c.Filters)
	}
	if !ctx.SkipInput {
		c.dx = batch(c.dx, n, c.in)
		ctx.Team.Each(c.Filters, func(_, lo, hi int, ws *kernel.Workspace) {
			c.k.SetDataFilters(c.weight.Value, lo, hi, ws)
		})
	}
	others := ctx.takeOthers()
	c.groups(ctx.Team, n, func(w, lo, hi int, ws *kernel.Workspace) {
		g := dy(w, lo, hi)
		c.k.FilterGrad(c.gradWeight[w], images(c.x, c.in, lo, hi), g, ws)
		if c.bias != nil {
			kernel.SumChannels(c.gradBias[w], g)
		}
		if !ctx.SkipInput {
			var add []float32
			if others != nil {
				add = images(others, c.in, lo, hi)
			}
			c.k.DataGrad(images(c.dx, c.in, lo, hi), g, add, ws)
		}
	})
	ctx.Team.Each(c.in.C, func(_, lo, hi int, ws *kernel.Workspace) {
		c.k.UnpackFilterGrad(c.weight.Grad, c.gradWeight, lo, hi, ws)
	})
	if c.bias != nil {
		kernel.Add(c.bias.Grad, c.bias.Grad, c.gradBias.sum())
	}
	if ctx.SkipInput {
		return nil
	}
	return []*Tensor{c.dx}
}
