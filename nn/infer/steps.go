package infer

import (
	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// result is what a step computes, and where it leaves that.
type result struct {
	layers []string // computed together; the last has the result
	out    int      // slot
	form   kernel.Layout
}

func (r *result) computes() *result { return r }

func (r *result) name() string { return r.layers[len(r.layers)-1] }

// convStep is a convolution or dense layer with all that was folded into it.
type convStep struct {
	result
	method  string
	macs    int64
	conv    *kernel.FixedConv
	in, add int    // slots; add < 0 for none
	sum     string // the layer that adds
	branch  bool   // the convolution, and not the slot, is the first input of the sum
	relu    bool
}

func (s *convStep) run(w *worker) {
	var add []float32
	if s.add >= 0 {
		add = w.slots[s.add]
	}
	s.conv.Run(w.slots[s.out], w.slots[s.in], add, s.relu, w.part, w.parts, &w.ws)
}

func (s *convStep) describe() StepTime {
	return StepTime{Layer: s.name(), Method: s.method, MACs: s.macs}
}

// mapStep is a layer with nothing to fold. It reads and writes images without
// margin.
type mapStep struct {
	result
	layer   nn.Mapper
	images  int
	in      []int
	lengths []int // of an image of each input
	length  int   // of an image of the output
}

// maxInputs is the number of inputs of the layer with most, the sum.
const maxInputs = 2

func (s *mapStep) run(w *worker) {
	lo, hi := w.images(s.images)
	if lo == hi {
		return
	}
	for i, slot := range s.in {
		w.inputs[i] = w.slots[slot][lo*s.lengths[i] : hi*s.lengths[i]]
	}
	s.layer.Map(w.slots[s.out][lo*s.length:hi*s.length], w.inputs[:len(s.in)]...)
}

func (s *mapStep) describe() StepTime { return StepTime{Layer: s.name(), Method: "vector loop"} }

// normStep is a batch norm that no convolution could take in, and the ReLU after
// it.
type normStep struct {
	result
	scale, shift []float32
	relu         bool
	images       int
	in           int
	length       int // of an image
}

func (s *normStep) run(w *worker) {
	lo, hi := w.images(s.images)
	dst, src := w.slots[s.out][lo*s.length:hi*s.length], w.slots[s.in][lo*s.length:hi*s.length]
	if s.relu {
		kernel.ScaleShiftReLU(dst, src, nil, s.scale, s.shift)
	} else {
		kernel.ScaleShift(dst, src, s.scale, s.shift)
	}
}

func (s *normStep) describe() StepTime { return StepTime{Layer: s.name(), Method: "vector loop"} }

// copyStep moves images into a margin or out of it.
type copyStep struct {
	result
	layout kernel.Layout
	into   bool
	images int
	in     int
}

func (s *copyStep) run(w *worker) {
	dense, n := s.layout.H*s.layout.W*s.layout.C, s.layout.Len()
	for i, hi := w.images(s.images); i < hi; i++ {
		if s.into {
			s.layout.Spread(w.slots[s.out][i*n:], w.slots[s.in][i*dense:])
		} else {
			s.layout.Gather(w.slots[s.out][i*dense:], w.slots[s.in][i*n:])
		}
	}
}

func (s *copyStep) describe() StepTime { return StepTime{Layer: s.name(), Method: copying} }

// copying is the method of a step that computes nothing.
const copying = "copy"
