package infer

import (
	"fmt"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// Compile makes a plan for batch images from a network with its present
// weights. The network may change or go afterwards.
func Compile(g *nn.Graph, batch int) (*Plan, error) {
	if err := g.Ready(); err != nil {
		return nil, fmt.Errorf("infer: %w", err)
	}
	if batch < 1 {
		return nil, fmt.Errorf("infer: batch of %d, want at least 1", batch)
	}
	c := compiler{
		plan:    &Plan{batch: batch, in: g.Input().Shape, out: g.Output().Shape, slots: make([][]float32, 1)},
		readers: make(map[*nn.Node][]*nn.Node),
		order:   make(map[*nn.Node]int),
		slot:    map[*nn.Node]int{g.Input(): 0},
		uses:    make(map[int]int),
	}
	for i, n := range g.Nodes {
		c.order[n] = i
		for _, from := range n.Inputs {
			c.readers[from] = append(c.readers[from], n)
		}
	}
	for _, n := range g.Nodes[1:] {
		if _, done := c.slot[n]; done {
			continue
		}
		if err := c.node(n); err != nil {
			return nil, fmt.Errorf("infer: layer %q: %w", n.Name, err)
		}
	}
	c.plan.result = c.slot[g.Output()]
	return c.plan, nil
}

// compiler holds what is known of a network while its plan is made.
type compiler struct {
	plan    *Plan
	readers map[*nn.Node][]*nn.Node
	order   map[*nn.Node]int
	slot    map[*nn.Node]int // where the output of a finished node is
	uses    map[int]int      // how many nodes are still to read a slot
	free    []int            // slots whose result nobody needs any more
}

// absorbed marks a node whose output is never written, because the step it
// was folded into goes on to the next.
const absorbed = -1

// only returns the sole reader of n, or nil.
func (c *compiler) only(n *nn.Node) *nn.Node {
	if r := c.readers[n]; len(r) == 1 {
		return r[0]
	}
	return nil
}

func (c *compiler) node(n *nn.Node) error {
	switch layer := n.Layer.(type) {
	case *nn.Conv:
		return c.conv(n, layer)
	case *nn.Dense:
		return c.dense(n, layer)
	case *nn.BatchNorm:
		c.norm(n, layer)
		return nil
	case nn.Mapper:
		c.mapper(n, layer)
		return nil
	}
	return fmt.Errorf("no inference for a layer of type %T", n.Layer)
}

func (c *compiler) mapper(n *nn.Node, layer nn.Mapper) {
	s := &mapStep{layer: layer, length: c.plan.batch * n.Shape.Len(), x: make([][]float32, len(n.Inputs))}
	for _, from := range n.Inputs {
		s.in = append(s.in, c.slot[from])
		s.lengths = append(s.lengths, c.plan.batch*from.Shape.Len())
	}
	s.out = c.write(n, n.Inputs)
	c.plan.steps = append(c.plan.steps, s)
}

func (c *compiler) norm(n *nn.Node, layer *nn.BatchNorm) {
	s := &normStep{in: c.slot[n.Inputs[0]], length: c.plan.batch * n.Shape.Len()}
	s.scale, s.shift = layer.Folded()
	s.out = c.write(n, n.Inputs)
	c.plan.steps = append(c.plan.steps, s)
}

// conv folds the batch norm after a convolution, the sum it goes into and the
// ReLU after that, as far as nobody else reads what lies between.
func (c *compiler) conv(n *nn.Node, layer *nn.Conv) error {
	s, err := newConvStep(layer.Geometry(), c.plan.batch)
	if err != nil {
		return err
	}
	w, b := s.values(layer.Params())
	reads := n.Inputs
	last := n
	s.in, s.add = c.slot[n.Inputs[0]], -1
	if next := c.only(last); next != nil {
		if norm, ok := next.Layer.(*nn.BatchNorm); ok {
			fold(w, b, norm)
			last = c.absorb(last, next)
		}
	}
	if next := c.only(last); next != nil {
		if _, ok := next.Layer.(*nn.Add); ok {
			other := next.Inputs[0]
			if other == last {
				other = next.Inputs[1]
			}
			if c.order[other] < c.order[n] {
				s.add = c.slot[other]
				reads = append(append([]*nn.Node(nil), reads...), other)
				last = c.absorb(last, next)
			}
		}
	}
	last, s.relu = c.relu(last)
	s.pack(w, b)
	s.out = c.write(last, reads)
	c.plan.steps = append(c.plan.steps, s)
	return nil
}

func (c *compiler) dense(n *nn.Node, layer *nn.Dense) error {
	shape := kernel.ConvShape{
		InH: 1, InW: c.plan.batch, InC: n.Inputs[0].Shape.Len(), OutC: layer.Units,
		KernelH: 1, KernelW: 1, Stride: 1,
	}
	s, err := newConvStep(shape, 1)
	if err != nil {
		return err
	}
	s.in, s.add = c.slot[n.Inputs[0]], -1
	last := n
	last, s.relu = c.relu(last)
	s.pack(s.values(layer.Params()))
	s.out = c.write(last, n.Inputs)
	c.plan.steps = append(c.plan.steps, s)
	return nil
}

// relu absorbs the ReLU that alone reads last, if there is one.
func (c *compiler) relu(last *nn.Node) (*nn.Node, bool) {
	if next := c.only(last); next != nil {
		if _, ok := next.Layer.(*nn.ReLU); ok {
			return c.absorb(last, next), true
		}
	}
	return last, false
}

func (c *compiler) absorb(last, next *nn.Node) *nn.Node {
	c.slot[last] = absorbed
	return next
}

// write finds memory for the output of n, then releases what was read for the
// last time: never the other way round, for a step may not write over its input.
func (c *compiler) write(n *nn.Node, reads []*nn.Node) int {
	slot := c.allocate(c.plan.batch * n.Shape.Len())
	c.slot[n] = slot
	c.uses[slot] = max(len(c.readers[n]), 1)
	for _, from := range reads {
		s := c.slot[from]
		if c.uses[s]--; c.uses[s] == 0 && s != 0 {
			c.free = append(c.free, s)
		}
	}
	return slot
}

// allocate takes the smallest free slot that holds size floats, or grows the
// largest, or adds one.
func (c *compiler) allocate(size int) int {
	best := -1
	for i, s := range c.free {
		if best < 0 || fitsBetter(len(c.plan.slots[s]), len(c.plan.slots[c.free[best]]), size) {
			best = i
		}
	}
	if best < 0 {
		c.plan.slots = append(c.plan.slots, make([]float32, size))
		return len(c.plan.slots) - 1
	}
	slot := c.free[best]
	c.free = append(c.free[:best], c.free[best+1:]...)
	if len(c.plan.slots[slot]) < size {
		c.plan.slots[slot] = make([]float32, size)
	}
	return slot
}

// fitsBetter reports whether a slot of a floats suits size better than one of b.
func fitsBetter(a, b, size int) bool {
	if (a >= size) != (b >= size) {
		return a >= size
	}
	return (a < b) == (a >= size)
}

func newConvStep(shape kernel.ConvShape, images int) (*convStep, error) {
	k, err := kernel.NewConv(shape)
	if err != nil {
		return nil, err
	}
	return &convStep{conv: k, images: images}, nil
}

// values returns copies of weight and bias, zeros where there is no bias.
func (s *convStep) values(params []*nn.Param) (w, b []float32) {
	w = append([]float32(nil), params[0].Value...)
	b = make([]float32, s.conv.OutC)
	if len(params) > 1 {
		copy(b, params[1].Value)
	}
	return w, b
}

func (s *convStep) pack(w, b []float32) {
	s.filters = s.conv.PackForward(nil, w)
	s.bias = s.conv.PackBias(nil, b)
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
