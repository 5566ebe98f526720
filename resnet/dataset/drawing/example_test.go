package drawing_test

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"canvasnet/resnet/dataset/drawing"
)

// A line of Quick, Draw! becomes a picture to learn from.
func Example() {
	const line = `{"word":"sailboat","drawing":[[[0,200,160,40,0],[90,90,120,120,90]],[[100,100,150,100],[90,0,70,70]]]}`
	rng := rand.New(rand.NewPCG(1, 2))
	var renderer drawing.Renderer
	picture := make([]byte, 32*32*3)

	err := drawing.ReadStrokes(strings.NewReader(line), func(_ int, boat drawing.Drawing) error {
		fmt.Println(len(boat.Strokes), "strokes")
		renderer.Render(picture, 32, boat, drawing.RandomStyle(rng, drawing.Photos{}))
		return nil
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output: 2 strokes
}

// What the page's canvas would have, and what the network sees of it.
func ExampleRenderer_Sheet() {
	dot := drawing.Drawing{Strokes: []drawing.Stroke{{{X: 0.5, Y: 0.5}}}}
	var renderer drawing.Renderer
	sheet := renderer.Sheet(dot, drawing.Board())
	fmt.Println(sheet.Bounds(), sheet.RGBAAt(0, 0), sheet.RGBAAt(128, 128))
	// Output: (0,0)-(256,256) {255 255 255 255} {29 31 36 255}
}

// Drawings of what no file has.
func ExampleInvent() {
	rng := rand.New(rand.NewPCG(1, 2))
	stag, ok := drawing.Invent("deer", rng)
	fmt.Println(ok, len(stag.Strokes) > 1)
	_, ok = drawing.Invent("unicorn", rng)
	fmt.Println(ok)
	// Output:
	// true true
	// false
}
