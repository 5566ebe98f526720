package infer

import (
	"errors"
	"slices"
	"strconv"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// Compile makes a plan for batch images from a network with its present
// weights. The network may change or go afterwards.
func Compile(g *nn.Graph, batch int) (*Plan, error) {
	return CompileTo(g, g.Output(), batch)
}

// CompileTo makes a plan of the part of a network that ends with last, one of
// its nodes but the first: what comes after it is left out.
func CompileTo(g *nn.Graph, last *nn.Node, batch int) (*Plan, error) {
	return compile(g, last, batch, kernel.ConvShape.BestMethod)
}

// compile takes the choice of methods, for tests of each.
func compile(g *nn.Graph, last *nn.Node, batch int, method func(kernel.ConvShape, int) kernel.Method) (*Plan, error) {
	if err := g.Ready(); err != nil {
		return nil, errors.New("infer: " + err.Error())
	}
	if batch < 1 {
		return nil, errors.New("infer: batch of " + strconv.Itoa(batch) + ", want at least 1")
	}
	nodes := g.Nodes[:slices.Index(g.Nodes, last)+1]
	if len(nodes) < 2 {
		return nil, errors.New("infer: the plan would end at " + strconv.Quote(last.Name) + ", before any layer of the network: name a later one")
	}
	c := newCompiler(nodes, chunkOf(nodes, batch), method)
	for _, n := range nodes[1:] {
		if c.done[n] {
			continue
		}
		if err := c.node(n); err != nil {
			return nil, errors.New("infer: layer " + strconv.Quote(n.Name) + ": " + err.Error())
		}
	}
	p := &Plan{
		batch: batch, chunk: c.batch, in: g.Input().Shape, out: last.Shape,
		result: c.dense(last), y: make([]float32, batch*last.Shape.Len()),
	}
	p.steps, p.memory = c.steps, c.memory
	p.SetThreads(1)
	return p, nil
}

// cacheFloats is about what a second-level cache holds.
const cacheFloats = 1 << 18

// chunkOf is how many images of a batch should go through the network together.
// What passes between layers should stay in the cache, which asks for few; the
// weights, which pass by once a chunk and are slower to come, should not take
// longer than that, which asks for many. The constants are measured.
func chunkOf(nodes []*nn.Node, batch int) int {
	largest, results, weights := 0, 0, 0
	for _, n := range nodes {
		largest = max(largest, n.Shape.Len())
		results += n.Shape.Len()
		if n.Layer == nil {
			continue
		}
		for _, p := range n.Layer.Params() {
			weights += p.Len()
		}
	}
	chunk := max(cacheFloats/(4*largest), 8*weights/results, 1)
	chunk = min(chunk, batch)
	for n := chunk; n > chunk/2; n-- {
		if batch%n == 0 {
			return n
		}
	}
	return batch // it has no such divisor: better out of the cache than one by one
}

// compiler holds what is known of a network while its plan is made.
type compiler struct {
	batch   int
	readers map[*nn.Node][]*nn.Node
	order   map[*nn.Node]int
	methods map[*nn.Node]kernel.Method
	layouts map[nn.Shape]kernel.Layout // every result of one shape has one layout
	memory  memory
	slot    map[*nn.Node]int  // where the output of a finished node is, in the layout of its shape
	done    map[*nn.Node]bool // finished, or folded into another
	steps   []step
}

func newCompiler(nodes []*nn.Node, batch int, method func(kernel.ConvShape, int) kernel.Method) *compiler {
	c := &compiler{
		batch:   batch,
		readers: make(map[*nn.Node][]*nn.Node),
		order:   make(map[*nn.Node]int),
		methods: make(map[*nn.Node]kernel.Method),
		layouts: make(map[nn.Shape]kernel.Layout),
		memory:  memory{images: batch, slots: make([]slot, 1)},
		slot:    make(map[*nn.Node]int),
		done:    make(map[*nn.Node]bool),
	}
	for i, n := range nodes {
		c.order[n] = i
		for _, from := range n.Inputs {
			c.readers[from] = append(c.readers[from], n)
		}
		c.layouts[n.Shape] = kernel.Layout{H: n.Shape.H, W: n.Shape.W, C: n.Shape.C}
	}
	for _, n := range nodes {
		if conv, ok := n.Layer.(*nn.Conv); ok {
			m := method(conv.Geometry(), batch)
			in := n.Inputs[0].Shape
			c.methods[n] = m
			c.layouts[in] = c.layouts[in].Union(m.Input(conv.Geometry()))
		}
	}
	c.input(nodes[0])
	return c
}

// input gives the input its margin.
func (c *compiler) input(n *nn.Node) {
	c.memory.slots[0].layout = dense(n.Shape)
	c.memory.slots[0].uses = 1
	c.spread(n, 0)
}

// of is the result of n alone, without a margin.
func of(n *nn.Node) result { return result{layers: []string{n.Name}, form: dense(n.Shape)} }

func dense(s nn.Shape) kernel.Layout { return kernel.Layout{H: s.H, W: s.W, C: s.C} }

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
		return c.fullyConnected(n, layer)
	case *nn.BatchNorm:
		c.norm(n, layer)
		return nil
	case nn.Mapper:
		return c.mapper(n, layer)
	}
	return errors.New("a kind of layer that only trains")
}

func (c *compiler) mapper(n *nn.Node, layer nn.Mapper) error {
	if len(n.Inputs) > maxInputs {
		return errors.New("more inputs than any layer should have")
	}
	s := &mapStep{result: of(n), layer: layer, images: c.batch, length: n.Shape.Len()}
	for _, from := range n.Inputs {
		s.in = append(s.in, c.dense(from))
		s.lengths = append(s.lengths, from.Shape.Len())
	}
	s.out = c.memory.take(dense(n.Shape), 1)
	c.steps = append(c.steps, s)
	for _, slot := range s.in {
		c.memory.read(slot)
	}
	c.spread(n, s.out)
	return nil
}

func (c *compiler) norm(n *nn.Node, layer *nn.BatchNorm) {
	s := &normStep{result: of(n), images: c.batch, length: n.Shape.Len(), in: c.dense(n.Inputs[0])}
	s.scale, s.shift = layer.Folded()
	n, s.relu = c.relu(&s.result, n)
	s.out = c.memory.take(dense(n.Shape), 1)
	c.steps = append(c.steps, s)
	c.memory.read(s.in)
	c.spread(n, s.out)
}

// dense returns the slot of the output of n without a margin, a copy if it has
// one. The reader must call memory.read for it.
func (c *compiler) dense(n *nn.Node) int {
	l, from := c.layouts[n.Shape], c.slot[n]
	if l.Dense() {
		return from
	}
	s := &copyStep{result: of(n), layout: l, images: c.batch, in: from}
	s.out = c.memory.take(dense(n.Shape), 1)
	c.steps = append(c.steps, s)
	c.memory.read(from)
	return s.out
}

// spread takes the output of n, which lies in a slot without margin for one
// reader, to the layout of its shape.
func (c *compiler) spread(n *nn.Node, from int) {
	c.done[n] = true
	c.slot[n] = from
	l, readers := c.layouts[n.Shape], max(len(c.readers[n]), 1)
	if l.Dense() {
		c.memory.slots[from].uses = readers
		return
	}
	s := &copyStep{result: of(n), layout: l, into: true, images: c.batch, in: from}
	s.form = l
	s.out = c.memory.take(l, readers)
	c.steps = append(c.steps, s)
	c.memory.read(from)
	c.slot[n] = s.out
}
