package imagefile_test

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"strings"

	"canvasnet/resnet/picture/imagefile"
)

func ExampleDecode() {
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, 640, 480))); err != nil {
		fmt.Println(err)
		return
	}
	img, err := imagefile.Decode(&file)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(img.Bounds().Size())
	// Output: (640,480)
}

func ExampleDecode_notAPicture() {
	_, err := imagefile.Decode(strings.NewReader("a text file named cat.png"))
	fmt.Println(err)
	// Output: decode the picture: not a PNG, JPEG, GIF or WebP image: save it in one of these formats
}
