package drawing

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSimplify(t *testing.T) {
	zigzag := Stroke{{X: 0, Y: 0}, {X: 1, Y: 0.05}, {X: 2, Y: 0}, {X: 2, Y: 2}, {X: 2, Y: 3, R: 1}, {X: 2, Y: 4}}
	tests := []struct {
		tolerance float32
		want      Stroke
	}{
		{0, zigzag},
		{0.1, Stroke{zigzag[0], zigzag[2], zigzag[3], zigzag[4], zigzag[5]}},
		{0.9, Stroke{zigzag[0], zigzag[2], zigzag[4], zigzag[5]}},
		{10, Stroke{zigzag[0], zigzag[5]}},
	}
	for _, test := range tests {
		assert.Equal(t, test.want, simplify(nil, zigzag, test.tolerance), test.tolerance)
	}
	for n := range 3 {
		assert.Equal(t, zigzag[:n], append(Stroke{}, simplify(nil, zigzag[:n], 10)...))
	}
	loop := Stroke{{X: 0, Y: 0}, {X: 1, Y: 0}, {X: 1, Y: 1}, {X: 0, Y: 0}}
	assert.Equal(t, loop, simplify(nil, loop, 0.1))
}

// Whatever a hand does, lines stay about where they were.
func TestHandsStayClose(t *testing.T) {
	hands := map[string]struct {
		hand   Hand
		within float32
	}{
		"exact":     {Hand{}, 0},
		"simplify":  {Hand{Simplify: 0.02}, 0.02},
		"round":     {Hand{Round: 0.04}, 0.04},
		"warp":      {Hand{Warp: 0.02}, 0.06}, // two waves, in both directions
		"shake":     {Hand{Shake: 0.005}, 0.04},
		"overshoot": {Hand{Overshoot: 0.05}, 0.05},
		"again":     {Hand{Again: 2}, 0},
	}
	drawings := some(t)
	for name, test := range hands {
		t.Run(name, func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, 1))
			var r redrawer
			for _, d := range drawings {
				r.redraw(d, test.hand, rng)
				require.Len(t, r.strokes, len(d.Strokes)*(1+test.hand.Again))
				for i, stroke := range r.strokes {
					original := d.Strokes[i/(1+test.hand.Again)]
					for _, p := range stroke {
						require.LessOrEqual(t, fromStroke(p, original), test.within+1e-5)
					}
				}
			}
		})
	}
}

// fromStroke is the distance of p from a stroke, R aside.
func fromStroke(p Point, stroke Stroke) float32 {
	nearest := apart(p, stroke[0])
	for i := 1; i < len(stroke); i++ {
		a, b := stroke[i-1], stroke[i]
		p.R, a.R, b.R = 0, 0, 0
		nearest = min(nearest, fromLine(p, a, b))
	}
	return nearest
}

func TestSkipLeavesSomething(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var r redrawer
	long := Stroke{{X: 0, Y: 0.5}, {X: 1, Y: 0.5}}
	short := Stroke{{X: 0.5, Y: 0.4}, {X: 0.5, Y: 0.5}}
	r.redraw(Drawing{Strokes: []Stroke{long, short, long, short}}, Hand{Skip: 1}, rng)
	assert.Equal(t, []Stroke{long, long}, r.strokes)

	dot := Stroke{{X: 0.5, Y: 0.5}}
	r.redraw(Drawing{Strokes: []Stroke{dot}}, Hand{Skip: 1}, rng)
	assert.Equal(t, []Stroke{dot}, r.strokes)
}

func TestPlace(t *testing.T) {
	var r redrawer
	for _, d := range some(t) {
		for _, p := range []Place{
			{X: 0.5, Y: 0.5, Scale: 1, Aspect: 1},
			{X: 0.2, Y: 0.9, Scale: 0.1, Aspect: 1.4, Angle: 0.3, Slant: -0.3},
			{X: 0.7, Y: 0.4, Scale: 0.6, Aspect: 0.6, Angle: -3},
		} {
			r.redraw(d, Hand{}, nil)
			r.place(p, 200)
			b := boundsOf(r.strokes)
			x, y := b.centre()
			assert.InDelta(t, 200*p.X, x, 1e-3)
			assert.InDelta(t, 200*p.Y, y, 1e-3)
			assert.InDelta(t, 200*p.Scale, max(b.maxX-b.minX, b.maxY-b.minY), 1e-3)
		}
	}
}

// Random styles are within what a Style may be, and their ink is seen.
func TestRandomStyle(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	line := Drawing{Strokes: []Stroke{{{X: 0, Y: 0.5}, {X: 1, Y: 0.5}}}}
	var r Renderer
	dst := make([]byte, size*size*3)
	var plain, invisible int
	for range 1000 {
		s := RandomStyle(rng, testPhotos())
		require.Positive(t, s.Sheet)
		require.NotEmpty(t, s.Pen.Inks)
		require.True(t, s.Fill.Share == 0 || len(s.Fill.Colours) > 0)
		require.True(t, s.Place.Scale > 0 && s.Place.Aspect > 0 && s.Pen.Width > 0)
		for _, part := range []float32{s.Pen.Pressure, s.Pen.Taper, s.Pen.Grain, s.Fill.Share, s.Hand.Skip, s.Paper.Photo.Fade} {
			require.True(t, part >= 0 && part <= 1, "%+v", s)
		}
		for _, ink := range s.Pen.Inks {
			d := luminance(ink) - luminance(s.Paper.Colour)
			require.GreaterOrEqual(t, max(d, -d), minContrast, "%+v", s)
		}
		r.Render(dst, size, line, s)
		if s.Noise == 0 && s.Paper.Grain == 0 && s.Paper.Blotch == 0 && s.Paper.Rule.Spacing == 0 && len(s.Paper.Photo.Pixels) == 0 {
			plain++
			lightest, darkest := 0, 255
			for i := 0; i < len(dst); i += 3 {
				l := luminance(Colour(dst[i : i+3]))
				lightest, darkest = max(lightest, l), min(darkest, l)
			}
			if lightest-darkest < 25 {
				invisible++
			}
		}
	}
	assert.Greater(t, plain, 600)
	assert.Less(t, invisible, plain/50)
}
