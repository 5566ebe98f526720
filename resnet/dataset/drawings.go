package dataset

import (
	"context"
	"fmt"
	"os"
	"slices"

	"canvasnet/resnet/dataset/drawing"
)

// readDrawings reads a part of a folder of drawings, each as the page would show
// it to the network had it been drawn there, in a style.
func readDrawings(ctx context.Context, s spec, size int, style string) (*Set, error) {
	samples, err := drawing.ReadFolder(ctx, os.DirFS(s.dir), s.part())
	if err != nil {
		return nil, err
	}
	set, err := RenderDrawings(ctx, samples, size, func(int) drawing.Style { return drawingStyle(style) })
	if err != nil {
		return nil, err
	}
	set.Name = s.name()
	return set, nil
}

// RenderDrawings makes a set of pictures of samples, each in the style that
// styles returns for its index, in any order and at any time. The classes are
// those of CIFAR-10; there may be none of some. It fails for drawings of another
// class, and once ctx is done.
func RenderDrawings(ctx context.Context, samples []drawing.Sample, size int, styles func(i int) drawing.Style) (*Set, error) {
	set := &Set{
		Name:    "drawings",
		Classes: slices.Clone(cifar10Classes),
		Size:    size,
		Pixels:  make([]byte, len(samples)*size*size*3),
		Labels:  make([]int, len(samples)),
	}
	for i, sample := range samples {
		if set.Labels[i] = slices.Index(cifar10Classes, sample.Class); set.Labels[i] < 0 {
			return nil, fmt.Errorf("there is a drawing of the class %q: want one of %s", sample.Class, quoted(cifar10Classes))
		}
	}
	return set, each(ctx, len(samples), func() func(int) {
		var renderer drawing.Renderer
		return func(i int) { renderer.Render(set.Image(i), size, samples[i].Drawing, styles(i)) }
	})
}
