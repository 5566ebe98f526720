package picture_test

import (
	"fmt"
	"image"
	"image/color"

	"canvasnet/resnet/picture"
)

func ExampleSquare() {
	drawing := image.NewNRGBA(image.Rect(0, 0, 640, 480)) // transparent
	drawing.Set(320, 240, color.Black)

	seen := picture.Square(drawing, 32)
	fmt.Println(len(seen), "bytes, the first pixel is", seen[:3])
	// Output: 3072 bytes, the first pixel is [255 255 255]
}

func ExampleDrawing() {
	dot := image.NewNRGBA(image.Rect(0, 0, 640, 640)) // transparent
	for i := range 100 * 100 {
		dot.Set(20+i%100, 500+i/100, color.Black)
	}

	seen := picture.Drawing(dot, 32)
	fmt.Println("the corner is", seen[:3], "and the middle", seen[(16*32+16)*3:][:3])
	// Output: the corner is [255 255 255] and the middle [0 0 0]
}
