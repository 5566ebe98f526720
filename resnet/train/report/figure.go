package report

import (
	"bytes"
	"image/png"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// pngDPI makes two pixels of each point.
const pngDPI = 144

// margin is the empty edge around a figure.
const margin = vg.Length(14)

// figure is a drawing of a size in points. Without a drawing it is an empty figure,
// which is no file at all.
type figure struct {
	width, height vg.Length
	draw          func(draw.Canvas)
}

func (f figure) svg() ([]byte, error) {
	if f.draw == nil {
		return nil, nil
	}
	canvas := &svgCanvas{Canvas: vgsvg.New(f.width, f.height)}
	f.paint(draw.New(canvas))
	return canvas.bytes()
}

func (f figure) png() ([]byte, error) {
	if f.draw == nil {
		return nil, nil
	}
	canvas := vgimg.NewWith(vgimg.UseWH(f.width, f.height), vgimg.UseDPI(pngDPI))
	f.paint(draw.New(canvas))
	var buf bytes.Buffer
	if err := png.Encode(&buf, canvas.Image()); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

func (f figure) paint(c draw.Canvas) {
	c.SetColor(paper)
	c.Fill(c.Rectangle.Path())
	f.draw(draw.Crop(c, margin, -margin, margin, -margin))
}
