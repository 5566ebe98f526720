package picture_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"

	"canvasnet/resnet/picture"
)

func Example() {
	drawing := image.NewNRGBA(image.Rect(0, 0, 640, 480)) // transparent
	drawing.Set(320, 240, color.Black)
	var file bytes.Buffer
	if err := png.Encode(&file, drawing); err != nil {
		fmt.Println(err)
		return
	}

	img, err := picture.Decode(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	seen := picture.Square(img, 32)
	fmt.Println(len(seen), "bytes, the first pixel is", seen[:3])
	// Output: 3072 bytes, the first pixel is [255 255 255]
}

func ExampleDecode_notAPicture() {
	_, err := picture.Decode(strings.NewReader("a text file named cat.png"))
	fmt.Println(err)
	// Output: decode the picture: not a PNG, JPEG, GIF or WebP image: save it in one of these formats
}
