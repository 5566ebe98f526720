package infer

import (
	"runtime"
	"sync/atomic"

	"canvasnet/nn/kernel"
)

// crew is the threads that share the steps of a run. A step of a small network
// takes microseconds, less than it takes to wake a goroutine, so the workers go
// through all steps side by side and wait for each other in between.
type crew struct {
	workers []*worker
	arrived atomic.Int64 // at any barrier, since the beginning
	begun   int64        // arrived, when the present run began
}

// worker is one thread, with its scratch memory.
type worker struct {
	part, parts int
	ws          kernel.Workspace
	inputs      [maxInputs][]float32 // of a layer that maps
	start       func()               // made once, for it would be allocated
}

func newWorker(part, parts int) *worker { return &worker{part: part, parts: parts} }

func (c *crew) resize(n int, p *Plan) {
	n = max(n, 1)
	c.workers = nil
	for part := range n {
		w := newWorker(part, n)
		w.start = func() { c.work(p, w) }
		c.workers = append(c.workers, w)
	}
}

func (c *crew) run(p *Plan) {
	c.begun = c.arrived.Load()
	for _, w := range c.workers[1:] {
		go w.start()
	}
	c.work(p, c.workers[0])
}

func (c *crew) work(p *Plan, w *worker) {
	all := int64(len(c.workers))
	wait := c.begun
	for _, s := range p.steps {
		s.run(p, w)
		if all > 1 {
			wait += all
			c.arrived.Add(1)
			c.await(wait)
		}
	}
}

// spins is how often a worker looks before it lets others run.
const spins = 200

func (c *crew) await(arrived int64) {
	for i := 0; c.arrived.Load() < arrived; i++ {
		if i >= spins {
			runtime.Gosched()
		}
	}
}

// images returns the bounds of the worker's share of n images.
func (w *worker) images(n int) (lo, hi int) {
	return w.part * n / w.parts, (w.part + 1) * n / w.parts
}
