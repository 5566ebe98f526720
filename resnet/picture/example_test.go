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
