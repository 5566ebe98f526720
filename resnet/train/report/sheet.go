package report

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"
)

// Tile is a picture of a contact sheet.
type Tile struct {
	Pixels  []byte // (Size, Size, 3), RGB
	Size    int
	Caption string
	Frame   color.Color // around it; nil for none
}

// Colours of frames; they differ in lightness too, for those who see no red or
// green.
var (
	Right = color.RGBA{0x1b, 0x6e, 0x3c, 0xff}
	Wrong = color.RGBA{0xff, 0x6b, 0x5e, 0xff}
)

const (
	frame   = 3  // pixels
	gap     = 6  // between tiles
	caption = 16 // height
)

// ContactSheet draws tiles of one size, enlarged zoom times, in rows of so many
// columns, each above its caption. Captions are cut off where they are wider.
func ContactSheet(tiles []Tile, zoom, columns int) *image.RGBA {
	if len(tiles) == 0 {
		return image.NewRGBA(image.Rectangle{})
	}
	side := tiles[0].Size*zoom + 2*frame
	width, height := side+gap, side+caption+gap
	rows := (len(tiles) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*width+gap, rows*height+gap))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{0xe4}), image.Point{}, draw.Src)
	for i, t := range tiles {
		corner := image.Pt(gap+i%columns*width, gap+i/columns*height)
		cell := sheet.SubImage(image.Rectangle{Min: corner, Max: corner.Add(image.Pt(side, side+caption))}).(*image.RGBA)
		t.draw(cell, zoom)
	}
	return sheet
}

// draw draws a tile into its cell of a sheet.
func (t Tile) draw(cell *image.RGBA, zoom int) {
	at := cell.Rect.Min
	side := t.Size*zoom + 2*frame
	if t.Frame != nil {
		draw.Draw(cell, image.Rectangle{Min: at, Max: at.Add(image.Pt(side, side))}, image.NewUniform(t.Frame), image.Point{}, draw.Src)
	}
	for y := range t.Size * zoom {
		row := cell.Pix[cell.PixOffset(at.X+frame, at.Y+frame+y):]
		for x := range t.Size * zoom {
			copy(row[4*x:4*x+3], t.Pixels[3*(y/zoom*t.Size+x/zoom):])
			row[4*x+3] = 0xff
		}
	}
	text := font.Drawer{
		Dst: cell, Src: image.Black, Face: basicfont.Face7x13,
		Dot: fixed.P(at.X+frame, at.Y+side+basicfont.Face7x13.Ascent+1),
	}
	text.DrawString(t.Caption)
}
