package sketch

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lineKinds leave paper where the photo has nothing to draw.
var lineKinds = []Kind{Edges, DoG, Pencil, Silhouette}

func TestFlatPictureStaysBlank(t *testing.T) {
	white, black := [3]byte{255, 255, 255}, [3]byte{}
	for _, kind := range lineKinds {
		for _, c := range [][3]byte{white, black, {90, 30, 200}} {
			for _, paper := range [][3]byte{white, {10, 60, 20}} {
				s := Canonical(kind)
				s.Paper = paper
				blank := bytes.Equal(flat(32, paper), render(flat(32, c), 32, s))
				assert.True(t, blank, "%v of %v on %v", kind, c, paper)
			}
		}
	}
	for _, kind := range []Kind{Cartoon, Poster} {
		seen := render(flat(32, [3]byte{90, 30, 200}), 32, Canonical(kind))
		for i := range seen {
			require.Equal(t, seen[i%3], seen[i], "%v: one colour", kind)
		}
	}
}

func TestNoiseIsNotDrawn(t *testing.T) {
	for _, kind := range lineKinds {
		assert.Less(t, inkShare(render(noisy(32, 4), 32, Canonical(kind))), 0.01, "%v", kind)
	}
	for _, kind := range []Kind{Cartoon, Poster} {
		seen := render(noisy(32, 4), 32, Canonical(kind))
		for c := range 3 {
			low, high := byte(255), byte(0)
			for i := c; i < len(seen); i += 3 {
				low, high = min(low, seen[i]), max(high, seen[i])
			}
			assert.Less(t, high-low, byte(24), "%v: no more contrast than there was", kind)
		}
	}
}

// Of 200 photos, most renderings have some ink and none is drowned in it.
func TestInkOfPhotos(t *testing.T) {
	photos := loadPhotos(t)
	bounds := map[Kind]struct{ few, mean, most float64 }{
		Edges:      {0.02, 0.11, 0.3},
		DoG:        {0.015, 0.15, 0.35},
		Pencil:     {0.02, 0.1, 0.25},
		Silhouette: {0.05, 0.25, 0.7},
	}
	var ws Workspace
	dst := make([]byte, 32*32*3)
	for _, kind := range lineKinds {
		var shares []float64
		sum := 0.0
		for i := range len(photos) {
			Render(dst, photos[i], 32, Canonical(kind), &ws)
			shares = append(shares, inkShare(dst))
			sum += shares[i]
		}
		slices.Sort(shares)
		want := bounds[kind]
		t.Logf("%v: ink from %.3f over %.3f to %.3f, mean %.3f", kind, shares[0], shares[len(shares)/20], shares[len(shares)-1], sum/float64(len(photos)))
		assert.Greater(t, shares[len(shares)/20], want.few, "%v: 19 of 20 photos show something", kind)
		assert.Less(t, shares[len(shares)-1], want.most, "%v", kind)
		assert.InDelta(t, want.mean, sum/float64(len(photos)), 0.05, "%v", kind)
	}
}

// Hardly any rendering in a random style is blank paper, which a network could
// learn nothing from.
func TestRandomStylesShowSomething(t *testing.T) {
	const n = 1500
	photos := loadPhotos(t)
	rng := rand.New(rand.NewPCG(4, 4))
	var ws Workspace
	dst := make([]byte, 32*32*3)
	blank := 0
	for i := range n {
		s := RandomStyle(rng)
		Render(dst, photos[i%len(photos)], 32, s, &ws)
		paper := fromRGB(s.Paper)
		contrast := sqrt(paper.distance(fromRGB(s.Ink)))
		ink := float32(0)
		for j := 0; j < len(dst); j += 3 {
			ink += sqrt(paper.distance(fromRGB([3]byte(dst[j:])))) / contrast
		}
		if ink/(32*32) < 0.015 {
			blank++
		}
	}
	t.Logf("%d of %d are nearly blank", blank, n)
	assert.Less(t, blank, n/50)
}

// The contour of a disc is a ring at its edge, as wide as the pen, whichever
// side is the darker one and whatever the picture's size.
func TestContourOfDisc(t *testing.T) {
	dark, light := [3]byte{60, 40, 30}, [3]byte{170, 200, 210}
	for _, size := range []int{32, 48, 64} {
		for _, colours := range [][2][3]byte{{dark, light}, {light, dark}} {
			for _, width := range []float32{0.5, 1, 2} {
				t.Run(fmt.Sprint(size, colours[0], width), func(t *testing.T) {
					unit := float64(size) / 32
					radius := 9.3 * unit
					s := Canonical(Edges)
					s.Width = width
					seen := render(disc(size, radius, colours[0], colours[1]), size, s)

					covered := inkShare(seen) * float64(size*size)
					assert.InEpsilon(t, 2*math.Pi*radius*float64(width)*unit, covered, 0.12, "area of the line")
					sum := 0.0
					for i := range size * size {
						ink := float64(255-seen[3*i]) / 255
						x, y := float64(i%size)+0.5-float64(size)/2, float64(i/size)+0.5-float64(size)/2
						off := math.Hypot(x, y) - radius
						sum += ink * off
						if ink > 0.02 {
							assert.Less(t, math.Abs(off), float64(width)*unit/2+1.2, "ink far from the edge")
						}
					}
					assert.InDelta(t, 0, sum/covered, 0.35*unit, "the line lies on the edge")
				})
			}
		}
	}
}

func TestSilhouetteOfDisc(t *testing.T) {
	for _, size := range []int{32, 64} {
		radius := 0.28 * float64(size)
		src := disc(size, radius, [3]byte{150, 60, 40}, [3]byte{100, 160, 90})
		seen := render(src, size, Canonical(Silhouette))
		assert.InEpsilon(t, math.Pi*radius*radius, inkShare(seen)*float64(size*size), 0.12)
		middle := 3 * (size/2*size + size/2)
		assert.Equal(t, []byte{0, 0, 0, 255, 255, 255}, append(seen[middle:middle+3:middle+3], seen[:3]...))
	}
}

// Isolating the foreground keeps its contour and drops that of what reaches
// the border.
func TestIsolate(t *testing.T) {
	src := disc(32, 7, [3]byte{200, 50, 40}, [3]byte{220, 230, 240})
	for y := 26; y < 32; y++ {
		copy(src[3*32*y:], flat(32, [3]byte{120, 150, 110})[:3*32])
	}
	s := Canonical(Edges)
	s.Outline = 0
	bottom := func(isolate float32) float64 {
		s.Isolate = isolate
		return inkShare(render(src, 32, s)[3*32*25:])
	}
	assert.Greater(t, bottom(0), 0.1, "the horizon is drawn")
	assert.Zero(t, bottom(1), "the horizon is not")
	assert.Greater(t, inkShare(render(src, 32, s)), 0.03, "the disc still is")
}

func TestRenderIsPure(t *testing.T) {
	photos := loadPhotos(t)
	rng := rand.New(rand.NewPCG(5, 6))
	var used Workspace
	dst := make([]byte, 32*32*3)
	for i := range 100 {
		s, src := RandomStyle(rng), photos[2*i]
		before := slices.Clone(src)
		want := render(src, 32, s)
		Render(dst, src, 32, s, &used)
		require.True(t, bytes.Equal(want, dst), "with a workspace that has served: %+v", s)
		require.True(t, bytes.Equal(before, src), "the photo stays")
		Render(before, before, 32, s, &used)
		require.True(t, bytes.Equal(want, before), "in place")
		if i%20 == 0 {
			Render(make([]byte, 20*20*3), noise(20, 1), 20, s, &used)
		}
	}
}

func TestSeedMovesTheHand(t *testing.T) {
	src := loadPhotos(t)[0]
	s := Canonical(Edges)
	calm := render(src, 32, s)
	s.Seed = 1
	assert.True(t, bytes.Equal(calm, render(src, 32, s)), "without wobble or gaps, chance has no part")
	s.Wobble = 1
	one := render(src, 32, s)
	s.Seed = 2
	two := render(src, 32, s)
	assert.False(t, bytes.Equal(calm, one))
	assert.False(t, bytes.Equal(one, two))
}

// What a style says of paper, ink and photo is seen.
func TestColours(t *testing.T) {
	src := disc(32, 9, [3]byte{200, 40, 30}, [3]byte{240, 240, 240})
	s := Canonical(Silhouette)
	s.Paper, s.Ink = [3]byte{10, 20, 90}, [3]byte{250, 240, 20}
	middle, corner := 3*(16*32+16), 0
	seen := render(src, 32, s)
	assert.Equal(t, s.Ink[:], seen[middle:][:3])
	assert.Equal(t, s.Paper[:], seen[corner:][:3])

	s.Photo = 1
	assert.True(t, bytes.Equal(src, render(src, 32, s)))

	s.Photo, s.Tint = 0, 1
	seen = render(src, 32, s)
	assert.Greater(t, seen[middle], seen[middle+1], "as red as the photo")
	s.Hue = 1.0 / 3
	turned := render(src, 32, s)
	assert.Less(t, turned[middle], max(turned[middle+1], turned[middle+2]), "red no more")
}

// Half the size makes a quarter of the area, on paper.
func TestZoom(t *testing.T) {
	s := Canonical(Silhouette)
	src := disc(32, 11, [3]byte{20, 60, 40}, [3]byte{240, 240, 240})
	full := inkShare(render(src, 32, s))
	s.Zoom = 0.6
	assert.InEpsilon(t, 0.36*full, inkShare(render(src, 32, s)), 0.1)
	s = Style{Kind: Cartoon, Paper: [3]byte{1, 2, 3}, Zoom: 0.5, Levels: 4}
	assert.Equal(t, s.Paper[:], render(src, 32, s)[:3])
}

func TestNegative(t *testing.T) {
	dark := disc(32, 4, [3]byte{20, 20, 20}, [3]byte{200, 200, 200})
	light := disc(32, 4, [3]byte{200, 200, 200}, [3]byte{20, 20, 20})
	middle := 3 * (16*32 + 16)
	for _, kind := range []Kind{DoG, Pencil} {
		s := Canonical(kind)
		s.Isolate, s.Sigma = 0, 2
		assert.Less(t, render(dark, 32, s)[middle], byte(80), "%v draws what is dark", kind)
		assert.Greater(t, render(light, 32, s)[middle], byte(200), "%v leaves what is light", kind)
		s.Negative = true
		assert.Less(t, render(light, 32, s)[middle], byte(80), "%v, negative, draws what is light", kind)
	}
}

func TestAnySize(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, size := range []int{1, 2, 3, 5, 8, 9, 17, 31, 33, 100} {
		for seed := range uint64(12) {
			s := RandomStyle(rng)
			assert.NotPanics(t, func() { render(noise(size, seed), size, s) }, "size %d, %+v", size, s)
		}
	}
	assert.NotPanics(t, func() { Render(nil, nil, 0, Style{}, nil) })
}

func TestUnknownKindIsBlank(t *testing.T) {
	var ws Workspace
	src := loadPhotos(t)[0]
	dst := make([]byte, len(src))
	Render(dst, src, 32, Canonical(Cartoon), &ws)
	Render(dst, src, 32, Canonical(kinds), &ws)
	assert.True(t, bytes.Equal(flat(32, [3]byte{255, 255, 255}), dst))
}

func TestRenderAllocatesNothing(t *testing.T) {
	photos := loadPhotos(t)
	var ws Workspace
	dst := make([]byte, 32*32*3)
	rng := rand.New(rand.NewPCG(1, 1))
	i := 0
	assert.Zero(t, testing.AllocsPerRun(60, func() {
		i++
		Render(dst, photos[i%len(photos)], 32, RandomStyle(rng), &ws)
	}))
}

func FuzzRender(f *testing.F) {
	f.Add(uint8(8), uint8(0), uint64(1), []byte{1, 2, 3}, float32(1), float32(0.5))
	f.Add(uint8(33), uint8(5), uint64(2), []byte{255, 0}, float32(math.NaN()), float32(math.Inf(1)))
	f.Add(uint8(1), uint8(200), uint64(3), []byte{}, float32(-1e30), float32(1e30))
	var ws Workspace
	f.Fuzz(func(t *testing.T, side, kind uint8, seed uint64, pattern []byte, x, y float32) {
		size := int(side%40) + 1
		src := make([]byte, size*size*3)
		for i := range src {
			if len(pattern) > 0 {
				src[i] = pattern[i%len(pattern)]
			}
		}
		s := RandomStyle(rand.New(rand.NewPCG(seed, seed)))
		s.Kind = Kind(kind)
		numbers := []*float32{
			&s.Tint, &s.Photo, &s.Sigma, &s.Isolate, &s.Tone, &s.Chroma, &s.Hue, &s.Width, &s.Budget,
			&s.Threshold, &s.Outline, &s.Simplify, &s.Gaps, &s.Zoom, &s.Tilt, &s.Wobble,
		}
		*numbers[seed%uint64(len(numbers))] = x
		*numbers[(seed>>8)%uint64(len(numbers))] = y
		s.Levels, s.Smooth = int(int8(seed>>16)), int(int8(seed>>24))
		dst := make([]byte, len(src))
		Render(dst, src, size, s, &ws)
		require.True(t, bytes.Equal(render(src, size, s), dst), "%+v", s)
	})
}

func BenchmarkRender(b *testing.B) {
	photos := loadPhotos(b)
	var ws Workspace
	dst := make([]byte, 32*32*3)
	for _, kind := range Kinds() {
		b.Run(kind.String(), func(b *testing.B) {
			s := Canonical(kind)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				Render(dst, photos[i%len(photos)], 32, s, &ws)
			}
		})
	}
	b.Run("random", func(b *testing.B) {
		rng := rand.New(rand.NewPCG(1, 1))
		for i := 0; b.Loop(); i++ {
			Render(dst, photos[i%len(photos)], 32, RandomStyle(rng), &ws)
		}
	})
}
