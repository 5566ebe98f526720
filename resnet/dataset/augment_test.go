package dataset

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// coordinates is a picture whose pixel at (x, y) is (x, y, 200).
func coordinates(size int) []byte {
	var pix []byte
	for y := range size {
		for x := range size {
			pix = append(pix, byte(x), byte(y), 200)
		}
	}
	return pix
}

func seeded(index int) *rand.Rand {
	var source rand.PCG
	SeedImage(&source, 1, 1, index)
	return rand.New(&source)
}

func TestAugmentZeroValueCopies(t *testing.T) {
	src, dst := coordinates(8), make([]byte, 8*8*3)
	Augment{}.Apply(dst, src, 8, seeded(0))
	assert.Equal(t, src, dst)
}

// Every crop must be the picture, moved by some dx and dy, mirrored or not, with
// Fill around it; all combinations must come up.
func TestAugmentCropAndFlip(t *testing.T) {
	const size, pad = 6, 2
	fill := [3]byte{90, 91, 92}
	a := Augment{Pad: pad, Flip: true, Fill: fill}
	src, dst := coordinates(size), make([]byte, size*size*3)
	type move struct {
		dx, dy int
		mirror bool
	}
	want := make(map[string]move)
	for dy := -pad; dy <= pad; dy++ {
		for dx := -pad; dx <= pad; dx++ {
			for _, mirror := range []bool{false, true} {
				var pix []byte
				for y := range size {
					for x := range size {
						if mirror {
							x = size - 1 - x
						}
						sx, sy := x+dx, y+dy
						if sx < 0 || sy < 0 || sx >= size || sy >= size {
							pix = append(pix, fill[:]...)
						} else {
							pix = append(pix, src[(sy*size+sx)*3:][:3]...)
						}
					}
				}
				want[string(pix)] = move{dx, dy, mirror}
			}
		}
	}
	seen := make(map[move]int)
	for i := range 2000 {
		a.Apply(dst, src, size, seeded(i))
		m, ok := want[string(dst)]
		require.True(t, ok, "run %d gives no crop of the picture: %v", i, dst)
		seen[m]++
	}
	assert.Len(t, seen, len(want))
	for m, n := range seen {
		assert.InDelta(t, 2000/len(want), n, 30, "%+v", m)
	}
}

// As numpy.pad(mode="reflect") continues a row: the edge pixel is not repeated.
func TestAugmentReflect(t *testing.T) {
	for size, want := range map[int][]int{
		1: {0, 0, 0, 0, 0, 0, 0},
		2: {1, 0, 1, 0, 1, 0, 1},
		4: {3, 2, 1, 0, 1, 2, 3, 2, 1, 0, 1, 2},
	} {
		for i, w := range want {
			assert.Equal(t, w, reflect(i-3, size), "pixel %d of %d", i-3, size)
		}
	}
	const size, pad = 6, 4
	src, dst := coordinates(size), make([]byte, size*size*3)
	mean := make([]byte, len(dst))
	for i := range 300 {
		Augment{Pad: pad, Reflect: true}.Apply(dst, src, size, seeded(i))
		Augment{Pad: pad, Fill: [3]byte{99, 99, 99}}.Apply(mean, src, size, seeded(i))
		for at, v := range mean {
			if v != 99 {
				require.Equal(t, v, dst[at], "where the crop shows the picture, padding changes nothing")
			}
		}
		dx, dy := seededMove(i, pad)
		for y := range size {
			for x := range size {
				sx, sy := reflect(x+dx, size), reflect(y+dy, size)
				require.Equal(t, src[(sy*size+sx)*3:][:3], dst[(y*size+x)*3:][:3])
			}
		}
	}
}

// seededMove is the move that Apply draws.
func seededMove(index, pad int) (dx, dy int) {
	rng := seeded(index)
	return rng.IntN(2*pad+1) - pad, rng.IntN(2*pad+1) - pad
}

func TestAlternateFlip(t *testing.T) {
	const n = 4000
	flipped := 0
	for i := range n {
		first := AlternateFlip(7, 0, i)
		for epoch := range 6 {
			require.Equal(t, first != (epoch%2 == 1), AlternateFlip(7, epoch, i), "picture %d in epoch %d", i, epoch)
		}
		if first {
			flipped++
		}
	}
	assert.InDelta(t, n/2, flipped, 150)
	other := 0
	for i := range n {
		if AlternateFlip(7, 0, i) != AlternateFlip(8, 0, i) {
			other++
		}
	}
	assert.InDelta(t, n/2, other, 150, "another seed chooses another half")
}

func TestAugmentCutout(t *testing.T) {
	const size, cut = 8, 4
	fill := [3]byte{9, 9, 9}
	src, dst := coordinates(size), make([]byte, size*size*3)
	counts := make(map[int]int)
	for i := range 500 {
		Augment{Cutout: cut, Fill: fill}.Apply(dst, src, size, seeded(i))
		x0, y0, x1, y1, n := size, size, -1, -1, 0
		for y := range size {
			for x := range size {
				pixel := dst[(y*size+x)*3:][:3]
				if bytes.Equal(pixel, fill[:]) {
					x0, y0, x1, y1, n = min(x0, x), min(y0, y), max(x1, x), max(y1, y), n+1
				} else {
					require.Equal(t, src[(y*size+x)*3:][:3], pixel)
				}
			}
		}
		require.Equal(t, (x1-x0+1)*(y1-y0+1), n, "a full rectangle")
		counts[n]++
	}
	assert.Contains(t, counts, cut*cut, "whole squares")
	assert.Contains(t, counts, cut*cut/4, "squares over a corner")
}

func TestAugmentExtremes(t *testing.T) {
	src := coordinates(4)
	for _, a := range []Augment{
		{Pad: 100}, {Pad: 100, Reflect: true}, {Cutout: 100}, {Pad: -1}, {Cutout: -5}, {Pad: 4, Cutout: 1, Flip: true},
	} {
		for i := range 100 {
			dst := make([]byte, len(src))
			assert.NotPanics(t, func() { a.Apply(dst, src, 4, seeded(i)) }, "%+v", a)
		}
	}
	dst := make([]byte, len(src))
	Augment{Cutout: 100, Fill: [3]byte{1, 1, 1}}.Apply(dst, src, 4, seeded(1))
	assert.Equal(t, bytes.Repeat([]byte{1}, len(src)), dst)
}

func TestAugmentAllocatesNothing(t *testing.T) {
	a := Augment{Pad: 4, Reflect: true, Flip: true, Cutout: 8}
	src, dst := coordinates(32), make([]byte, 32*32*3)
	var source rand.PCG
	rng := rand.New(&source)
	index := 0
	assert.Zero(t, testing.AllocsPerRun(100, func() {
		index++
		SeedImage(&source, 1, 2, index)
		a.Apply(dst, src, 32, rng)
	}))
}

func BenchmarkAugment(b *testing.B) {
	a := Augment{Pad: 4, Flip: true, Cutout: 16}
	src, dst := coordinates(32), make([]byte, 32*32*3)
	rng := seeded(1)
	for b.Loop() {
		a.Apply(dst, src, 32, rng)
	}
}

func TestMirror(t *testing.T) {
	pixels := []byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	Mirror(pixels, 2)
	assert.Equal(t, []byte{4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9}, pixels)
}
