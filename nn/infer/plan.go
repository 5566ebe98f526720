// Package infer compiles a trained network into a plan that only infers: batch
// norm is folded into the convolutions before it, sums and ReLUs happen where
// a convolution writes its result, each convolution has the method that suits
// its shape, filters are packed once, images lie in margins of zeros so that
// nothing is copied to pad them, and results whose lifetimes do not overlap
// share memory. A run allocates nothing.
package infer

import (
	"strconv"
	"time"

	"canvasnet/nn"
)

// Plan computes the output of a network for a fixed number of images. It is
// not safe for concurrent use.
type Plan struct {
	batch   int
	in, out nn.Shape
	steps   []step
	arena   []float32
	slots   [][]float32 // results, parts of the arena; slot 0 is the input, set by Run
	result  int         // slot of the output
	crew    crew
	alone   *worker // runs profiles
}

// step computes one slot from others.
type step interface {
	// run does the part of the worker that calls it; parts touch nothing that
	// another part writes.
	run(p *Plan, w *worker)
	describe() StepTime
}

// Run returns the output for x, images (N, H, W, C) in one slice. The result
// (N, classes for a classifier) holds until the next run. It panics if x is
// not of the plan's size.
func (p *Plan) Run(x []float32) []float32 {
	p.accept(x)
	p.crew.run(p)
	return p.slots[p.result][:p.batch*p.out.Len()]
}

func (p *Plan) accept(x []float32) {
	if len(x) != p.batch*p.in.Len() {
		panic("infer: input of " + strconv.Itoa(len(x)) + " elements, the plan takes " +
			strconv.Itoa(p.batch) + " images of " + strconv.Itoa(p.in.Len()))
	}
	p.slots[0] = x
}

// SetThreads sets how many threads share a run; at first it is one.
func (p *Plan) SetThreads(n int) { p.crew.resize(n, p) }

// Memory is the number of bytes that intermediate results take.
func (p *Plan) Memory() int { return 4 * len(p.arena) }

// StepTime is what a step of a plan does and how long it takes.
type StepTime struct {
	Layer  string // the layer computed, with those folded into it
	Method string // how
	MACs   int64  // multiply-accumulates for the whole batch, by definition of the layer
	Time   time.Duration
}

// Profile runs the plan on x and times each step, in one thread.
func (p *Plan) Profile(x []float32) []StepTime {
	p.accept(x)
	if p.alone == nil {
		p.alone = newWorker(0, 1)
	}
	times := make([]StepTime, len(p.steps))
	for i, s := range p.steps {
		times[i] = s.describe()
		start := time.Now()
		s.run(p, p.alone)
		times[i].Time = time.Since(start)
	}
	return times
}
