package sketch_test

import (
	"fmt"
	"math/rand/v2"

	"canvasnet/resnet/dataset/sketch"
)

// A photo, here a dark square on a light ground, becomes a line drawing.
func ExampleRender() {
	const size = 16
	photo := make([]byte, 0, size*size*3)
	for i := range size * size {
		light := byte(200)
		if x, y := i%size, i/size; x >= 4 && x < 12 && y >= 4 && y < 12 {
			light = 60
		}
		photo = append(photo, light, light, light)
	}

	drawing := make([]byte, len(photo))
	var ws sketch.Workspace // one for each goroutine, used again for the next picture
	sketch.Render(drawing, photo, size, sketch.Canonical(sketch.Silhouette), &ws)
	fmt.Println("outside:", drawing[:3], "inside:", drawing[3*(8*size+8):][:3])

	rng := rand.New(rand.NewPCG(1, 2))
	sketch.Render(drawing, photo, size, sketch.RandomStyle(rng), &ws)
	// Output: outside: [255 255 255] inside: [0 0 0]
}
