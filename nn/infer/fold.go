package infer

import (
	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// conv folds the batch norm after a convolution, the sum it goes into and the
// ReLU after that, as far as nobody else reads what lies between.
func (c *compiler) conv(n *nn.Node, layer *nn.Conv) error {
	w, b := values(layer.Params(), layer.Filters)
	s := &convStep{in: c.slot[n.Inputs[0]], add: -1}
	s.layers = []string{n.Name}
	reads := []int{s.in}
	last := n
	if next := c.only(last); next != nil {
		if norm, ok := next.Layer.(*nn.BatchNorm); ok {
			fold(w, b, norm)
			last = c.absorb(&s.result, last, next)
		}
	}
	if next := c.only(last); next != nil {
		if _, ok := next.Layer.(*nn.Add); ok {
			other := next.Inputs[0]
			if s.branch = other == last; s.branch {
				other = next.Inputs[1]
			}
			if c.order[other] < c.order[n] {
				s.add, s.sum = c.slot[other], next.Name
				reads = append(reads, s.add)
				last = c.absorb(&s.result, last, next)
			}
		}
	}
	last, s.relu = c.relu(&s.result, last)
	out := c.layouts[last.Shape]
	if err := s.prepare(layer.Geometry(), c.methods[n], c.batch, c.layouts[n.Inputs[0].Shape], out, w, b); err != nil {
		return err
	}
	s.form = out
	s.out = c.memory.take(out, max(len(c.readers[last]), 1))
	c.slot[last], c.done[last] = s.out, true
	c.steps = append(c.steps, s)
	for _, slot := range reads { // not before take: a step may not write over its input
		c.memory.read(slot)
	}
	return nil
}

// fullyConnected is a dense layer, as a 1×1 convolution over one image whose
// pixels are the batch.
func (c *compiler) fullyConnected(n *nn.Node, layer *nn.Dense) error {
	shape := kernel.ConvShape{
		InH: 1, InW: c.batch, InC: n.Inputs[0].Shape.Len(), OutC: layer.Units,
		KernelH: 1, KernelW: 1, Stride: 1,
	}
	w, b := values(layer.Params(), layer.Units)
	s := &convStep{in: c.dense(n.Inputs[0]), add: -1}
	s.layers, s.form = []string{n.Name}, dense(n.Shape)
	last, relu := c.relu(&s.result, n)
	s.relu = relu
	if err := s.prepare(shape, shape.BestMethod(1), 1, shape.Input(), shape.Output(), w, b); err != nil {
		return err
	}
	s.out = c.memory.take(dense(last.Shape), 1)
	c.steps = append(c.steps, s)
	c.memory.read(s.in)
	c.spread(last, s.out)
	return nil
}

// relu absorbs the ReLU that alone reads last, if there is one.
func (c *compiler) relu(r *result, last *nn.Node) (*nn.Node, bool) {
	if next := c.only(last); next != nil {
		if _, ok := next.Layer.(*nn.ReLU); ok {
			return c.absorb(r, last, next), true
		}
	}
	return last, false
}

// absorb folds next into the step of last, whose result is r.
func (c *compiler) absorb(r *result, last, next *nn.Node) *nn.Node {
	c.done[last] = true
	r.layers = append(r.layers, next.Name)
	return next
}

// prepare lays out the convolution.
func (s *convStep) prepare(shape kernel.ConvShape, m kernel.Method, images int, in, out kernel.Layout, w, b []float32) (err error) {
	if s.conv, err = kernel.NewFixedConv(shape, m, images, in, out); err != nil {
		return err
	}
	s.conv.SetFilters(w, b)
	s.method = m.String()
	s.macs = int64(images) * int64(shape.OutH()*shape.OutW()) * int64(len(w))
	return nil
}

// values returns copies of weight and bias, zeros where there is no bias.
func values(params []*nn.Param, units int) (w, b []float32) {
	w = append([]float32(nil), params[0].Value...)
	b = make([]float32, units)
	if len(params) > 1 {
		copy(b, params[1].Value)
	}
	return w, b
}

// fold scales filters and bias so that they include the batch norm that
// follows: γ·(w·x + b − mean)/σ + β.
func fold(w, b []float32, norm *nn.BatchNorm) {
	scale, shift := norm.Folded()
	size := len(w) / len(b)
	for o := range b {
		b[o] = b[o]*scale[o] + shift[o]
		for i := range size {
			w[o*size+i] *= scale[o]
		}
	}
}
