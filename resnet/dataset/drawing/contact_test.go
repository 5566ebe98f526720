package drawing

import (
	"image"
	"image/color"
	"image/draw"
)

// contactSheet renders drawings, each in the style that styles returns for its
// index, as the network sees them: size pixels a side, enlarged zoom times, in
// rows of so many columns on a grey sheet.
func contactSheet(drawings []Drawing, styles func(i int) Style, size, zoom, columns int) *image.RGBA {
	const gap = 4
	cell := size*zoom + gap
	rows := (len(drawings) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*cell+gap, rows*cell+gap))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{0x9a}), image.Point{}, draw.Src)
	var r Renderer
	picture := make([]byte, size*size*3)
	for i, d := range drawings {
		r.Render(picture, size, d, styles(i))
		left, top := gap+i%columns*cell, gap+i/columns*cell
		for y := range size * zoom {
			row := sheet.Pix[sheet.PixOffset(left, top+y):]
			for x := range size * zoom {
				copy(row[4*x:4*x+3], picture[(y/zoom*size+x/zoom)*3:])
			}
		}
	}
	return sheet
}
