package teach

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHerd(t *testing.T) {
	// The mean is 1. After 1 itself comes what moves the mean least, and then what
	// brings it back.
	require.Equal(t, []int{2, 3, 1, 0}, Herd([]float32{0, 2.5, 1, 0.5}, 1, 4))
}

// A few that are herded stand for all better than as many at random.
func TestHerdKeepsTheMean(t *testing.T) {
	const n, width, some = 200, 8, 10
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]float32, n*width)
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	whole, _ := spread(x, width)
	off := func(chosen []int) float32 {
		var rows []float32
		for _, i := range chosen {
			rows = append(rows, x[i*width:][:width]...)
		}
		mean, _ := spread(rows, width)
		for i := range mean {
			mean[i] -= whole[i]
		}
		return norm(mean)
	}
	herd := Herd(x, width, some)
	require.Len(t, herd, some)
	for range 20 {
		require.Less(t, off(herd), off(r.Perm(n)[:some]))
	}
	require.Len(t, Herd(x[:3*width], width, some), 3, "no more than there are")
}

func TestChoose(t *testing.T) {
	e := Choose([]float32{5, 1, 2, 6, 3}, []int{2, 0, 0, 2, 0}, 1, 4, 2)
	require.Equal(t, []int{0, 0, 2, 2}, e.Labels)
	require.Equal(t, float32(2), e.Features[0], "the middle of 1, 2, 3")
	require.Empty(t, Choose(nil, nil, 1, 3, 2).Labels)
}
