package report

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
	"strings"
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

// TestRampsAreOrdered holds the promise that lightness alone orders a ramp, and that text on
// each shade has the contrast of WCAG 2.2 for large text, 3:1, in light and in the dark.
func TestRampsAreOrdered(t *testing.T) {
	inDark := map[color.RGBA]color.RGBA{}
	for _, tone := range tones() {
		inDark[tone.light] = tone.dark
	}
	for _, r := range []struct {
		ramp ramp
		sign float64 // of the change from shade to shade
		ink  func(i int) color.RGBA
	}{
		{rightRamp, -1, inkOn},
		{wrongRamp, -1, inkOn},
		{darkRightRamp, 1, func(i int) color.RGBA { return inDark[inkOn(i)] }},
		{darkWrongRamp, 1, func(i int) color.RGBA { return inDark[inkOn(i)] }},
	} {
		for i := range shades {
			if i > 0 {
				assert.Positive(t, r.sign*(luminance(r.ramp.at(i))-luminance(r.ramp.at(i-1))))
			}
			assert.Greater(t, contrast(r.ramp.at(i), r.ink(i)), 3.0, "shade %d", i)
		}
	}
}

// TestTextIsLegible: WCAG 2.2 asks for 4.5:1.
func TestTextIsLegible(t *testing.T) {
	dark := tones()
	require.Equal(t, paper, dark[3].light)
	for _, tone := range dark[:2] {
		assert.Greater(t, contrast(tone.light, paper), 4.5)
		assert.Greater(t, contrast(tone.dark, dark[3].dark), 4.5)
	}
}

func contrast(a, b color.RGBA) float64 {
	la, lb := luminance(a), luminance(b)
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
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

func TestPicturesShowPixels(t *testing.T) {
	red, green, grey := color.RGBA{0xff, 0, 0, 0xff}, color.RGBA{0, 0xff, 0, 0xff}, color.RGBA{0x80, 0x80, 0x80, 0xff}
	decode := func(m Mistake) image.Image {
		data, err := encodePicture(m)
		require.NoError(t, err)
		img, err := png.Decode(bytes.NewReader(data))
		require.NoError(t, err)
		return img
	}
	img := decode(Mistake{Pixels: []byte{255, 0, 0, 0, 255, 0, 0, 255, 0, 255, 0, 0}, Size: 2})
	require.Equal(t, image.Rect(0, 0, 2, 2), img.Bounds())
	for at, want := range map[image.Point]color.RGBA{{}: red, {X: 1}: green, {Y: 1}: green, {X: 1, Y: 1}: red} {
		assert.Equal(t, want, color.RGBAModel.Convert(img.At(at.X, at.Y)), at)
	}
	img = decode(Mistake{Pixels: bytes.Repeat([]byte{0x80}, 200*200*3), Size: 200})
	require.Equal(t, image.Rect(0, 0, maxPicture, maxPicture), img.Bounds(), "scaled down")
	assert.Equal(t, grey, color.RGBAModel.Convert(img.At(maxPicture-1, 0)))
}

func TestExhibits(t *testing.T) {
	run := smallRun()
	run.Mistakes = []Mistake{
		{Pixels: gradient(200, 0), Size: 200, Label: 1, Predicted: 0, P: 0.4},
		{Pixels: gradient(4, 0), Size: 4, Label: 0, Predicted: 1, P: 0.9},
	}
	got, err := exhibits(run)
	require.NoError(t, err)
	require.Len(t, got, 2)
	for i := range got {
		assert.True(t, strings.HasPrefix(string(got[i].URL), "data:image/png;base64,"))
		got[i].URL = ""
	}
	assert.Equal(t, []exhibit{
		{Label: "cat", Predicted: "dog", P: 0.9, Pixelated: true},
		{Label: "dog", Predicted: "cat", P: 0.4},
	}, got)
}
