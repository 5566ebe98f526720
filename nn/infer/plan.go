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
	chunk   int // images that go through the network together; divides batch
	in, out nn.Shape
	steps   []step
	memory  memory
	result  int // slot of the output
	y       []float32
	crew    *crew
}

// step computes one slot from others.
type step interface {
	// run does the part of the worker that calls it; parts touch nothing that
	// another part writes.
	run(w *worker)
	describe() StepTime
	computes() *result
}

// Run returns the output for x, images (N, H, W, C) in one slice. The result
// (N, classes for a classifier) holds until the next run. It panics if x is
// not of the plan's size.
func (p *Plan) Run(x []float32) []float32 {
	p.check(x)
	p.crew.run(p, x)
	return p.y
}

func (p *Plan) check(x []float32) {
	if len(x) != p.batch*p.in.Len() {
		panic("infer: input of " + strconv.Itoa(len(x)) + " elements, the plan takes " +
			strconv.Itoa(p.batch) + " images of " + strconv.Itoa(p.in.Len()))
	}
}

// pass takes the i-th chunk of x through the network, or the worker's part of
// the work if several share it. The next chunk may begin when the result of this
// one is out of the way.
func (p *Plan) pass(w *worker, x []float32, i int) {
	n, m := p.chunk*p.in.Len(), p.chunk*p.out.Len()
	w.slots[0] = x[i*n:][:n]
	for _, s := range p.steps {
		s.run(w)
		w.meet()
	}
	if w.part == 0 {
		copy(p.y[i*m:][:m], w.slots[p.result])
	}
	w.meet()
}

// SetThreads sets how many threads share a run; at first it is one. If there
// are chunks enough, each thread takes some of them, in memory of its own;
// otherwise all share each step.
func (p *Plan) SetThreads(n int) { p.crew = newCrew(max(n, 1), p) }

// StepTime is what a step of a plan does and how long it takes.
type StepTime struct {
	Layer  string // the layer computed, with those folded into it
	Method string // how
	MACs   int64  // multiply-accumulates by definition of the layer
	Time   time.Duration
}

// Profile runs the plan on x as Run does, in one thread, and times each step.
func (p *Plan) Profile(x []float32) []StepTime {
	p.check(x)
	times := make([]StepTime, len(p.steps))
	w := p.alone()
	n := p.chunk * p.in.Len()
	for i, s := range p.steps {
		times[i] = s.describe()
		times[i].MACs *= int64(p.batch / p.chunk)
	}
	for at := 0; at < len(x); at += n {
		w.slots[0] = x[at:][:n]
		for i, s := range p.steps {
			start := time.Now()
			s.run(w)
			times[i].Time += time.Since(start)
		}
	}
	return times
}

// alone is a worker that does everything by itself.
func (p *Plan) alone() *worker {
	if p.crew.alone == nil {
		p.crew.alone = &worker{parts: 1, slots: p.memory.arena()}
	}
	return p.crew.alone
}
