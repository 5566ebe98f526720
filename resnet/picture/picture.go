// Package picture turns any image file into the square that a network sees.
//
// It is the one place that holds the geometry of preprocessing, shared by
// training, the command line and the web page:
//
//	file ─▶ Decode ─▶ image.Image ─▶ Square ─▶ size×size RGB bytes, HWC
//
// All arithmetic is on integers, so that the same picture gives the same bytes
// natively and in WebAssembly.
package picture

import (
	"fmt"
	"image"
)

// MaxPixels is the largest picture, in pixels, that Decode and FromRGBA accept.
const MaxPixels = 100_000_000

// checkSize refuses pictures without pixels and those beyond MaxPixels.
func checkSize(width, height int) error {
	if width <= 0 || height <= 0 {
		return fmt.Errorf("it is %d×%d pixels, which leaves nothing to see: choose another picture", width, height)
	}
	if width > MaxPixels/height {
		return fmt.Errorf("%w: it is %d×%d pixels, the limit is %d megapixels: scale it down first",
			ErrTooLarge, width, height, MaxPixels/1_000_000)
	}
	return nil
}

// FromRGBA wraps pix, the pixels of a canvas ImageData (height × width × 4
// bytes: red, green, blue and non-premultiplied alpha), as an image without
// copying them.
func FromRGBA(pix []byte, width, height int) (*image.NRGBA, error) {
	if err := checkSize(width, height); err != nil {
		return nil, fmt.Errorf("read RGBA pixels: %w", err)
	}
	if want := 4 * width * height; len(pix) != want {
		return nil, fmt.Errorf("read RGBA pixels: %d bytes given, %d×%d pixels take %d: pass the data, width and height of one ImageData",
			len(pix), width, height, want)
	}
	return &image.NRGBA{Pix: pix, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)}, nil
}
