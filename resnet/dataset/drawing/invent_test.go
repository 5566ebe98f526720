package drawing

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Bounds on what is made up: nobody's hand would do more.
const (
	mostStrokes = 90
	mostPoints  = 1200
)

// requireDrawing checks that d is what Drawing documents.
func requireDrawing(t *testing.T, d Drawing) {
	t.Helper()
	require.NotEmpty(t, d.Strokes)
	require.LessOrEqual(t, len(d.Strokes), mostStrokes)
	points := 0
	for _, stroke := range d.Strokes {
		require.NotEmpty(t, stroke)
		points += len(stroke)
		for _, p := range stroke {
			// No comparison holds for what is not a number.
			require.True(t, p.X >= -1e-4 && p.X <= 1+1e-4 && p.Y >= -1e-4 && p.Y <= 1+1e-4 && p.R >= 0 && p.R <= 0.5+1e-4, "%v", p)
		}
	}
	require.LessOrEqual(t, points, mostPoints)
	b := boundsOf(d.Strokes)
	x, y := b.centre()
	require.InDelta(t, 0.5, x, 1e-4)
	require.InDelta(t, 0.5, y, 1e-4)
	if larger := max(b.maxX-b.minX, b.maxY-b.minY); larger > 0 {
		require.InDelta(t, 1, larger, 1e-4)
	}
}

func TestInvent(t *testing.T) {
	for _, class := range Inventable() {
		t.Run(class, func(t *testing.T) {
			for seed := range uint64(200) {
				invent := func() Drawing {
					d, ok := Invent(class, rand.New(rand.NewPCG(seed, 1)))
					require.True(t, ok)
					return d
				}
				d := invent()
				requireDrawing(t, d)
				require.Equal(t, d, invent(), "the same seed")
				ink := float32(0)
				for _, stroke := range d.Strokes {
					ink += stroke.length()
				}
				require.Greater(t, ink, float32(2), "more than a line or two")
			}
		})
	}
	_, ok := Invent("unicorn", rand.New(rand.NewPCG(1, 1)))
	assert.False(t, ok)
}

func TestEveryProgramDraws(t *testing.T) {
	for _, r := range repertoires {
		for i, program := range r.programs {
			for seed := range uint64(30) {
				a := newArtist(rand.New(rand.NewPCG(seed, 2)))
				program(a)
				d := a.finish()
				require.NotEmpty(t, d.Strokes, "%s, program %d", r.class, i)
				requireDrawing(t, d)
			}
		}
	}
}

func TestInventableAreClasses(t *testing.T) {
	for _, class := range Inventable() {
		got, ok := ClassOf(class)
		assert.True(t, ok, class)
		assert.Equal(t, class, got)
	}
}

func TestSeedsDiffer(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	for _, class := range Inventable() {
		a, _ := Invent(class, rng)
		b, _ := Invent(class, rng)
		assert.NotEqual(t, a, b, class)
	}
	assert.NotEqual(t, Scribble(rng), Scribble(rng))
}

func TestScribble(t *testing.T) {
	for seed := range uint64(400) {
		d := Scribble(rand.New(rand.NewPCG(seed, 1)))
		requireDrawing(t, d)
		require.Equal(t, d, Scribble(rand.New(rand.NewPCG(seed, 1))))
	}
}

func TestSmooth(t *testing.T) {
	p := route{{0, 0}, {1, 2}, {3, 1}}
	got := smooth(p[0], p, p[2], 4)
	require.Len(t, got, 9)
	for i, at := range p {
		assert.Equal(t, at, got[4*i], "it goes through all points")
	}
	straight := route{{0, 0}, {1, 1}, {2, 2}}
	for _, at := range smooth([2]float32{-1, -1}, straight, [2]float32{3, 3}, 5) {
		assert.InDelta(t, at[0], at[1], 1e-6, "along a straight line")
	}
}

func TestFrames(t *testing.T) {
	f := frame{c: 1}.moved(10, 0, 2, 0.25).moved(1, 0, 1, 0)
	p := f.point(1, 0, 3)
	assert.InDelta(t, 10, p.X, 1e-5)
	assert.InDelta(t, 4, p.Y, 1e-5)
	assert.InDelta(t, 6, p.R, 1e-5)
	assert.False(t, math.Signbit(float64(p.R)))
}
