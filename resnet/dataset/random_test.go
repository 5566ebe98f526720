package dataset

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestOrder(t *testing.T) {
	order := Order(100, 1, 2)
	sorted := slices.Sorted(slices.Values(order))
	for i, v := range sorted {
		assert.Equal(t, i, v)
	}
	assert.Equal(t, order, Order(100, 1, 2))
	assert.NotEqual(t, order, Order(100, 1, 3), "another epoch")
	assert.NotEqual(t, order, Order(100, 2, 2), "another seed")
	assert.Empty(t, Order(0, 1, 1))
}

// A resumed run equals an unbroken one across builds as well: these values must
// never change.
func TestRandomStreamsStay(t *testing.T) {
	assert.Equal(t, []int{7, 0, 4, 3, 6, 5, 1, 2}, Order(8, 42, 3))
	var source rand.PCG
	SeedImage(&source, 42, 3, 17)
	assert.Equal(t, uint64(0xa8fd5552918ccc6d), source.Uint64())
}

func TestSeedImageStreamsDiffer(t *testing.T) {
	first := make(map[uint64][3]int)
	var source rand.PCG
	for seed := range 5 {
		for epoch := range 20 {
			for index := range 50 {
				SeedImage(&source, uint64(seed), epoch, index)
				v := source.Uint64()
				assert.NotContains(t, first, v)
				first[v] = [3]int{seed, epoch, index}
			}
		}
	}
}
