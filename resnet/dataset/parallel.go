package dataset

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// maxWorkers bounds how many pictures are decoded or drawn at once: each may
// take hundreds of megabytes.
const maxWorkers = 4

// each does 0 … n-1 side by side, in no order. Every worker starts with a call
// of newWorker, for buffers of its own. It fails only once ctx is done, with
// some of them undone.
func each(ctx context.Context, n int, newWorker func() (work func(i int))) error {
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(maxWorkers, runtime.GOMAXPROCS(0), n) {
		workers.Go(func() {
			work := newWorker()
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	workers.Wait()
	return ctx.Err()
}
