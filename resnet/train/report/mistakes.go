package report

import (
	"bytes"
	"cmp"
	"image"
	"image/draw"
	"image/png"
	"slices"

	xdraw "golang.org/x/image/draw"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	vgdraw "gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
)

// The contact sheet, in pixels: a title over rows of pictures, each with two lines of
// text below it.
const (
	maxShown     = 48
	sheetColumns = 8
	minColumns   = 3 // room for the title
	pictureSize  = 160
	captionSize  = 50
	sheetGap     = 20
	sheetTitle   = 62
)

// mistakeSheet draws the most confident mistakes as a PNG, or nothing for a run without.
func mistakeSheet(run Run) ([]byte, error) {
	if len(run.Mistakes) == 0 {
		return nil, nil
	}
	shown := worst(run.Mistakes)
	columns := min(len(shown), sheetColumns)
	rows := (len(shown) + columns - 1) / columns
	width := sheetGap + max(columns, minColumns)*(pictureSize+sheetGap)
	height := sheetTitle + rows*(pictureSize+captionSize)

	// At 72 dots per inch a point is a pixel.
	canvas := vgimg.NewWith(vgimg.UseWH(vg.Length(width), vg.Length(height)), vgimg.UseDPI(72))
	c := vgdraw.New(canvas)
	heading := aligned(bold(sans(20, ink)), text.XLeft, text.YTop)
	title := run.Model + ": most confident mistakes"
	c.FillText(heading, vg.Point{X: sheetGap, Y: c.Max.Y - 12}, fit(heading, title, vg.Length(width-2*sheetGap)))
	note := aligned(sans(14, inkSoft), text.XLeft, text.YTop)
	c.FillText(note, vg.Point{X: sheetGap, Y: c.Max.Y - 36}, fit(note, "true class → predicted class, with its probability", vg.Length(width-2*sheetGap)))

	classes := drawable(run.Classes)
	for i, m := range shown {
		at := image.Pt(sheetGap+i%columns*(pictureSize+sheetGap), sheetTitle+i/columns*(pictureSize+captionSize))
		drawPicture(canvas.Image(), at, m)
		drawCaption(c, at, classes, m)
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, canvas.Image()); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// worst returns the most confident mistakes, the most confident first.
func worst(mistakes []Mistake) []Mistake {
	sorted := slices.Clone(mistakes)
	slices.SortStableFunc(sorted, func(a, b Mistake) int { return cmp.Compare(b.P, a.P) })
	return sorted[:min(len(sorted), maxShown)]
}

// drawPicture draws a mistake centred in the square at at: whole pixels become larger
// squares, and a picture that is too large is scaled down smoothly.
func drawPicture(dst draw.Image, at image.Point, m Mistake) {
	src := image.NewRGBA(image.Rect(0, 0, m.Size, m.Size))
	for i := range m.Size * m.Size {
		copy(src.Pix[4*i:], m.Pixels[3*i:3*i+3])
		src.Pix[4*i+3] = 0xff
	}
	size, scaler := pictureSize, xdraw.Interpolator(xdraw.CatmullRom)
	if m.Size <= pictureSize {
		size, scaler = pictureSize/m.Size*m.Size, xdraw.NearestNeighbor
	}
	at = at.Add(image.Pt((pictureSize-size)/2, (pictureSize-size)/2))
	scaler.Scale(dst, image.Rectangle{Min: at, Max: at.Add(image.Pt(size, size))}, src, src.Bounds(), draw.Src, nil)
}

func drawCaption(c vgdraw.Canvas, at image.Point, classes []string, m Mistake) {
	label := aligned(sans(14, ink), text.XLeft, text.YTop)
	answer := bold(label)
	answer.Color = vermilion
	x, y := vg.Length(at.X), c.Max.Y-vg.Length(at.Y+pictureSize+4)
	c.FillText(label, vg.Point{X: x, Y: y}, fit(label, classes[m.Label], pictureSize))
	arrow, p := "→ ", " "+formatPercent(m.P)
	room := pictureSize - answer.Width(arrow) - answer.Width(p)
	c.FillText(answer, vg.Point{X: x, Y: y - 18}, arrow+fit(answer, classes[m.Predicted], room)+p)
}
