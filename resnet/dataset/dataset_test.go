package dataset

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// numbered is a set of 1×1 pictures: picture i is (i, 0, 255-i).
func numbered(labels ...int) *Set {
	s := &Set{Name: "numbered", Classes: []string{"a", "b", "c"}, Size: 1, Labels: labels}
	for i := range labels {
		s.Pixels = append(s.Pixels, byte(i), 0, byte(255-i))
	}
	return s
}

func TestSubset(t *testing.T) {
	s := numbered(0, 1, 2, 1)
	sub := s.Subset([]int{3, 0})
	assert.Equal(t, &Set{
		Name: "numbered", Classes: s.Classes, Size: 1,
		Pixels: []byte{3, 0, 252, 0, 0, 255}, Labels: []int{1, 0},
	}, sub)
	sub.Pixels[0] = 99
	assert.Equal(t, []byte{3, 0, 252}, s.Image(3), "a subset is a copy")
}

func TestSplitIsStratified(t *testing.T) {
	labels := make([]int, 0, 150)
	for i := range 150 {
		labels = append(labels, []int{0, 0, 1, 2, 2}[i%5]) // 60, 30, 60
	}
	s := numbered(labels...)
	rest, held, err := s.Split(0.1, 7)
	require.NoError(t, err)
	count := make([]int, 3)
	for _, label := range held.Labels {
		count[label]++
	}
	assert.Equal(t, []int{6, 3, 6}, count)

	seen := make(map[byte]int)
	for _, part := range []*Set{rest, held} {
		for i := range part.Len() {
			id := part.Image(i)[0]
			seen[id]++
			assert.Equal(t, labels[id], part.Labels[i])
			if i > 0 {
				assert.Greater(t, id, part.Image(i - 1)[0], "in the order of the set")
			}
		}
	}
	assert.Len(t, seen, 150, "no picture is lost, none is in both parts")

	_, again, err := s.Split(0.1, 7)
	require.NoError(t, err)
	assert.Equal(t, held, again)
	_, other, err := s.Split(0.1, 8)
	require.NoError(t, err)
	assert.NotEqual(t, held.Pixels, other.Pixels)
}

func TestSplitFraction(t *testing.T) {
	s := numbered(0, 1, 2)
	rest, held, err := s.Split(0, 1)
	require.NoError(t, err)
	assert.Equal(t, []int{3, 0}, []int{rest.Len(), held.Len()})
	rest, held, err = s.Split(1, 1)
	require.NoError(t, err)
	assert.Equal(t, []int{0, 3}, []int{rest.Len(), held.Len()})
	for _, bad := range []float64{-0.1, 1.5, math.NaN()} {
		_, _, err := s.Split(bad, 1)
		assert.ErrorContains(t, err, "is not between 0 and 1")
	}
}

func TestMeanStd(t *testing.T) {
	s := &Set{Size: 1, Labels: []int{0, 0}, Pixels: []byte{0, 51, 255, 255, 51, 0}}
	mean, std := s.MeanStd()
	assert.InDeltaSlice(t, []float64{0.5, 0.2, 0.5}, mean[:], 1e-12)
	assert.InDeltaSlice(t, []float64{0.5, 0, 0.5}, std[:], 1e-12)

	mean, std = (&Set{}).MeanStd()
	assert.Equal(t, [2][3]float64{}, [2][3]float64{mean, std})
}
