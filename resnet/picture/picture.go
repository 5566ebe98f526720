// Package picture turns any picture into the square that a network sees.
//
// It is the one place that holds the geometry of preprocessing, shared by
// training, the command line and the web page:
//
//	file ─▶ imagefile.Decode ─▶ image.Image ─▶ Square ─▶ size×size RGB bytes, HWC
//	canvas ─▶ RGBA bytes ─▶ SquareRGBA ─▶ the same
//
// Drawing and DrawingRGBA do the same for what may be a drawing, which they look
// for and bring to one place and size.
//
// All arithmetic is on integers, so that the same picture gives the same bytes
// natively and in WebAssembly.
package picture

import (
	"errors"
	"strconv"
)

// MaxPixels is the largest picture, in pixels, that is accepted.
const MaxPixels = 100_000_000

// ErrTooLarge is the cause of an error for a picture beyond MaxPixels.
var ErrTooLarge = errors.New("the picture is too large")

// CheckSize refuses pictures without pixels and, with [ErrTooLarge], those
// beyond MaxPixels.
func CheckSize(width, height int) error {
	if width <= 0 || height <= 0 {
		return errors.New("it is " + dimensions(width, height) + " pixels, which leaves nothing to see: choose another picture")
	}
	if width > MaxPixels/height {
		return tooLarge{width, height}
	}
	return nil
}

// tooLarge says by how much a picture is beyond MaxPixels.
type tooLarge struct{ width, height int }

func (e tooLarge) Error() string {
	return ErrTooLarge.Error() + ": it is " + dimensions(e.width, e.height) +
		" pixels, the limit is " + strconv.Itoa(MaxPixels/1_000_000) + " megapixels: scale it down first"
}

func (e tooLarge) Unwrap() error { return ErrTooLarge }

func dimensions(width, height int) string {
	return strconv.Itoa(width) + "×" + strconv.Itoa(height)
}
