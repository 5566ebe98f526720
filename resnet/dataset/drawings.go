package dataset

import (
	"context"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"canvasnet/resnet/dataset/drawing"
)

// readDrawings reads a part of a folder of drawings, each as the page would show
// it to the network had it been drawn there.
func readDrawings(ctx context.Context, s spec, size int) (*Set, error) {
	split := drawing.Train
	if s.split == splitTest {
		split = drawing.Test
	}
	samples, err := drawing.ReadFolder(ctx, os.DirFS(s.dir), split)
	if err != nil {
		return nil, err
	}
	set, err := RenderDrawings(ctx, samples, size, func(int) drawing.Style { return drawing.Board() })
	if err != nil {
		return nil, err
	}
	set.Name = s.name()
	return set, nil
}

// RenderDrawings makes a set of pictures of samples, each in the style that
// styles returns for its index, in any order and at any time. The classes are
// those of CIFAR-10; there may be none of some. It fails only once ctx is done.
func RenderDrawings(ctx context.Context, samples []drawing.Sample, size int, styles func(i int) drawing.Style) (*Set, error) {
	each := size * size * 3
	set := &Set{
		Name:    "drawings",
		Classes: slices.Clone(cifar10Classes),
		Size:    size,
		Pixels:  make([]byte, len(samples)*each),
		Labels:  make([]int, len(samples)),
	}
	for i, sample := range samples {
		set.Labels[i] = slices.Index(cifar10Classes, sample.Class)
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(maxReaders, runtime.GOMAXPROCS(0)) {
		workers.Go(func() {
			var renderer drawing.Renderer
			for i := int(next.Add(1)) - 1; i < len(samples) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				renderer.Render(set.Pixels[i*each:][:each], size, samples[i].Drawing, styles(i))
			}
		})
	}
	workers.Wait()
	return set, ctx.Err()
}
