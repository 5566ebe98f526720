package drawing

import (
	"image"
	"math/rand/v2"

	"canvasnet/resnet/picture"
)

// A Renderer makes pictures of drawings, one after the other, in buffers that it
// keeps. The zero value is ready for use, by one goroutine at a time.
type Renderer struct {
	source  rand.PCG
	rng     *rand.Rand // draws from source
	hand    redrawer
	field   field
	regions regions
	sheet   image.RGBA
	viewer  picture.Viewer
}

// Render writes a picture of d to dst, (size, size, 3) bytes: a sheet drawn in a
// style, as the network sees it through [picture.Drawing]. The style's Sheet must
// be positive, and its Pen have an ink; so must its Fill have a colour, if it has
// a Share.
func (r *Renderer) Render(dst []byte, size int, d Drawing, s Style) {
	r.viewer.Drawing(dst, r.Sheet(d, s), size)
}

// Sheet returns the sheet of paper with the drawing on it. It is the Renderer's
// own, until its next use.
func (r *Renderer) Sheet(d Drawing, s Style) *image.RGBA {
	r.source.Seed(s.Seed, 0)
	if r.rng == nil {
		r.rng = rand.New(&r.source)
	}
	side := float32(s.Sheet)
	r.hand.redraw(d, s.Hand, r.rng)
	r.hand.place(s.Place, side)
	r.hand.stray(s.Hand.Strays, side, r.rng)
	r.hand.press(s.Pen, side, r.rng)

	gap := s.Fill.Gap * side / 2
	soft := max(s.Pen.Soft*side, 1)
	reach := soft / 2
	if s.Fill.Share > 0 {
		reach = max(reach, gap)
	}
	r.field.reset(s.Sheet)
	for i, stroke := range r.hand.strokes {
		ink := uint8(i % len(s.Pen.Inks))
		r.field.line(stroke[0], stroke[0], reach, ink)
		for k := 1; k < len(stroke); k++ {
			r.field.line(stroke[k-1], stroke[k], reach, ink)
		}
	}

	r.sheet.Pix = resize(r.sheet.Pix, s.Sheet*s.Sheet*4)
	r.sheet.Stride = s.Sheet * 4
	r.sheet.Rect = image.Rect(0, 0, s.Sheet, s.Sheet)
	s.Paper.lay(r.sheet.Pix, s.Sheet, r.rng)
	if s.Fill.Share > 0 {
		r.regions.find(&r.field, gap)
		r.fill(s.Fill)
	}
	r.ink(s.Pen, soft)
	if s.Noise > 0 {
		grain(r.sheet.Pix, s.Noise, r.rng)
	}
	return &r.sheet
}

// fill paints enclosed areas.
func (r *Renderer) fill(f Fill) {
	var paint [maxRegions + 1]*Colour // nil for none
	for label := regionOpen + 1; label <= maxRegions; label++ {
		if r.rng.Float32() < f.Share {
			paint[label] = &f.Colours[r.rng.IntN(len(f.Colours))]
		}
	}
	for i, label := range r.regions.labels {
		if colour := paint[label]; colour != nil {
			copy(r.sheet.Pix[4*i:4*i+3], colour[:])
		}
	}
}

// ink lays lines over what is on the sheet.
func (r *Renderer) ink(pen Pen, soft float32) {
	// A line thinner than a pixel covers each pixel in part.
	opacity := 256 * min(pen.Width*float32(r.field.side), 1)
	rough := uint32(256 * pen.Grain)
	for i, outside := range r.field.outside {
		if 2*outside >= soft {
			continue
		}
		cover := int32(opacity * coverage(outside, soft))
		if rough > 0 {
			cover -= cover * int32(r.rng.Uint32()>>24*rough>>8) >> 8
		}
		pixel := r.sheet.Pix[4*i : 4*i+3]
		colour := pen.Inks[r.field.ink[i]]
		for c, v := range pixel {
			pixel[c] = byte(int32(v) + (int32(colour[c])-int32(v))*cover>>8)
		}
	}
}
