package picture

import "image"

// Drawing is [Square] for what may be a drawing. It looks for plain paper with
// something drawn on it, and shows the network the square around the ink, with
// a margin of a sixteenth of its side; beyond the sheet the paper goes on. So a
// drawing looks the same in a corner and in the middle, tiny and huge, except
// for the width of its lines.
//
// All else is left to Square: photos, paper with a texture, an empty sheet, and
// a picture that has no more pixels than the network sees.
func Drawing(img image.Image, size int) []byte {
	out := make([]byte, size*size*3)
	new(Viewer).Drawing(out, img, size)
	return out
}

// DrawingRGBA is Drawing for the pixels of a canvas ImageData, as [SquareRGBA]
// is Square.
func DrawingRGBA(pix []byte, width, height, size int) ([]byte, error) {
	img, err := imageOf(pix, width, height)
	if err != nil {
		return nil, err
	}
	return Drawing(img, size), nil
}

// A Viewer does what [Drawing] does for one picture after the other, in buffers
// that it keeps. The zero value is ready for use, by one goroutine at a time.
type Viewer struct {
	finder    finder
	resampler resampler
}

// Drawing writes what the network sees of img to dst, size·size·3 bytes.
func (v *Viewer) Drawing(dst []byte, img image.Image, size int) {
	if b := img.Bounds(); !b.Empty() && (b.Dx() > size || b.Dy() > size) {
		if drawn, ok := v.finder.find(img); ok {
			around := drawn.square(b)
			v.resampler.square(dst, drawn.reader(img, around), around.Dx(), size)
			return
		}
	}
	v.resampler.centre(dst, img, size)
}

// The square around the ink has a margin of 1/14 of the ink's larger side, a
// sixteenth of its own. It is at least a twelfth of the sheet: a dot is a dot,
// and does not fill the picture.
const (
	marginPart   = 14
	smallestPart = 12
)

// square returns what the network sees of a sheet; it may reach beyond it.
func (i ink) square(sheet image.Rectangle) image.Rectangle {
	w, h := i.box.Dx(), i.box.Dy()
	larger := max(w, h)
	side := max(larger+2*((larger+marginPart/2)/marginPart), min(sheet.Dx(), sheet.Dy())/smallestPart)
	corner := i.box.Min.Sub(image.Pt((side-w)/2, (side-h)/2))
	return image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side))}
}

// reader is a rowReader of a part that may reach beyond the sheet img.
func (i ink) reader(img image.Image, part image.Rectangle) func(dst []byte, row int) {
	on := part.Intersect(img.Bounds())
	read := rowReader(img, on)
	left, right := 3*(on.Min.X-part.Min.X), 3*(on.Max.X-part.Min.X)
	return func(dst []byte, row int) {
		if y := part.Min.Y + row; y < on.Min.Y || y >= on.Max.Y {
			i.fill(dst)
			return
		}
		i.fill(dst[:left])
		read(dst[left:right], part.Min.Y+row-on.Min.Y)
		i.fill(dst[right:])
	}
}

// fill makes RGB pixels paper.
func (i ink) fill(pixels []byte) {
	for ; len(pixels) >= 3; pixels = pixels[3:] {
		copy(pixels, i.paper[:])
	}
}
