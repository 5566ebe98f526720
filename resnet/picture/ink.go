package picture

import "image"

// What counts as paper, in levels of the colour that differs most.
const (
	paperTolerance = 2  // paper of one colour, and its rounding
	inkContrast    = 24 // beyond it is ink; between the two lie soft edges, grain and shadow
)

// ink is what is drawn on a sheet of paper.
type ink struct {
	paper [3]byte         // the colour of the paper
	box   image.Rectangle // around all ink, in the sheet
}

// finder looks for ink, in buffers that it keeps.
type finder struct {
	border []byte // (n, 3), the outermost pixels
	line   []byte // (width, 3)
}

// find looks for a drawing on plain paper. It finds one if at least half of the
// outermost pixels have their median colour, the paper's; if something stands
// out from it; and if of all that doesn't, 19 pixels in 20 are paper. On a
// screen paper has one colour. In a photo it never does: a sky or the white wall
// of a studio has grain and shadow.
func (f *finder) find(img image.Image) (ink, bool) {
	paper, plain := f.borderColour(img)
	if !plain {
		return ink{}, false
	}
	b := img.Bounds()
	f.line = resize(f.line, b.Dx()*3)
	read := rowReader(img, b)
	var exact, near int
	box := image.Rectangle{Min: b.Max, Max: b.Min}
	for y := b.Min.Y; y < b.Max.Y; y++ {
		read(f.line, y-b.Min.Y)
		for x := range b.Dx() {
			pixel := f.line[3*x : 3*x+3]
			if pixel[0] == paper[0] && pixel[1] == paper[1] && pixel[2] == paper[2] {
				exact++ // most are
				continue
			}
			switch d := contrast(pixel, paper); {
			case d <= paperTolerance:
				exact++
			case d <= inkContrast:
				near++
			default:
				box.Min.X, box.Max.X = min(box.Min.X, b.Min.X+x), max(box.Max.X, b.Min.X+x+1)
				box.Min.Y, box.Max.Y = min(box.Min.Y, y), y+1
			}
		}
	}
	return ink{paper, box}, !box.Empty() && 20*exact >= 19*(exact+near)
}

// borderColour returns the median of each colour over the outermost pixels of
// an image that has some, and whether at least half of them are like it.
func (f *finder) borderColour(img image.Image) (median [3]byte, plain bool) {
	b := img.Bounds()
	f.border = f.border[:0]
	for _, edge := range []image.Rectangle{
		image.Rect(b.Min.X, b.Min.Y, b.Max.X, b.Min.Y+1),
		image.Rect(b.Min.X, b.Max.Y-1, b.Max.X, b.Max.Y),
		image.Rect(b.Min.X, b.Min.Y, b.Min.X+1, b.Max.Y),
		image.Rect(b.Max.X-1, b.Min.Y, b.Max.X, b.Max.Y),
	} {
		f.line = resize(f.line, edge.Dx()*3)
		read := rowReader(img, edge)
		for row := range edge.Dy() {
			read(f.line, row)
			f.border = append(f.border, f.line...)
		}
	}
	pixels := len(f.border) / 3
	var counts [3][256]int
	for i, v := range f.border {
		counts[i%3][v]++
	}
	for c := range median {
		v, upTo := 0, counts[c][0]
		for 2*upTo < pixels {
			v++
			upTo += counts[c][v]
		}
		median[c] = byte(v)
	}
	alike := 0
	for i := range pixels {
		if contrast(f.border[3*i:3*i+3], median) <= paperTolerance {
			alike++
		}
	}
	return median, 2*alike >= pixels
}

// contrast is how much a pixel differs from a colour, in levels of the channel
// where they differ most.
func contrast(pixel []byte, colour [3]byte) int {
	_ = pixel[2]
	return max(distance(pixel[0], colour[0]), distance(pixel[1], colour[1]), distance(pixel[2], colour[2]))
}

func distance(a, b byte) int {
	d := int(a) - int(b)
	return max(d, -d)
}
