package picture

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	white = color.NRGBA{255, 255, 255, 255}
	black = color.NRGBA{0, 0, 0, 255}
)

// sheet is paper with a figure without symmetry, w × h units of a size, at (x, y).
func sheet(side, x, y, unit int, paper, ink color.Color) *image.NRGBA {
	img := uniform(side, side, paper)
	for _, r := range []image.Rectangle{
		image.Rect(0, 0, 1, 8), image.Rect(0, 7, 6, 8), image.Rect(3, 2, 5, 4),
	} {
		r = image.Rect(r.Min.X*unit, r.Min.Y*unit, r.Max.X*unit, r.Max.Y*unit).Add(image.Pt(x, y))
		draw.Draw(img, r, image.NewUniform(ink), image.Point{}, draw.Src)
	}
	return img
}

// difference is the mean difference of bytes, in levels.
func difference(t testing.TB, a, b []byte) float64 {
	require.Len(t, a, len(b))
	sum := 0
	for i := range a {
		sum += distance(a[i], b[i])
	}
	return float64(sum) / float64(len(a))
}

func TestDrawingPlaceAndSize(t *testing.T) {
	want := Drawing(sheet(512, 150, 140, 28, white, black), 32)
	t.Run("place", func(t *testing.T) {
		for _, at := range []image.Point{{0, 0}, {512 - 6*28, 512 - 8*28}, {1, 287}, {333, 17}} {
			assert.Equal(t, want, Drawing(sheet(512, at.X, at.Y, 28, white, black), 32), at)
		}
	})
	t.Run("size", func(t *testing.T) {
		for _, unit := range []int{7, 14, 56, 63, 64} {
			assert.Less(t, difference(t, want, Drawing(sheet(512, 0, 0, unit, white, black), 32)), 4.0, unit)
		}
	})
	t.Run("sheet", func(t *testing.T) {
		wide := image.NewNRGBA(image.Rect(-9, 3, 800, 403))
		draw.Draw(wide, wide.Rect, image.NewUniform(white), image.Point{}, draw.Src)
		draw.Draw(wide, image.Rect(600, 100, 1200, 900), sheet(512, 5, 5, 28, white, black), image.Point{}, draw.Src)
		assert.Equal(t, want, Drawing(wide, 32))
	})
}

// The ink's larger side takes 28 pixels of 32, in the middle.
func TestDrawingFrame(t *testing.T) {
	seen := Drawing(sheet(512, 10, 200, 28, white, black), 32)
	at := func(x, y int) byte { return seen[(y*32+x)*3] }
	for y := range 32 {
		for x := range 32 {
			if y < 2 || y >= 30 || x < 5 || x >= 27 {
				require.Equal(t, byte(255), at(x, y), "(%d, %d)", x, y)
			}
		}
	}
	assert.Equal(t, byte(0), at(7, 2))
	assert.Equal(t, byte(0), at(7, 29))
}

// A dot stays one.
func TestDrawingDot(t *testing.T) {
	img := uniform(480, 480, white)
	draw.Draw(img, image.Rect(7, 400, 17, 410), image.NewUniform(black), image.Point{}, draw.Src)
	dark := 0
	for _, v := range Drawing(img, 32) {
		if v < 128 {
			dark++
		}
	}
	assert.Equal(t, 3*8*8, dark, "10 pixels of 40, which is a twelfth of the sheet")
}

func TestDrawingPapers(t *testing.T) {
	for name, test := range map[string]struct{ paper, ink color.NRGBA }{
		"ink on white":   {white, black},
		"chalk":          {color.NRGBA{20, 40, 30, 255}, white},
		"yellow":         {white, color.NRGBA{244, 200, 30, 255}},
		"same lightness": {color.NRGBA{200, 60, 60, 255}, color.NRGBA{40, 120, 40, 255}},
		"clear paper":    {color.NRGBA{}, black},
		"half clear ink": {white, color.NRGBA{0, 0, 0, 120}},
	} {
		t.Run(name, func(t *testing.T) {
			near := Drawing(sheet(200, 30, 20, 20, test.paper, test.ink), 32)
			assert.Equal(t, near, Drawing(sheet(200, 70, 5, 20, test.paper, test.ink), 32))
			assert.NotEqual(t, near, Square(sheet(200, 30, 20, 20, test.paper, test.ink), 32))
		})
	}
}

// What isn't a drawing on plain paper is seen as it is.
func TestDrawingLeavesAlone(t *testing.T) {
	gradient := uniform(100, 100, white)
	speckled := sheet(100, 20, 10, 8, white, black)
	for i := range gradient.Pix {
		if i%4 != 3 {
			gradient.Pix[i] = byte(100 + i/4%100)
		}
	}
	for i := 0; i < len(speckled.Pix); i += 4 * 7 {
		speckled.Pix[i] -= 9 // every seventh pixel is not quite white
	}
	framed := sheet(100, 20, 10, 8, white, black)
	for i := range 100 {
		for _, at := range []image.Point{{i, 0}, {0, i}, {i, 99}} {
			framed.Set(at.X, at.Y, color.NRGBA{byte(2 * i), 90, 0, 255})
		}
	}
	for name, img := range map[string]image.Image{
		"empty sheet":       uniform(100, 80, white),
		"faint":             sheet(100, 20, 10, 8, white, color.NRGBA{240, 240, 235, 255}),
		"gradient":          gradient,
		"rough paper":       speckled,
		"no paper around":   framed,
		"pattern":           pattern(90, 70, false),
		"no larger":         sheet(32, 3, 3, 2, white, black),
		"one pixel":         uniform(1, 1, black),
		"no pixels":         image.NewNRGBA(image.Rectangle{}),
		"no height":         image.NewNRGBA(image.Rect(0, 0, 100, 0)),
		"as high as seen":   sheet(32, 20, 2, 1, white, black).SubImage(image.Rect(0, 0, 30, 32)),
		"premultiplied one": &image.RGBA{Pix: []byte{0, 0, 0, 0}, Stride: 4, Rect: image.Rect(0, 0, 1, 1)},
	} {
		t.Run(name, func(t *testing.T) {
			assert.Equal(t, Square(img, 32), Drawing(img, 32))
		})
	}
}

// Photos are left alone: none of 200 of CIFAR-10, as they are enlarged on the
// board, is taken for a drawing.
func TestDrawingLeavesPhotosAlone(t *testing.T) {
	names, err := filepath.Glob("../dataset/testdata/cifar10-200/*/*.png")
	require.NoError(t, err)
	require.Len(t, names, 200)
	for _, name := range names {
		file, err := os.Open(name)
		require.NoError(t, err)
		small, err := png.Decode(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())

		const zoom = 2
		large := image.NewNRGBA(image.Rect(0, 0, 32*zoom, 32*zoom))
		for y := range 32 * zoom {
			for x := range 32 * zoom {
				large.Set(x, y, small.At(x/zoom, y/zoom))
			}
		}
		require.Equal(t, Square(small, 32), Drawing(large, 32), name)
	}
}

// The page and the command line see the same, whatever is done before.
func TestDrawingRGBA(t *testing.T) {
	var viewer Viewer
	seen := make([]byte, 32*32*3)
	for _, img := range []*image.NRGBA{
		sheet(512, 40, 40, 12, white, black), pattern(90, 200, true), uniform(20, 20, black),
		sheet(64, 3, 3, 6, color.NRGBA{0, 0, 90, 200}, white), sheet(300, 9, 200, 9, white, black),
	} {
		want := Drawing(img, 32)
		got, err := DrawingRGBA(img.Pix, img.Rect.Dx(), img.Rect.Dy(), 32)
		require.NoError(t, err)
		assert.Equal(t, want, got)
		viewer.Drawing(seen, img, 32)
		assert.Equal(t, want, seen)
	}
	_, err := DrawingRGBA(make([]byte, 3), 1, 1, 32)
	assert.ErrorContains(t, err, "3 bytes given, 1×1 pixels take 4")
}

// The hash holds natively and under js/wasm alike.
func TestDrawingSameBitsEverywhere(t *testing.T) {
	sum := sha256.Sum256(Drawing(sheet(512, 77, 31, 37, white, color.NRGBA{29, 31, 36, 255}), 32))
	assert.Equal(t, "c1ea08611d143500", hex.EncodeToString(sum[:8]))
}

func BenchmarkDrawing(b *testing.B) {
	for _, side := range []int{96, 512, 2048} {
		img := sheet(side, side/4, side/4, side/16, white, black)
		b.Run(fmt.Sprintf("%dx%d-32", side, side), func(b *testing.B) {
			var viewer Viewer
			dst := make([]byte, 32*32*3)
			for b.Loop() {
				viewer.Drawing(dst, img, 32)
			}
		})
	}
}
