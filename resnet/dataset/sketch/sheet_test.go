package sketch

import (
	"image"
	"image/color"
	"image/draw"
)

// grid draws a contact sheet: a row for each picture, (size, size, 3) bytes.
// The first column shows the picture itself, each further one its rendering in
// a style, all enlarged by a whole factor, scale.
func grid(pictures [][]byte, size int, styles []Style, scale int) *image.NRGBA {
	const gap = 2
	size, scale = max(size, 0), max(scale, 1)
	cell := size*scale + gap
	sheet := image.NewNRGBA(image.Rect(0, 0, cell*(len(styles)+1)+gap, cell*len(pictures)+gap))
	draw.Draw(sheet, sheet.Rect, image.NewUniform(color.Gray{128}), image.Point{}, draw.Src)
	var ws Workspace
	shown := make([]byte, size*size*3)
	for row, picture := range pictures {
		for column := range len(styles) + 1 {
			if column == 0 {
				copy(shown, picture)
			} else {
				Render(shown, picture, size, styles[column-1], &ws)
			}
			for y := range size * scale {
				for x := range size * scale {
					at := sheet.PixOffset(column*cell+gap+x, row*cell+gap+y)
					copy(sheet.Pix[at:at+3], shown[3*(y/scale*size+x/scale):])
				}
			}
		}
	}
	return sheet
}
