package drawing

import (
	"flag"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/styles.png anew")

const size = 32 // of pictures

// some returns one drawing of each word.
func some(t testing.TB) []Drawing {
	var drawings []Drawing
	word := ""
	for _, sample := range fixtures(t) {
		if sample.Word != word {
			drawings = append(drawings, sample.Drawing)
		}
		word = sample.Word
	}
	return drawings
}

// testPhotos are two photos, one dark with a bright corner, one grey.
func testPhotos() Photos {
	photos := Photos{Size: 4, Pixels: make([]byte, 2*4*4*3)}
	photos.Pixels[0], photos.Pixels[1], photos.Pixels[2] = 250, 200, 90
	for i := range 4 * 4 * 3 {
		photos.Pixels[4*4*3+i] = byte(100 + i)
	}
	return photos
}

// sheets are some drawings in all presets, and in random styles.
func sheets(t testing.TB) *image.RGBA {
	drawings := some(t)
	drawings = []Drawing{drawings[0], drawings[2], drawings[4], drawings[6], drawings[8], drawings[10]}
	columns := len(drawings)
	var all []Drawing
	var styles []Style
	for _, preset := range Presets() {
		for range drawings {
			styles = append(styles, preset.Style)
		}
		all = append(all, drawings...)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	for range 6 {
		for range drawings {
			styles = append(styles, RandomStyle(rng, testPhotos()))
		}
		all = append(all, drawings...)
	}
	return contactSheet(all, func(i int) Style { return styles[i] }, size, 1, columns)
}

func TestStyles(t *testing.T) {
	const name = "testdata/styles.png"
	got := sheets(t)
	if *update {
		file, err := os.Create(name)
		require.NoError(t, err)
		require.NoError(t, (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(file, got))
		require.NoError(t, file.Close())
	}
	golden := readPNG(t, name)
	require.Equal(t, golden.Bounds(), got.Bounds())
	want := image.NewRGBA(golden.Bounds())
	draw.Draw(want, want.Rect, golden, image.Point{}, draw.Src)
	// Processors that fuse multiplications with additions round a little
	// differently, and now and then an edge ends up on the other side.
	off := 0
	for i := range want.Pix {
		if d := int(want.Pix[i]) - int(got.Pix[i]); max(d, -d) > 3 {
			off++
		}
	}
	assert.Less(t, off, len(want.Pix)/200)
}

func TestRenderIsAFunctionOfDrawingAndStyle(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	drawings := some(t)
	var used Renderer
	for i := range 60 {
		style := RandomStyle(rng, testPhotos())
		d := drawings[i%len(drawings)]
		a, b := make([]byte, size*size*3), make([]byte, size*size*3)
		used.Render(a, size, d, style)
		new(Renderer).Render(b, size, d, style)
		require.Equal(t, b, a, "style %d: %+v", i, style)
	}
}

// Wherever it is drawn, and how large, the network sees the same.
func TestPlaceDoesNotMatter(t *testing.T) {
	for i, d := range some(t)[4:8] {
		want := make([]byte, size*size*3)
		got := make([]byte, size*size*3)
		var r Renderer
		base := Board()
		base.Sheet = 512
		base.Place.Scale, base.Pen.Width = 0.6, 0.6*0.05
		r.Render(want, size, d, base)
		for _, place := range []Place{
			{X: 0.31, Y: 0.31, Scale: 0.6},
			{X: 0.66, Y: 0.69, Scale: 0.6},
			{X: 0.25, Y: 0.7, Scale: 0.2},
			{X: 0.5, Y: 0.5, Scale: 0.9},
		} {
			style := base
			place.Aspect = 1
			style.Place, style.Pen.Width = place, place.Scale*0.05
			r.Render(got, size, d, style)
			sum := 0
			for k := range want {
				d := int(want[k]) - int(got[k])
				sum += max(d, -d)
			}
			assert.Less(t, float64(sum)/float64(len(want)), 8.0, "drawing %d at %+v: levels, on average", i, place)
		}
	}
}

func TestRenderStyles(t *testing.T) {
	square := Drawing{Strokes: []Stroke{{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 1}, {X: 0, Y: 0}}}}
	open := Drawing{Strokes: []Stroke{square.Strokes[0][:4]}}
	red, blue, white := Colour{255, 0, 0}, Colour{0, 0, 255}, Colour{255, 255, 255}
	style := func(change func(s *Style)) Style {
		s := Board()
		s.Sheet, s.Place.Scale, s.Pen.Inks = 64, 0.5, []Colour{blue}
		change(&s)
		return s
	}
	filled := func(s *Style) { s.Fill = Fill{Share: 1, Colours: []Colour{red}} }
	tests := []struct {
		name    string
		drawing Drawing
		style   Style
		x, y    int
		want    Colour
	}{
		{"outline", square, style(func(*Style) {}), 16, 32, blue},
		{"empty inside", square, style(func(*Style) {}), 32, 32, white},
		{"filled", square, style(filled), 32, 32, red},
		{"outline of filled", square, style(filled), 16, 32, blue},
		{"outside of filled", square, style(filled), 5, 32, white},
		{"open is not filled", open, style(filled), 32, 32, white},
		{"wide gap counts as closed", open, style(func(s *Style) { filled(s); s.Fill.Gap = 0.5 }), 20, 32, white},
		{"moved", square, style(func(s *Style) { s.Place.X = 0.75 }), 32, 32, blue},
		{"turned", square, style(func(s *Style) { s.Place.Angle = 3.14159265 / 4 }), 32, 16, blue},
		{"wider", square, style(func(s *Style) { s.Place.Aspect = 2 }), 32, 24, blue},
		{"paper", square, style(func(s *Style) { s.Paper.Colour = red }), 2, 2, red},
		{"photo", square, style(func(s *Style) { s.Paper.Photo = Photo{Pixels: []byte{0, 0, 255}, Size: 1, Fade: 0} }), 2, 2, blue},
		{"faded photo", square, style(func(s *Style) { s.Paper.Photo = Photo{Pixels: []byte{0, 0, 255}, Size: 1, Fade: 1} }), 2, 2, white},
		{"thick", square, style(func(s *Style) { s.Pen.Width = 0.3 }), 8, 32, blue},
		{"spot", Drawing{Strokes: []Stroke{{{X: 0, Y: 0.5}}, {{X: 0.7, Y: 0.5, R: 0.3}}}}, style(func(*Style) {}), 38, 40, blue},
		{"no stroke", Drawing{}, style(func(*Style) {}), 32, 32, white},
		{"strokes without points", Drawing{Strokes: []Stroke{{}}}, style(func(*Style) {}), 32, 32, white},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			sheet := new(Renderer).Sheet(test.drawing, test.style)
			at := sheet.RGBAAt(test.x, test.y)
			assert.Equal(t, test.want, Colour{at.R, at.G, at.B})
			assert.True(t, sheet.Opaque())
		})
	}
}

// A thin line leaves as much ink as its width says, though less than a pixel.
func TestThinLines(t *testing.T) {
	line := Drawing{Strokes: []Stroke{{{X: 0, Y: 0.5}, {X: 1, Y: 0.5}}}}
	for _, width := range []float32{0.25, 0.5, 1, 2, 3.5} {
		style := Board()
		style.Sheet, style.Pen = 64, Pen{Width: width / 64, Inks: []Colour{{}}}
		style.Place.Y += 0.3 / 64
		sheet := new(Renderer).Sheet(line, style)
		ink := 0.0
		for y := range 64 {
			ink += 1 - float64(sheet.RGBAAt(32, y).R)/255
		}
		assert.InDelta(t, width, ink, 0.02)
	}
}

func TestSeedMakesTheDifference(t *testing.T) {
	d := some(t)[0]
	rng := rand.New(rand.NewPCG(3, 3))
	style := RandomStyle(rng, Photos{})
	style.Hand = Hand{Warp: 0.02, Shake: 0.01}
	a, b := make([]byte, size*size*3), make([]byte, size*size*3)
	var r Renderer
	r.Render(a, size, d, style)
	style.Seed++
	r.Render(b, size, d, style)
	assert.NotEqual(t, a, b)
}

// From picture to picture nothing more is allocated than the few words of an
// image's readers.
func TestRenderAllocations(t *testing.T) {
	drawings := some(t)
	rng := rand.New(rand.NewPCG(5, 5))
	var r Renderer
	dst := make([]byte, size*size*3)
	styles := make([]Style, 40)
	for i := range styles {
		styles[i] = RandomStyle(rng, testPhotos())
		r.Render(dst, size, drawings[i%len(drawings)], styles[i])
	}
	i := 0
	allocations := testing.AllocsPerRun(len(styles), func() {
		r.Render(dst, size, drawings[i%len(drawings)], styles[i%len(styles)])
		i++
	})
	assert.LessOrEqual(t, allocations, 12.0)
}

func TestContactSheet(t *testing.T) {
	drawings := slices.Repeat(some(t)[:1], 3)
	style := Board()
	style.Paper.Colour = Colour{10, 200, 30}
	sheet := contactSheet(drawings, func(int) Style { return style }, 32, 2, 2)
	assert.Equal(t, image.Rect(0, 0, 2*68+4, 2*68+4), sheet.Rect)
	assert.Equal(t, uint8(200), sheet.RGBAAt(5, 5).G, "a picture")
	assert.Equal(t, uint8(0x9a), sheet.RGBAAt(2, 2).G, "between pictures")
	assert.Equal(t, uint8(0x9a), sheet.RGBAAt(100, 100).G, "after the last")
}

func BenchmarkRender(b *testing.B) {
	samples, photos := fixtures(b), testPhotos()
	dst := make([]byte, size*size*3)
	b.Run("random", func(b *testing.B) {
		rng := rand.New(rand.NewPCG(1, 1))
		var r Renderer
		i := 0
		for b.Loop() {
			r.Render(dst, size, samples[i%len(samples)].Drawing, RandomStyle(rng, photos))
			i++
		}
	})
	for _, preset := range Presets() {
		b.Run(preset.Name, func(b *testing.B) {
			var r Renderer
			i := 0
			for b.Loop() {
				r.Render(dst, size, samples[i%len(samples)].Drawing, preset.Style)
				i++
			}
		})
	}
}
