package picture

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// uniform is an image of one colour.
func uniform(w, h int, c color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	draw.Draw(img, img.Rect, image.NewUniform(c), image.Point{}, draw.Src)
	return img
}

// opaque turns RGB bytes into RGBA bytes.
func opaque(rgb []byte) []byte {
	var rgba []byte
	for ; len(rgb) > 0; rgb = rgb[3:] {
		rgba = append(rgba, rgb[0], rgb[1], rgb[2], 255)
	}
	return rgba
}

// pattern is an image without symmetry; transparent adds varying alpha.
func pattern(w, h int, transparent bool) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = byte(i*i/7 + i*13)
		if i%4 == 3 && !transparent {
			img.Pix[i] = 255
		}
	}
	return img
}

func TestSquareIdentity(t *testing.T) {
	for _, size := range []int{1, 2, 32, 33} {
		img := pattern(size, size, false)
		assert.Equal(t, img.Pix, opaque(Square(img, size)), "size %d", size)
	}
}

func TestSquareGeometry(t *testing.T) {
	white := func(n int) []byte { return bytes.Repeat([]byte{255}, n) }
	stripes := uniform(6, 2, color.Black) // the centred square is grey
	draw.Draw(stripes, image.Rect(2, 0, 4, 2), image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	column := uniform(2, 6, color.Black)
	draw.Draw(column, image.Rect(0, 2, 2, 4), image.NewUniform(color.Gray{90}), image.Point{}, draw.Src)
	shifted := stripes.SubImage(image.Rect(2, 0, 6, 2)) // grey, grey, black, black
	checker := uniform(2, 2, color.Black)
	checker.Set(0, 0, color.White)
	checker.Set(1, 1, color.White)

	tests := []struct {
		name string
		img  image.Image
		size int
		want []byte
	}{
		{"one pixel grows", uniform(1, 1, color.NRGBA{9, 8, 7, 255}), 4, bytes.Repeat([]byte{9, 8, 7}, 16)},
		{"wide", stripes, 2, bytes.Repeat([]byte{90}, 12)},
		{"high", column, 2, bytes.Repeat([]byte{90}, 12)},
		{"bounds not at the origin", shifted, 2, []byte{90, 90, 90, 0, 0, 0, 90, 90, 90, 0, 0, 0}},
		{"average", checker, 1, []byte{128, 128, 128}},
		{"transparent", image.NewNRGBA(image.Rect(0, 0, 9, 9)), 3, white(27)},
		{"half transparent", uniform(3, 3, color.NRGBA{0, 0, 0, 128}), 1, []byte{127, 127, 127}},
		{"no pixels", image.NewNRGBA(image.Rectangle{}), 2, white(12)},
		{"three to two", gray(3, 3, 0, 90, 180, 0, 90, 180, 0, 90, 180), 2,
			[]byte{30, 30, 30, 150, 150, 150, 30, 30, 30, 150, 150, 150}},
		{"two to four", gray(2, 2, 0, 100, 0, 100), 4, bytes.Repeat([]byte{0, 0, 0, 25, 25, 25, 75, 75, 75, 100, 100, 100}, 4)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			assert.Equal(t, test.want, Square(test.img, test.size))
		})
	}
}

func gray(w, h int, pix ...byte) *image.Gray {
	return &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, h)}
}

// Every image type must look the same as NRGBA, up to the rounding of
// premultiplied alpha.
func TestSquareImageTypes(t *testing.T) {
	for _, transparent := range []bool{false, true} {
		img := pattern(40, 31, transparent)
		want := Square(img, 31)
		for _, other := range []draw.Image{
			image.NewRGBA(img.Rect), image.NewNRGBA64(img.Rect), image.NewRGBA64(img.Rect),
		} {
			t.Run(fmt.Sprintf("%T/%v", other, transparent), func(t *testing.T) {
				draw.Draw(other, img.Rect, img, image.Point{}, draw.Src)
				got := Square(other, 31)
				tolerance := 0
				if transparent {
					tolerance = 1
				}
				for i := range want {
					require.InDelta(t, int(want[i]), int(got[i]), float64(tolerance), "byte %d", i)
				}
			})
		}
	}
}

func TestSquareInvalidPremultiplied(t *testing.T) {
	img := &image.RGBA{Pix: []byte{200, 0, 0, 10}, Stride: 4, Rect: image.Rect(0, 0, 1, 1)}
	assert.Equal(t, []byte{255, 245, 245}, Square(img, 1))
}

// The hashes hold natively and under js/wasm alike.
func TestSquareSameBitsEverywhere(t *testing.T) {
	tests := []struct {
		img  image.Image
		size int
		want string
	}{
		{pattern(512, 512, true), 32, "8660670ed7a63f2a"},
		{pattern(333, 500, false), 224, "c501f994f9e5958c"},
		{pattern(28, 28, true), 32, "35011712ff63cdab"},
	}
	for _, test := range tests {
		sum := sha256.Sum256(Square(test.img, test.size))
		assert.Equal(t, test.want, hex.EncodeToString(sum[:8]), "%v to %d", test.img.Bounds(), test.size)
	}
}

func TestTapsCoverEveryPixel(t *testing.T) {
	var taps taps // used again, as a resampler does
	for from := 1; from <= 40; from++ {
		for to := 1; to <= 40; to++ {
			taps.reset(from, to)
			seen := make([]uint64, from)
			for i, weights := range taps.weights {
				var sum uint64
				for k, w := range weights {
					sum += uint64(w)
					seen[taps.first[i]+k] += uint64(w)
				}
				require.Equal(t, taps.total, sum, "%d to %d, output %d", from, to, i)
			}
			if from < to {
				continue
			}
			for j, w := range seen {
				require.Equal(t, uint64(to), w, "%d to %d: input %d counts as much as any other", from, to, j)
			}
		}
	}
}

// The page and the command line see the same.
func TestSquareRGBA(t *testing.T) {
	for _, size := range []image.Point{{1, 1}, {32, 32}, {40, 31}, {31, 40}, {7, 100}} {
		img := pattern(size.X, size.Y, true)
		got, err := SquareRGBA(img.Pix, size.X, size.Y, 32)
		require.NoError(t, err)
		assert.Equal(t, Square(img, 32), got, "%v", size)
	}
}

func TestSquareRGBAErrors(t *testing.T) {
	for name, bad := range map[string]struct {
		bytes, width, height int
		text                 string
	}{
		"too short":  {7, 2, 1, "7 bytes given, 2×1 pixels take 8"},
		"too long":   {9, 2, 1, "9 bytes given"},
		"no width":   {0, 0, 3, "0×3"},
		"negative":   {4, -1, -1, "-1×-1"},
		"overflowed": {0, 1 << 30, 1 << 30, "the limit is 100 megapixels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := SquareRGBA(make([]byte, bad.bytes), bad.width, bad.height, 32)
			assert.ErrorContains(t, err, bad.text)
		})
	}
}

func TestCheckSize(t *testing.T) {
	assert.NoError(t, CheckSize(10_000, 10_000))
	assert.ErrorIs(t, CheckSize(10_000, 10_001), ErrTooLarge)
	assert.ErrorIs(t, CheckSize(1<<62, 1<<62), ErrTooLarge)
	assert.ErrorContains(t, CheckSize(0, 1), "nothing to see")
}

func BenchmarkSquare(b *testing.B) {
	for _, side := range []int{32, 512, 2048} {
		img := pattern(side, side, false)
		b.Run(fmt.Sprintf("%dx%d-32", side, side), func(b *testing.B) {
			for b.Loop() {
				Square(img, 32)
			}
		})
	}
}
