package sketch

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKinds(t *testing.T) {
	assert.Len(t, Kinds(), int(kinds))
	for i, kind := range Kinds() {
		assert.Equal(t, Kind(i), kind)
		parsed, err := ParseKind(kind.String())
		require.NoError(t, err)
		assert.Equal(t, kind, parsed)
	}
	_, err := ParseKind("oil")
	assert.ErrorContains(t, err, `"oil": use one of edges, dog, pencil, cartoon, poster, silhouette`)
	assert.Equal(t, "Kind(6)", kinds.String())
}

// The styles of evaluation are in range and leave nothing to chance.
func TestCanonical(t *testing.T) {
	for _, kind := range Kinds() {
		s := Canonical(kind)
		assert.Equal(t, kind, s.Kind)
		assert.Equal(t, s, s.inRange())
		assert.Zero(t, s.Seed)
		assert.Zero(t, s.Wobble)
		assert.Zero(t, s.Gaps)
	}
}

func TestRandomStyle(t *testing.T) {
	const n = 4000
	rng := rand.New(rand.NewPCG(9, 9))
	count := map[Kind]int{}
	dark, isolated, small := 0, 0, 0
	for range n {
		s := RandomStyle(rng)
		count[s.Kind]++
		require.Equal(t, s, s.inRange())
		light := fromRGB(s.Paper).l
		require.GreaterOrEqual(t, abs(fromRGB(s.Ink).l-light), float32(0.35), "ink that shows: %+v", s)
		if s.Kind == Edges {
			require.Positive(t, s.Width)
		}
		if light < 0.3 {
			dark++
		}
		if s.Isolate > 0 {
			isolated++
		}
		if s.Zoom < 1 {
			small++
		}
	}
	assert.Len(t, count, int(kinds))
	for kind, c := range count {
		assert.Greater(t, c, n/20, "%v", kind)
	}
	assert.Greater(t, count[Edges], n/3)
	assert.InDelta(t, 0.18*n, dark, 0.04*n)
	assert.InDelta(t, 0.6*n, isolated, 0.1*n)
	assert.InDelta(t, 0.25*n, small, 0.12*n)
}

func TestInRange(t *testing.T) {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	s := Style{Tint: nan, Photo: -1, Sigma: inf, Isolate: 7, Budget: nan, Zoom: nan, Hue: -inf, Levels: -3, Smooth: 1 << 40}.inRange()
	want := Style{Sigma: 4, Isolate: 1, Threshold: 0.02, Simplify: 0.1, Zoom: 0.25, Hue: -1, Levels: 2, Smooth: 20}
	assert.Equal(t, want, s)
	assert.Equal(t, float32(1), Style{}.inRange().Zoom, "a size that is not given changes nothing")
}
