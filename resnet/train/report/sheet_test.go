package report

import (
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestContactSheet(t *testing.T) {
	red := Tile{Pixels: []byte{200, 0, 0, 100, 0, 0, 50, 0, 0, 25, 0, 0}, Size: 2, Caption: "a caption much too long for its tile"}
	framed := red
	framed.Frame = Wrong
	sheet := ContactSheet([]Tile{red, framed, red}, 10, 2)
	side := 2*10 + 2*frame
	assert.Equal(t, image.Rect(0, 0, 2*(side+gap)+gap, 2*(side+caption+gap)+gap), sheet.Rect)

	at := func(x, y int) color.RGBA { return sheet.RGBAAt(x, y) }
	first := image.Pt(gap+frame, gap+frame)
	assert.Equal(t, color.RGBA{200, 0, 0, 255}, at(first.X, first.Y))
	assert.Equal(t, color.RGBA{200, 0, 0, 255}, at(first.X+9, first.Y+9))
	assert.Equal(t, color.RGBA{25, 0, 0, 255}, at(first.X+19, first.Y+19))
	grey := color.RGBA{0xe4, 0xe4, 0xe4, 0xff}
	assert.Equal(t, grey, at(gap, gap), "no frame")
	assert.Equal(t, Wrong, at(gap+side+gap, gap))

	ink := 0
	for y := gap + side; y < gap+side+caption; y++ {
		for x := range sheet.Rect.Dx() {
			if at(x, y) == (color.RGBA{0, 0, 0, 255}) {
				ink++
				assert.False(t, x >= gap+side && x < 2*gap+side, "the caption stays under its picture")
			}
		}
	}
	assert.Greater(t, ink, 20)
	assert.True(t, ContactSheet(nil, 4, 3).Rect.Empty())
}
