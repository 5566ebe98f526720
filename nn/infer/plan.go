// Package infer compiles a trained network into a plan that only infers: batch
// norm is folded into the convolutions before it, sums and ReLUs happen where
// a convolution writes its result, filters are packed once, and results whose
// lifetimes do not overlap share memory. A run allocates nothing.
package infer

import (
	"fmt"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// Plan computes the output of a network for a fixed number of images. It is
// not safe for concurrent use.
type Plan struct {
	batch   int
	in, out nn.Shape
	steps   []step
	slots   [][]float32 // results; slot 0 is the input, set by Run
	result  int         // slot of the output
	ws      kernel.Workspace
}

// step computes one slot from others.
type step interface {
	run(p *Plan)
}

// Run returns the output for x, images (N, H, W, C) in one slice. The result
// (N, classes for a classifier) holds until the next run. It panics if x is
// not of the plan's size.
func (p *Plan) Run(x []float32) []float32 {
	if len(x) != p.batch*p.in.Len() {
		panic(fmt.Sprintf("infer: input of %d elements, the plan takes %d images of %v", len(x), p.batch, p.in))
	}
	p.slots[0] = x
	for _, s := range p.steps {
		s.run(p)
	}
	return p.slots[p.result][:p.batch*p.out.Len()]
}

// convStep is a convolution or dense layer with all that was folded into it.
type convStep struct {
	conv          *kernel.Conv
	images        int // how many times it runs; a dense layer takes the batch as one image
	in, out, add  int // slots; add < 0 for none
	filters, bias []float32
	relu          bool
}

func (s *convStep) run(p *Plan) {
	inLen := s.conv.InH * s.conv.InW * s.conv.InC
	outLen := s.conv.OutH() * s.conv.OutW() * s.conv.OutC
	for i := range s.images {
		var add []float32
		if s.add >= 0 {
			add = p.slots[s.add][i*outLen:][:outLen]
		}
		s.conv.Forward(p.slots[s.out][i*outLen:][:outLen], p.slots[s.in][i*inLen:], s.filters, s.bias, add, s.relu, &p.ws)
	}
}

// mapStep is a layer with nothing to fold.
type mapStep struct {
	layer   nn.Mapper
	in      []int
	lengths []int       // of the inputs
	x       [][]float32 // the inputs, gathered for the call
	out     int
	length  int
}

func (s *mapStep) run(p *Plan) {
	for i, slot := range s.in {
		s.x[i] = p.slots[slot][:s.lengths[i]]
	}
	s.layer.Map(p.slots[s.out][:s.length], s.x...)
}

// normStep is a batch norm that no convolution could take in.
type normStep struct {
	scale, shift []float32
	in, out      int
	length       int
}

func (s *normStep) run(p *Plan) {
	kernel.ScaleShift(p.slots[s.out][:s.length], p.slots[s.in][:s.length], s.scale, s.shift)
}
