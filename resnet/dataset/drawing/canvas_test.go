package drawing

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/picture"
)

// Sheets look like what the page's board makes in Chromium of the same strokes,
// and the network sees the same.
func TestCanvas(t *testing.T) {
	for _, word := range []string{"sailboat", "truck"} {
		t.Run(word, func(t *testing.T) {
			canvas := readPNG(t, "testdata/canvas/"+word+".png")
			style := Board()
			style.Sheet = canvas.Bounds().Dx()
			var r Renderer
			sheet := r.Sheet(fixture(t, word), style)

			var sum, worst float64
			for y := range style.Sheet {
				for x := range style.Sheet {
					want := color.GrayModel.Convert(canvas.At(x, y)).(color.Gray).Y
					got := color.GrayModel.Convert(sheet.At(x, y)).(color.Gray).Y
					d := math.Abs(float64(want) - float64(got))
					sum, worst = sum+d, max(worst, d)
				}
			}
			assert.Less(t, sum/float64(style.Sheet*style.Sheet), 0.2, "levels, on average")
			assert.LessOrEqual(t, worst, 96.0, "levels, where two edges meet")

			want, got := picture.Drawing(canvas, 32), picture.Drawing(sheet, 32)
			style.Sheet = Board().Sheet
			smaller := picture.Drawing(r.Sheet(fixture(t, word), style), 32)
			for i := range want {
				require.InDelta(t, want[i], got[i], 3, "byte %d", i)
				require.InDelta(t, want[i], smaller[i], 24, "byte %d of a smaller sheet", i)
			}
		})
	}
}

func readPNG(t testing.TB, name string) image.Image {
	t.Helper()
	file, err := os.Open(name)
	require.NoError(t, err)
	defer file.Close()
	img, err := png.Decode(file)
	require.NoError(t, err)
	return img
}

// fixture is the first drawing of a word.
func fixture(t testing.TB, word string) Drawing {
	t.Helper()
	for _, sample := range fixtures(t) {
		if sample.Word == word {
			return sample.Drawing
		}
	}
	require.Fail(t, "no drawing", word)
	return Drawing{}
}

// fixtures are all drawings to learn from.
func fixtures(t testing.TB) []Sample {
	t.Helper()
	samples, err := ReadFolder(t.Context(), os.DirFS("testdata/quickdraw"), Train)
	require.NoError(t, err)
	return samples
}
