package dataset

import (
	"context"
	"path/filepath"

	"canvasnet/resnet/dataset/sketch"
)

// readSketches reads CIFAR-10 from the folder of s and renders each photo as a
// sketch in a style.
func readSketches(ctx context.Context, s spec, style string) (*Set, error) {
	set, err := cifarVersions[kindCIFAR10].read(ctx, filepath.Clean(s.dir), s)
	if err != nil {
		return nil, err
	}
	return set, set.sketch(ctx, sketchStyle(style))
}

// sketch renders every picture of s, in place. It fails only once ctx is done.
func (s *Set) sketch(ctx context.Context, style sketch.Style) error {
	return each(ctx, s.Len(), func() func(int) {
		var ws sketch.Workspace
		return func(i int) { sketch.Render(s.Image(i), s.Image(i), s.Size, style, &ws) }
	})
}
