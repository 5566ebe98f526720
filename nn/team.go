package nn

import (
	"sync"

	"canvasnet/nn/kernel"
)

// Team is a fixed number of goroutines that share the images of a batch. Each
// takes a fixed part of it, so sums over a batch do not depend on timing.
type Team struct {
	workspaces []kernel.Workspace
	floats     [][]float32 // of each worker, for scratch
}

// NewTeam returns a team of the given number of threads, at least one.
func NewTeam(threads int) *Team {
	threads = max(threads, 1)
	return &Team{workspaces: make([]kernel.Workspace, threads), floats: make([][]float32, threads)}
}

// Threads is the size of the team.
func (t *Team) Threads() int { return len(t.workspaces) }

// Each splits 0 … n-1 into one range [lo, hi) for each worker and waits until
// work has been called for all that are not empty.
func (t *Team) Each(n int, work func(worker, lo, hi int, ws *kernel.Workspace)) {
	threads := t.Threads()
	var wg sync.WaitGroup
	for w := 1; w < threads; w++ {
		if lo, hi := w*n/threads, (w+1)*n/threads; lo < hi {
			wg.Go(func() { work(w, lo, hi, &t.workspaces[w]) })
		}
	}
	if hi := n / threads; hi > 0 {
		work(0, 0, hi, &t.workspaces[0])
	}
	wg.Wait()
}

// Images calls work for each of n images, and waits.
func (t *Team) Images(n int, work func(i int)) {
	t.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		for i := lo; i < hi; i++ {
			work(i)
		}
	})
}

// scratch returns n floats that are worker w's until it asks again.
func (t *Team) scratch(w, n int) []float32 {
	if cap(t.floats[w]) < n {
		t.floats[w] = kernel.Alloc(n)
	}
	return t.floats[w][:n]
}

// partial is one array for each worker, to sum into without sharing.
type partial [][]float32

// grow returns arrays of n floats, one for each worker of t, of zeros where they
// are new.
func (p partial) grow(t *Team, n int) partial {
	for len(p) < t.Threads() {
		p = append(p, kernel.Alloc(n))
	}
	return p
}

// reset returns arrays of n zeros, one for each worker of t.
func (p partial) reset(t *Team, n int) partial {
	p = p.grow(t, n)
	for _, sums := range p {
		clear(sums)
	}
	return p
}

// sum adds all arrays into the first, in order of workers.
func (p partial) sum() []float32 {
	for _, s := range p[1:] {
		kernel.Add(p[0], p[0], s)
	}
	return p[0]
}
