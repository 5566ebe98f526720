package infer

import (
	"runtime"
	"sync"
	"sync/atomic"

	"canvasnet/nn/kernel"
)

// crew is the threads that run a plan.
type crew struct {
	workers []*worker
	alone   *worker // runs profiles
	x       []float32
	done    sync.WaitGroup
}

// worker is one thread, with its scratch memory.
type worker struct {
	part, parts int // of each step
	slots       [][]float32
	ws          kernel.Workspace
	inputs      [maxInputs][]float32 // of a layer that maps
	barrier     *barrier             // between steps; nil if the worker does them alone
	passed      int64                // times through the barrier
	start       func()               // made once, for it would be allocated
}

func newCrew(n int, p *Plan) *crew {
	c := &crew{workers: make([]*worker, n)}
	chunks := p.batch / p.chunk
	shared := n > 1 && chunks < n
	slots := p.memory.arena()
	b := &barrier{all: int64(n)}
	for i := range c.workers {
		w := &worker{parts: 1, slots: slots}
		first, step := i, n // the chunks it takes
		switch {
		case shared:
			w.part, w.parts, w.barrier = i, n, b
			w.slots = append([][]float32(nil), slots...)
			first, step = 0, 1
		case i > 0:
			w.slots = p.memory.arena()
		}
		w.start = func() {
			for i := first; i < chunks; i += step {
				p.pass(w, p.crew.x, i)
			}
			p.crew.done.Done()
		}
		c.workers[i] = w
	}
	return c
}

func (c *crew) run(p *Plan, x []float32) {
	c.x = x
	c.done.Add(len(c.workers))
	for _, w := range c.workers[1:] {
		go w.start()
	}
	c.workers[0].start()
	c.done.Wait()
	c.x = nil
}

// barrier lets workers that share steps wait for each other. A step of a small
// network takes microseconds, less than it takes to wake a goroutine, so they
// spin.
type barrier struct {
	all     int64
	arrived atomic.Int64
}

// spins is how often a worker looks before it lets others run.
const spins = 200

// meet returns when all workers have called it as often as this one.
func (w *worker) meet() {
	if w.barrier == nil {
		return
	}
	w.passed++
	w.barrier.arrived.Add(1)
	for i := 0; w.barrier.arrived.Load() < w.passed*w.barrier.all; i++ {
		if i >= spins {
			runtime.Gosched()
		}
	}
}

// images returns the bounds of the worker's share of n images.
func (w *worker) images(n int) (lo, hi int) {
	return w.part * n / w.parts, (w.part + 1) * n / w.parts
}
