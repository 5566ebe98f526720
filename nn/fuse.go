package nn

import "canvasnet/nn/kernel"

// step is a layer as it runs: alone, or fused with those before it.
type step struct {
	layer  Layer
	inputs []*Node
	first  *Node // the first node that the layer stands for
	node   *Node // the last one, which has its output
}

// steps returns the layers in the order they run. Batch norm and the ReLU after
// it run as one, and so does the sum between them, if there is one: what they do
// takes less time than to read and write the memory they do it to.
func (g *Graph) steps() []step {
	readers := make(map[*Node][]*Node)
	for _, n := range g.Nodes {
		for _, from := range n.Inputs {
			readers[from] = append(readers[from], n)
		}
	}
	only := func(n *Node) *Node {
		if r := readers[n]; len(r) == 1 {
			return r[0]
		}
		return nil
	}
	fused := make(map[*Node]step) // by the last node
	inside := make(map[*Node]bool)
	for _, n := range g.Nodes[1:] {
		norm, ok := n.Layer.(*BatchNorm)
		if !ok {
			continue
		}
		s := step{layer: &normReLU{norm: norm}, inputs: n.Inputs, first: n}
		next := only(n)
		if next == nil {
			continue
		}
		var sum *Node
		if _, ok := next.Layer.(*Add); ok && !inside[next] {
			sum = next
			s.inputs = []*Node{n.Inputs[0], sum.Inputs[0]}
			if sum.Inputs[0] == n {
				s.inputs[1] = sum.Inputs[1]
			}
			if next = only(sum); next == nil {
				continue
			}
		}
		if _, ok := next.Layer.(*ReLU); !ok || n.frozen != next.frozen {
			continue
		}
		s.node = next
		fused[next] = s
		inside[n] = true
		if sum != nil {
			inside[sum] = true
		}
	}
	var steps []step
	for _, n := range g.Nodes[1:] {
		s, ok := fused[n]
		switch {
		case ok:
			steps = append(steps, s)
		case !inside[n]:
			steps = append(steps, step{layer: n.Layer, inputs: n.Inputs, first: n, node: n})
		}
	}
	return steps
}

// normReLU is batch norm of its first input, the sum with its second, if there
// is one, and ReLU.
type normReLU struct {
	norm   *BatchNorm
	summed bool
	y      *Tensor
	dx     *Tensor // by the first input
	dsum   *Tensor // by the second
}

// Build implements [Layer]; the layers that are fused are built.
func (f *normReLU) Build(...Shape) (Shape, error) { return f.norm.shape, nil }

// Params implements [Layer].
func (f *normReLU) Params() []*Param { return f.norm.Params() }

// Forward implements [Layer].
func (f *normReLU) Forward(ctx *Context, in ...*Tensor) *Tensor {
	b := f.norm
	b.prepare(ctx, in[0])
	n := b.x.Shape[0]
	f.summed = len(in) > 1
	f.y = batch(f.y, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		var add []float32
		if f.summed {
			add = images(in[1], b.shape, i, i+1)
		}
		kernel.ScaleShiftReLU(images(f.y, b.shape, i, i+1), images(b.x, b.shape, i, i+1), add, b.scale, b.shift)
	})
	return f.y
}

// Backward implements [Layer]: the gradient by the second input is dy where y >
// 0, and batch norm's comes from that.
func (f *normReLU) Backward(ctx *Context, dy *Tensor) []*Tensor {
	b := f.norm
	n := dy.Shape[0]
	b.learn(b.reduce(ctx.Team, n, func(m *moments, lo, hi int) {
		kernel.CrossMomentsReLU(m.a, m.b, dy.Data[lo:hi], f.y.Data[lo:hi], b.x.Data[lo:hi], b.batchMean)
	}))
	if f.summed {
		f.dsum = batch(f.dsum, n, b.shape)
	}
	f.dx = batch(f.dx, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		dy, y, x := images(dy, b.shape, i, i+1), images(f.y, b.shape, i, i+1), images(b.x, b.shape, i, i+1)
		kernel.CombineReLU(images(f.dx, b.shape, i, i+1), dy, y, x, b.scale, b.slope, b.shift)
		if f.summed {
			kernel.ReLUGrad(images(f.dsum, b.shape, i, i+1), dy, y)
		}
	})
	if f.summed {
		return []*Tensor{f.dx, f.dsum}
	}
	return []*Tensor{f.dx}
}
