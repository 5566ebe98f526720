package dataset

import (
	"context"
	"math/rand/v2"

	"canvasnet/resnet/dataset/drawing"
)

// Scribbles returns n pictures of size pixels a side with nothing on them that
// has a name: scribbles, lines and empty sheets, as people begin or try a page's
// pens. All have the label NoClass.
func Scribbles(ctx context.Context, n, size int, classes []string, seed uint64) (*Set, error) {
	set := &Set{Name: "scribbles", Classes: classes, Size: size, Pixels: make([]byte, n*size*size*3), Labels: make([]int, n)}
	return set, each(ctx, n, func() func(int) {
		var source rand.PCG
		var renderer drawing.Renderer
		rng := rand.New(&source)
		return func(i int) {
			hi, lo := derive(seed, purposeScribble, i)
			source.Seed(hi, lo)
			set.Labels[i] = NoClass
			renderer.Render(set.Image(i), size, scribble(rng), drawing.RandomStyle(rng, drawing.Photos{}))
		}
	})
}

// One sheet in so many is empty.
const emptySheets = 8

func scribble(rng *rand.Rand) drawing.Drawing {
	if rng.IntN(emptySheets) == 0 {
		return drawing.Drawing{}
	}
	return drawing.Scribble(rng)
}
