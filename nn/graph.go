package nn

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"time"

	"canvasnet/nn/kernel"
)

// Node is a layer in its place: its name, the nodes it reads, its output.
type Node struct {
	Name   string
	Layer  Layer // nil for the input of the graph
	Inputs []*Node
	Shape  Shape // of the output

	out  *Tensor
	grad *Tensor // by out
	sum  *Tensor // holds grad where several nodes read out
	skip bool    // no gradient is needed before this node

	frozen bool // it learns no more, nor does what it reads
}

// Graph is a network: layers in the order they run, each reading the output of
// earlier ones. Build one with NewGraph and Append; it then has one input and
// one output, that of the last layer.
type Graph struct {
	Nodes []*Node

	params []NamedParam
	run    []step // of the layers so far, once they have run
	ctx    Context
	in     []*Tensor // inputs of the node that runs
	err    error
}

// NewGraph returns a graph of one node, its input of shape (N, H, W, C).
func NewGraph(input Shape) *Graph {
	g := &Graph{ctx: Context{Team: NewTeam(1)}}
	if min(input.H, input.W, input.C) < 1 {
		g.err = errors.New("network input " + input.String() + ": sizes must be positive")
	}
	g.Nodes = []*Node{{Name: "input", Shape: input, skip: true}}
	return g
}

// Input is the first node.
func (g *Graph) Input() *Node { return g.Nodes[0] }

// Output is the last node.
func (g *Graph) Output() *Node { return g.Nodes[len(g.Nodes)-1] }

// Append adds a layer that reads in and returns its node. After a mistake,
// reported by Err, it does nothing.
func (g *Graph) Append(name string, layer Layer, in ...*Node) *Node {
	n := &Node{Name: name, Layer: layer, Inputs: in}
	if g.err != nil {
		return n
	}
	shapes := make([]Shape, len(in))
	for i, from := range in {
		shapes[i] = from.Shape
	}
	s, err := layer.Build(shapes...)
	if err != nil {
		g.err = errors.New("layer " + strconv.Quote(name) + ": " + err.Error())
		return n
	}
	if g.Node(name) != nil {
		g.err = errors.New("layer " + strconv.Quote(name) + ": the name is taken")
		return n
	}
	n.Shape = s
	n.skip = !anyLearns(in)
	g.Nodes, g.run = append(g.Nodes, n), nil
	for _, p := range layer.Params() {
		g.params = append(g.params, NamedParam{p, name + "." + p.Name})
	}
	return n
}

// Err is the first mistake made in building the graph.
func (g *Graph) Err() error { return g.err }

// Node returns the node of that name, or nil.
func (g *Graph) Node(name string) *Node {
	for _, n := range g.Nodes {
		if n.Name == name {
			return n
		}
	}
	return nil
}

// SetThreads sets how many threads share a batch.
func (g *Graph) SetThreads(n int) { g.ctx.Team = NewTeam(n) }

// Init draws initial parameters; the same seed draws the same ones.
func (g *Graph) Init(seed uint64) {
	for _, p := range g.params {
		p.reset()
	}
	r := rand.New(rand.NewPCG(seed, 0))
	for _, n := range g.Nodes {
		if i, ok := n.Layer.(Initializer); ok {
			i.Init(r)
		}
	}
}

// NamedParam is a parameter with its full name, such as "layer1.0.conv1.weight".
type NamedParam struct {
	*Param
	FullName string
}

// Params returns all parameters in the order of layers.
func (g *Graph) Params() []NamedParam { return g.params }

// ZeroGrad clears the gradients of all parameters.
func (g *Graph) ZeroGrad() {
	for _, p := range g.params {
		clear(p.Grad)
	}
}

// Forward runs the network on x (N, H, W, C) and returns the output of the
// last layer. In training, batch norm uses the statistics of the batch.
func (g *Graph) Forward(x *Tensor, training bool) (*Tensor, error) {
	if err := g.accepts(x); err != nil {
		return nil, err
	}
	if g.run == nil {
		g.run = g.steps()
		for _, n := range g.Nodes {
			n.out = nil // it may lie within a fusion now
		}
	}
	g.Input().out = x
	for i := range g.run {
		s := &g.run[i]
		start := time.Now()
		g.ctx.Training = training && !s.first.frozen
		g.in = g.in[:0]
		for _, from := range s.inputs {
			g.in = append(g.in, from.out)
		}
		s.node.out = s.layer.Forward(&g.ctx, g.in...)
		if f, ok := s.layer.(*fusion); ok && f.conv != nil {
			s.first.out = f.conv.y // so that NotFinite tells the convolution from what follows
		}
		s.forward, s.backward = time.Since(start), 0
	}
	return g.Output().out, nil
}

// Ready reports what keeps the network from running: a mistake in building it,
// or parameters without values.
func (g *Graph) Ready() error {
	if g.err != nil {
		return g.err
	}
	if len(g.Nodes) == 1 {
		return errors.New("network without layers: append some first")
	}
	for _, p := range g.params {
		if p.Value == nil {
			return errors.New("parameter " + strconv.Quote(p.FullName) + " has no value: call Init, or load weights")
		}
	}
	return nil
}

func (g *Graph) accepts(x *Tensor) error {
	if err := g.Ready(); err != nil {
		return err
	}
	s := g.Input().Shape
	if len(x.Shape) != 4 || x.Shape[0] < 1 || (Shape{x.Shape[1], x.Shape[2], x.Shape[3]}) != s || len(x.Data) != volume(x.Shape) {
		return errors.New("network input has shape " + dimensions(x.Shape) + " and " + strconv.Itoa(len(x.Data)) +
			" elements, want (N, " + s.String()[1:])
	}
	return nil
}

// Backward takes the gradient of the loss by the output of the last Forward
// and adds to the gradients of all parameters that are learned.
func (g *Graph) Backward(dy *Tensor) {
	for _, p := range g.params {
		p.needGrad()
	}
	for _, n := range g.Nodes {
		n.grad = nil
	}
	g.Output().grad = dy
	for i := len(g.run) - 1; i >= 0; i-- {
		s := &g.run[i]
		start := time.Now()
		if s.node.grad == nil || s.node.frozen {
			continue
		}
		g.ctx.SkipInput = s.first.skip
		from := s.inputs[0]
		g.ctx.others = from.grad
		grads := s.layer.Backward(&g.ctx, s.node.grad)
		from.grad = g.ctx.takeOthers() // nil if the layer has
		for j, dx := range grads {
			if dx != nil {
				s.inputs[j].receive(g.ctx.Team, dx)
			}
		}
		s.backward = time.Since(start)
	}
}

// receive adds dx to the gradient. A gradient may be shared with other nodes,
// so a sum goes to memory of this node's own.
func (n *Node) receive(team *Team, dx *Tensor) {
	if n.grad == nil {
		n.grad = dx
		return
	}
	first := n.grad
	n.sum = batch(n.sum, dx.Shape[0], n.Shape)
	n.grad = n.sum
	team.Each(dx.Shape[0], func(_, lo, hi int, _ *kernel.Workspace) {
		kernel.Add(images(n.sum, n.Shape, lo, hi), images(first, n.Shape, lo, hi), images(dx, n.Shape, lo, hi))
	})
}
