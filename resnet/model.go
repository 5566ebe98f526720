// Package resnet builds residual networks from blocks: the family of He et al.
// ("Deep Residual Learning for Image Recognition", arXiv 1512.03385) for
// CIFAR-10 and ImageNet, and relatives. It names them, summarises them, and
// moves their weights to and from files.
package resnet

import (
	"errors"
	"slices"
	"strconv"

	"canvasnet/nn"
	"canvasnet/weights"
)

// Model is a network with what it takes to use it: the names of its classes
// and the pixels it expects.
type Model struct {
	Name    string
	Classes []string
	Input   weights.Input
	Graph   *nn.Graph

	// Temperature is what [Probabilities] divides the logits by; 0, as long as
	// nobody has fitted it, stands for 1.
	Temperature float32

	// SureAbove is the least probability, after division by Temperature, with
	// which an answer is worth giving: scribbles rarely reach it. 0, as long as
	// nobody has fitted it, lets every answer count.
	SureAbove float32

	Exemplars *Exemplars // nil if there are none
}

// New builds the network with initial weights drawn from seed.
func New(c Config, seed uint64) (*Model, error) {
	g, err := c.Graph()
	if err != nil {
		return nil, err
	}
	g.Init(seed)
	return &Model{Name: c.Name, Classes: c.Classes, Input: c.Input, Graph: g}, nil
}

// Load builds the network that the metadata of f names, with the weights in f.
// Every tensor must be there, of the right shape, and no other but exemplars.
// The network takes over the memory of the tensors.
func Load(f *weights.File) (*Model, error) {
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return nil, err
	}
	c, err := Named(meta.Model)
	if err != nil {
		return nil, err
	}
	c.Classes, c.Input = meta.Classes, meta.Input
	g, err := c.Graph()
	if err != nil {
		return nil, err
	}
	m := &Model{Name: c.Name, Classes: c.Classes, Input: c.Input, Graph: g, Temperature: meta.Temperature, SureAbove: meta.SureAbove}
	if err := m.take(f); err != nil {
		return nil, errors.New("weights of " + c.Name + " with " + strconv.Itoa(len(c.Classes)) + " classes: " + err.Error())
	}
	return m, nil
}

// take makes the tensors of f the model's parameters and exemplars.
func (m *Model) take(f *weights.File) (err error) {
	if m.Exemplars, err = exemplars(f, m.Graph); err != nil {
		return err
	}
	return SetParams(m.Graph, withoutExemplars(f))
}

// SetParams makes the tensors of f, without copying them, the values of the
// parameters of g. Names and shapes must match exactly; after an error g is as
// it was.
func SetParams(g *nn.Graph, f *weights.File) error {
	left := make(map[string]*weights.Tensor, len(f.Tensors))
	for _, t := range f.Tensors {
		left[t.Name] = t
	}
	params := g.Params()
	found := make([]*weights.Tensor, len(params))
	for i, p := range params {
		t := left[p.FullName]
		if t == nil {
			return errors.New("tensor " + strconv.Quote(p.FullName) + " is missing")
		}
		if !slices.Equal(t.Shape, p.Shape) {
			return errors.New("tensor " + strconv.Quote(p.FullName) + " has shape " + weights.FormatShape(t.Shape) +
				", the network wants " + weights.FormatShape(p.Shape))
		}
		found[i] = t
		delete(left, p.FullName)
	}
	for name := range left {
		return errors.New("tensor " + strconv.Quote(name) + " is not part of the network")
	}
	for i, p := range params {
		p.Value = found[i].Data
	}
	return nil
}

// File returns the weights of a network of the zoo (Load knows no others by
// name) with metadata that describe the model; more
// metadata, such as the recipe, is for the caller to add. The tensors share
// memory with the network.
func (m *Model) File() *weights.File {
	f := &weights.File{Metadata: weights.Meta{
		Format: weights.Format, Model: m.Name, Classes: m.Classes, Input: m.Input, Temperature: m.Temperature, SureAbove: m.SureAbove,
	}.Map()}
	for _, p := range m.Graph.Params() {
		f.Tensors = append(f.Tensors, &weights.Tensor{Name: p.FullName, Shape: p.Shape, Data: p.Value})
	}
	if m.Exemplars != nil {
		f.Tensors = append(f.Tensors, m.Exemplars.Tensors()...)
	}
	return f
}

// Params is the number of learned parameters, which is what papers count.
func (m *Model) Params() int {
	n := 0
	for _, p := range m.Graph.Params() {
		if p.Learned {
			n += p.Len()
		}
	}
	return n
}

// MACs is the number of multiply-accumulates of one forward pass of one image,
// in convolutions and dense layers.
func (m *Model) MACs() int64 {
	var n int64
	for _, node := range m.Graph.Nodes {
		n += MACs(node)
	}
	return n
}

// MACs counts the multiply-accumulates of one node for one image.
func MACs(n *nn.Node) int64 {
	switch l := n.Layer.(type) {
	case *nn.Conv:
		return int64(n.Shape.Len()) * int64(l.Kernel*l.Kernel*n.Inputs[0].Shape.C)
	case *nn.Dense:
		return int64(n.Shape.Len()) * int64(n.Inputs[0].Shape.Len())
	}
	return 0
}

// Normalize writes to dst (Size, Size, 3) the pixels rgb, of the same shape,
// 0 to 255, as the network expects them: (x/255 − mean)/std.
func Normalize(dst []float32, rgb []byte, in weights.Input) {
	var scale, shift [3]float32
	for c := range 3 {
		scale[c] = 1 / (255 * in.Std[c])
		shift[c] = -in.Mean[c] / in.Std[c]
	}
	for i, v := range rgb {
		c := i % 3
		dst[i] = float32(float32(v)*scale[c]) + shift[c]
	}
}

// Probabilities writes to dst (K) the softmax of the logits (K) of one picture
// divided by the temperature, 0 for 1: a number fitted to pictures that the
// network has not learned from, with which its probabilities are right about as
// often as they say (C. Guo et al., arXiv 1706.04599, §4.2). dst may be logits.
func Probabilities(dst, logits []float32, temperature float32) {
	if temperature == 0 {
		temperature = 1
	}
	// The largest becomes 0, so that no temperature makes an infinity of it.
	top := slices.Max(logits)
	for i, x := range logits {
		dst[i] = float32((float64(x) - float64(top)) / float64(temperature))
	}
	nn.Softmax(dst, dst)
}
