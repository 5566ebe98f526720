package picture

import (
	"errors"
	"image"
	"image/draw"
	"strconv"
)

// Square returns what the network sees of img: transparent parts on white, the
// largest centred square, resampled to size × size pixels as RGB bytes in HWC
// order, size·size·3 of them.
//
// Shrinking averages over areas, growing interpolates linearly, and a picture
// of size × size pixels passes unchanged, bit for bit. An image without pixels
// gives a white square; size must be positive.
func Square(img image.Image, size int) []byte {
	out := make([]byte, size*size*3)
	new(resampler).centre(out, img, size)
	return out
}

// SquareRGBA is Square for the pixels of a canvas ImageData: height × width × 4
// bytes, red, green, blue and alpha that is not premultiplied.
func SquareRGBA(pix []byte, width, height, size int) ([]byte, error) {
	img, err := imageOf(pix, width, height)
	if err != nil {
		return nil, err
	}
	return Square(img, size), nil
}

// imageOf makes the pixels of a canvas ImageData an image, without copying them.
func imageOf(pix []byte, width, height int) (*image.NRGBA, error) {
	if err := CheckSize(width, height); err != nil {
		return nil, errors.New("read RGBA pixels: " + err.Error())
	}
	if want := 4 * width * height; len(pix) != want {
		return nil, errors.New("read RGBA pixels: " + strconv.Itoa(len(pix)) + " bytes given, " +
			dimensions(width, height) + " pixels take " + strconv.Itoa(want) + ": pass the data, width and height of one ImageData")
	}
	return &image.NRGBA{Pix: pix, Stride: 4 * width, Rect: image.Rect(0, 0, width, height)}, nil
}

// centre resamples the largest centred square of img to dst, (size, size, 3).
func (r *resampler) centre(dst []byte, img image.Image, size int) {
	b := img.Bounds()
	side := min(b.Dx(), b.Dy())
	if side <= 0 {
		for i := range dst {
			dst[i] = 255
		}
		return
	}
	corner := b.Min.Add(image.Pt((b.Dx()-side)/2, (b.Dy()-side)/2))
	crop := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
	r.square(dst, rowReader(img, crop), side, size)
}

// rowReader returns a function that writes a row of the crop as RGB on white
// into dst, crop.Dx()·3 bytes.
func rowReader(img image.Image, crop image.Rectangle) func(dst []byte, row int) {
	switch img := img.(type) {
	case *image.NRGBA:
		return func(dst []byte, row int) {
			nrgbaOnWhite(dst, img.Pix[img.PixOffset(crop.Min.X, crop.Min.Y+row):])
		}
	case *image.RGBA:
		return func(dst []byte, row int) {
			rgbaOnWhite(dst, img.Pix[img.PixOffset(crop.Min.X, crop.Min.Y+row):])
		}
	}
	line := image.NewRGBA(image.Rect(0, 0, crop.Dx(), 1))
	return func(dst []byte, row int) {
		draw.Draw(line, line.Rect, img, crop.Min.Add(image.Pt(0, row)), draw.Src)
		rgbaOnWhite(dst, line.Pix)
	}
}

// nrgbaOnWhite composites RGBA pixels, alpha not premultiplied, over white.
func nrgbaOnWhite(dst, src []byte) {
	for len(dst) >= 3 && len(src) >= 4 {
		r, g, b, a := uint32(src[0]), uint32(src[1]), uint32(src[2]), uint32(src[3])
		if a != 255 {
			white := 255*(255-a) + 127 // 127 rounds to nearest
			r, g, b = (r*a+white)/255, (g*a+white)/255, (b*a+white)/255
		}
		dst[0], dst[1], dst[2] = byte(r), byte(g), byte(b)
		dst, src = dst[3:], src[4:]
	}
}

// rgbaOnWhite composites RGBA pixels, premultiplied by alpha, over white.
func rgbaOnWhite(dst, src []byte) {
	for len(dst) >= 3 && len(src) >= 4 {
		if src[3] == 255 {
			dst[0], dst[1], dst[2] = src[0], src[1], src[2]
		} else {
			white := 255 - src[3]
			// A colour above its alpha is not valid: min keeps it from wrapping.
			dst[0] = min(src[0], src[3]) + white
			dst[1] = min(src[1], src[3]) + white
			dst[2] = min(src[2], src[3]) + white
		}
		dst, src = dst[3:], src[4:]
	}
}
