package dataset

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// openMixed returns the photos and drawings of the tests.
func openMixed(t testing.TB) Source {
	set, err := Open(t.Context(), "images:testdata/cifar10-200", Options{})
	require.NoError(t, err)
	gallery, _, err := OpenGallery(t.Context(), "drawings:"+quickdraw, set.Classes, set.Size, 0)
	require.NoError(t, err)
	return Source{Set: set, Seed: 1, Gallery: gallery}
}

// read returns all pictures of an epoch, and their labels.
func read(s Source, epoch int) (pictures [][]byte, labels []int) {
	r := s.NewReader()
	for i := range s.Set.Len() {
		dst := make([]byte, s.Set.Size*s.Set.Size*3)
		labels = append(labels, r.Read(dst, epoch, i))
		pictures = append(pictures, dst)
	}
	return pictures, labels
}

func TestSourceWithoutMixShowsPhotos(t *testing.T) {
	s := openMixed(t)
	pictures, labels := read(s, 0)
	assert.Equal(t, s.Set.Labels, labels)
	assert.Equal(t, s.Set.Pixels, bytes.Join(pictures, nil))

	s.Alternate = true
	even, _ := read(s, 0)
	odd, _ := read(s, 1)
	for i := range even {
		require.NotEqual(t, even[i], odd[i], "one of them is mirrored")
		Mirror(odd[i], s.Set.Size)
		require.Equal(t, even[i], odd[i])
	}
}

func TestSourceKeepsShares(t *testing.T) {
	s := openMixed(t)
	s.Mix = Mix{Sketches: 0.3, Drawings: 0.3, Scribbles: 0.1}
	photos, others, nothing := 0, 0, 0
	const epochs = 5
	for epoch := range epochs {
		pictures, labels := read(s, epoch)
		for i, label := range labels {
			switch {
			case label == NoClass:
				nothing++
			case bytes.Equal(pictures[i], s.Set.Image(i)):
				photos++
			default:
				others++
			}
		}
	}
	n := float64(epochs * s.Set.Len())
	assert.InDelta(t, 0.3, float64(photos)/n, 0.05)
	assert.InDelta(t, 0.6, float64(others)/n, 0.05)
	assert.InDelta(t, 0.1, float64(nothing)/n, 0.03)
}

func TestSketchesKeepTheirLabels(t *testing.T) {
	s := openMixed(t)
	s.Mix = Mix{Sketches: 1}
	pictures, labels := read(s, 0)
	assert.Equal(t, s.Set.Labels, labels)
	for i := range pictures {
		require.NotEqual(t, s.Set.Image(i), pictures[i])
	}
}

func TestSourceIsAFunctionOfEpochAndIndex(t *testing.T) {
	s := openMixed(t)
	s.Mix = Mix{Sketches: 0.3, Drawings: 0.4, Scribbles: 0.2}
	pictures, labels := read(s, 3)
	r := s.NewReader()
	dst := make([]byte, len(pictures[0]))
	for _, i := range []int{170, 3, 3, 42} { // in another order
		require.Equal(t, labels[i], r.Read(dst, 3, i))
		require.Equal(t, pictures[i], dst)
	}
	other, _ := read(s, 4)
	assert.NotEqual(t, pictures, other)
}

func TestDrawingsAreAsFrequentInEachClass(t *testing.T) {
	s := openMixed(t)
	s.Mix = Mix{Drawings: 1}
	counts := make([]int, len(s.Set.Classes))
	const epochs = 10
	for epoch := range epochs {
		_, labels := read(s, epoch)
		for _, label := range labels {
			counts[label]++
		}
	}
	for label, n := range counts {
		assert.InDelta(t, epochs*s.Set.Len()/10, n, 60, s.Set.Classes[label])
	}
}

func BenchmarkReader(b *testing.B) {
	for name, mix := range map[string]Mix{"photos": {}, "sketches": {Sketches: 1}, "drawings": {Drawings: 1}, "scribbles": {Scribbles: 1}} {
		b.Run(name, func(b *testing.B) {
			s := openMixed(b)
			s.Augment, s.Mix = Augment{Pad: 4, Reflect: true, Cutout: 12}, mix
			r := s.NewReader()
			dst := make([]byte, s.Set.Size*s.Set.Size*3)
			for i := 0; b.Loop(); i++ {
				r.Read(dst, 0, i%s.Set.Len())
			}
		})
	}
}
