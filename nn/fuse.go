package nn

import (
	"time"

	"canvasnet/nn/kernel"
)

// step is a layer as it runs: alone, or fused with its neighbours.
type step struct {
	layer  Layer
	inputs []*Node
	first  *Node // the first node that the layer stands for
	node   *Node // the last one, which has its output

	forward, backward time.Duration // that the last passes took
}

// steps returns the layers in the order they run. A convolution, the batch norm
// after it, the sum after that and ReLU run as one, as many of them as there are
// around a batch norm: what they do takes less time than to read and write the
// memory they do it to.
func (g *Graph) steps() []step {
	readers := make(map[*Node][]*Node)
	for _, n := range g.Nodes {
		for _, from := range n.Inputs {
			readers[from] = append(readers[from], n)
		}
	}
	inside := make(map[*Node]bool)
	// follower is the only reader of n, if it may be fused with it.
	follower := func(n *Node) *Node {
		if r := readers[n]; len(r) == 1 && !inside[r[0]] && r[0].frozen == n.frozen {
			return r[0]
		}
		return &Node{}
	}
	fusions := make(map[*Node]step) // by the last node
	for _, n := range g.Nodes[1:] {
		norm, ok := n.Layer.(*BatchNorm)
		if !ok {
			continue
		}
		f := &fusion{norm: norm}
		s := step{layer: f, inputs: n.Inputs, first: n, node: n}
		if before := n.Inputs[0]; follower(before) == n {
			if f.conv, ok = before.Layer.(*Conv); ok {
				inside[before] = true
				s.first, s.inputs = before, before.Inputs
			}
		}
		next := follower(n)
		if _, ok := next.Layer.(*Add); ok {
			other := next.Inputs[0]
			if other == n {
				other = next.Inputs[1]
			}
			if relu := follower(next); isReLU(relu) {
				inside[next] = true
				f.summed, s.inputs = true, []*Node{s.inputs[0], other}
				next = relu
			}
		}
		if isReLU(next) {
			inside[n] = true
			f.relu, s.node = true, next
		}
		if s.first != s.node {
			fusions[s.node] = s
		}
	}
	var steps []step
	for _, n := range g.Nodes[1:] {
		if s, ok := fusions[n]; ok {
			steps = append(steps, s)
		} else if !inside[n] {
			steps = append(steps, step{layer: n.Layer, inputs: n.Inputs, first: n, node: n})
		}
	}
	return steps
}

func isReLU(n *Node) bool {
	_, ok := n.Layer.(*ReLU)
	return ok
}

// fusion is batch norm, with a convolution before it or ReLU after it or both. A
// sum comes with ReLU.
type fusion struct {
	conv   *Conv // before it, or nil
	norm   *BatchNorm
	summed bool // its second input is added after it
	relu   bool // at the end

	y    *Tensor
	dx   *Tensor // by the input of batch norm, where there is no convolution
	dsum *Tensor // by the second input
}

// Build implements [Layer]; the layers that are fused are built.
func (f *fusion) Build(...Shape) (Shape, error) { return f.norm.shape, nil }

// Params implements [Layer].
func (f *fusion) Params() []*Param { return f.norm.Params() }

// Forward implements [Layer].
func (f *fusion) Forward(ctx *Context, in ...*Tensor) *Tensor {
	b, x := f.norm, in[0]
	n := x.Shape[0]
	if ctx.Training {
		b.sums.start(ctx.Team, b.shape)
	}
	observe := func(w, lo, hi int, x *Tensor) {
		if ctx.Training {
			b.observe(w, lo, hi, x)
		}
	}
	if f.conv != nil {
		x = f.conv.forward(ctx, x, func(w, lo, hi int) { observe(w, lo, hi, f.conv.y) })
	} else {
		ctx.Team.Each(n, func(w, lo, hi int, _ *kernel.Workspace) { observe(w, lo, hi, x) })
	}
	b.prepare(ctx, x)
	f.y = batch(f.y, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		y, x := images(f.y, b.shape, i, i+1), images(x, b.shape, i, i+1)
		switch {
		case f.summed:
			kernel.ScaleShiftReLU(y, x, images(in[1], b.shape, i, i+1), b.scale, b.shift)
		case f.relu:
			kernel.ScaleShiftReLU(y, x, nil, b.scale, b.shift)
		default:
			kernel.ScaleShift(y, x, b.scale, b.shift)
		}
	})
	return f.y
}

// Backward implements [Layer]: the gradient by the sum is dy where y > 0, and
// those of batch norm and of the convolution come from that. Where nobody needs
// the gradient by the first input it is nil; the second is there all the same.
func (f *fusion) Backward(ctx *Context, dy *Tensor) []*Tensor {
	b := f.norm
	n := dy.Shape[0]
	b.learn(ctx.Team, n, func(sum, cross []float32, from, to int) {
		if f.relu {
			kernel.CrossMomentsReLU(sum, cross, dy.Data[from:to], f.y.Data[from:to], b.x.Data[from:to], b.batchMean)
		} else {
			kernel.CrossMoments(sum, cross, dy.Data[from:to], b.x.Data[from:to], b.batchMean)
		}
	})
	if ctx.SkipInput && f.conv == nil && !f.summed {
		return nil
	}
	if f.summed {
		f.dsum = batch(f.dsum, n, b.shape)
	}
	var grads []*Tensor
	if f.conv != nil {
		grads = f.conv.backward(ctx, n, func(w, lo, hi int) []float32 {
			dx := ctx.Team.scratch(w, (hi-lo)*b.shape.Len())
			f.gradients(dx, dy, lo, hi)
			return dx
		})
	} else {
		f.dx = batch(f.dx, n, b.shape)
		grads = []*Tensor{f.dx}
		ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) { f.gradients(images(f.dx, b.shape, lo, hi), dy, lo, hi) })
	}
	if !f.summed {
		return grads
	}
	if grads == nil {
		grads = []*Tensor{nil}
	}
	return append(grads, f.dsum)
}

// gradients computes those of images lo up to hi: dx by the input of batch norm,
// and by the summand.
func (f *fusion) gradients(dx []float32, dy *Tensor, lo, hi int) {
	b := f.norm
	for i := lo; i < hi; i++ {
		dx := dx[(i-lo)*b.shape.Len():][:b.shape.Len()]
		dy, y, x := images(dy, b.shape, i, i+1), images(f.y, b.shape, i, i+1), images(b.x, b.shape, i, i+1)
		if !f.relu {
			kernel.Combine(dx, dy, x, b.scale, b.slope, b.shift)
			continue
		}
		kernel.CombineReLU(dx, dy, y, x, b.scale, b.slope, b.shift)
		if f.summed {
			kernel.ReLUGrad(images(f.dsum, b.shape, i, i+1), dy, y)
		}
	}
}
