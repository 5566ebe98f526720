package nn

import (
	"math"
	"math/rand/v2"
)

// heNormal fills w for a layer of fanIn inputs that a ReLU follows.
func heNormal(w []float32, fanIn int, r *rand.Rand) { normal(w, 2, fanIn, r) }

// normal fills w from a normal distribution of variance gain/fanIn.
func normal(w []float32, gain float64, fanIn int, r *rand.Rand) {
	sigma := math.Sqrt(gain / float64(fanIn))
	for i := range w {
		w[i] = float32(sigma * r.NormFloat64())
	}
}
