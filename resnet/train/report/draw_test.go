package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"gonum.org/v1/plot"
)

func TestNiceRange(t *testing.T) {
	tests := []struct{ lo, hi, wantLo, wantHi float64 }{
		{0, 2.3, 0, 2.5},
		{0, 0.2, 0, 0.2},
		{47.3, 96.1, 40, 100},
		{90, 90, 40, 140},
		{0, 0, 0, 1},
		{0, 1e-300, 0, 1e-300},
		{0, maxLoss, 0, maxLoss},
	}
	for _, test := range tests {
		lo, hi := niceRange(test.lo, test.hi)
		assert.InDelta(t, test.wantLo, lo, 1e-9, "%v", test)
		assert.InDelta(t, test.wantHi, hi, 1e-9, "%v", test)
		assert.Less(t, lo, hi, "%v", test)
	}
}

func TestTicks(t *testing.T) {
	tests := []struct {
		ticks  ticks
		lo, hi float64
		want   []string
	}{
		{ticks{most: 6}, 0, 2.5, []string{"0.0", "0.5", "1.0", "1.5", "2.0", "2.5"}},
		{ticks{most: 6}, -1e-15, 0.2, []string{"0.00", "0.05", "0.10", "0.15", "0.20"}},
		{ticks{most: 6}, 40, 100, []string{"40", "50", "60", "70", "80", "90", "100"}},
		{ticks{most: 3}, 0, 2e-7, []string{"0", "1e-07", "2e-07"}},
		{ticks{most: 12, whole: true}, 1, 3, []string{"1", "2", "3"}},
		{ticks{most: 12, whole: true}, 0.5, 1.5, []string{"1"}},
		{ticks{most: 12, whole: true}, 1, 164, []string{"20", "40", "60", "80", "100", "120", "140", "160"}},
	}
	for _, test := range tests {
		var got []string
		for _, tick := range test.ticks.Ticks(test.lo, test.hi) {
			got = append(got, tick.Label)
		}
		assert.Equal(t, test.want, got)
	}
	var _ plot.Ticker = ticks{}
}

// TestRampsDarken holds the promise that lightness alone orders a ramp, and that text on
// each shade has the contrast of WCAG 2.2 for large text, 3:1.
func TestRampsDarken(t *testing.T) {
	for _, r := range []ramp{rightRamp, wrongRamp} {
		for i := range shades {
			if i > 0 {
				assert.Less(t, luminance(r.at(i)), luminance(r.at(i-1)))
			}
			on, text := luminance(r.at(i)), luminance(inkOn(i))
			assert.Greater(t, (max(on, text)+0.05)/(min(on, text)+0.05), 3.0, "shade %d", i)
		}
	}
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(c color.RGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func TestShadeStaysOnTheRamp(t *testing.T) {
	for fraction, want := range map[float64]int{-1: 0, 0: 0, 0.5: shades / 2, 1: shades - 1, 7: shades - 1} {
		assert.Equal(t, want, shade(fraction), "%g", fraction)
	}
}

func TestFitShortens(t *testing.T) {
	style := sans(10, ink)
	assert.Equal(t, "cat", fit(style, "cat", 100))
	short := fit(style, "a class with a long name", 60)
	assert.Regexp(t, "^a class.*…$", short)
	assert.LessOrEqual(t, style.Width(short), 60.0*style.Font.Size/10)
	assert.Equal(t, "…", fit(style, "cat", 0))
}

func TestDrawable(t *testing.T) {
	assert.Equal(t, []string{"café", "class 1", "кошка", "class 3"}, drawable([]string{"café", "日本語", "кошка", ""}))
}

func TestWorstSortsAndStops(t *testing.T) {
	var mistakes []Mistake
	for i := range 2 * maxShown {
		mistakes = append(mistakes, Mistake{Label: i, P: float64(i*37%100) / 100})
	}
	before := slices.Clone(mistakes)
	shown := worst(mistakes)
	require.Len(t, shown, maxShown)
	assert.True(t, slices.IsSortedFunc(shown, func(a, b Mistake) int { return int(100*b.P) - int(100*a.P) }))
	assert.Equal(t, before, mistakes, "the caller's order stays")
}

func TestMistakeSheetShowsPixels(t *testing.T) {
	red, green, grey := color.RGBA{0xff, 0, 0, 0xff}, color.RGBA{0, 0xff, 0, 0xff}, color.RGBA{0x80, 0x80, 0x80, 0xff}
	grid := []byte{255, 0, 0, 0, 255, 0, 0, 255, 0, 255, 0, 0}
	run := smallRun()
	run.Mistakes = []Mistake{
		{Pixels: bytes.Repeat([]byte{0x80}, 200*200*3), Size: 200, Label: 1, Predicted: 0, P: 0.4},
		{Pixels: grid, Size: 2, Label: 0, Predicted: 1, P: 0.9},
	}
	sheet, err := mistakeSheet(run)
	require.NoError(t, err)
	img, err := png.Decode(bytes.NewReader(sheet))
	require.NoError(t, err)
	at := func(column, x, y int) color.Color {
		p := image.Pt(sheetGap+column*(pictureSize+sheetGap)+x, sheetTitle+y)
		return color.RGBAModel.Convert(img.At(p.X, p.Y))
	}
	const half = pictureSize / 2
	for _, test := range []struct {
		name         string
		column, x, y int
		want         color.RGBA
	}{
		{"first pixel", 0, 0, 0, red},
		{"first pixel, last corner", 0, half - 1, half - 1, red},
		{"second pixel", 0, half, 0, green},
		{"second row", 0, half - 1, half, green},
		{"last pixel", 0, pictureSize - 1, pictureSize - 1, red},
		{"left of the sheet", 0, -1, 0, paper},
		{"between the pictures", 0, pictureSize, 0, paper},
		{"a large picture, scaled down", 1, half, half, grey},
		{"its corner", 1, pictureSize - 1, 0, grey},
	} {
		assert.Equal(t, test.want, at(test.column, test.x, test.y), test.name)
	}
}
