package train

import (
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
)

// classWeights says how much a picture of each class counts in the loss; nil
// stands for all alike. Balanced weights are in inverse proportion to the
// number of pictures, N/(K·n) for n of N pictures and K classes that have any.
// Their mean over the pictures is 1: learning rates keep their meaning.
func classWeights(r recipe.Recipe, set *dataset.Set) []float64 {
	if r.ClassWeights != recipe.Balanced {
		return nil
	}
	counts, present := set.Counts(), 0
	for _, n := range counts {
		if n > 0 {
			present++
		}
	}
	w := make([]float64, len(counts))
	for i, n := range counts {
		if n > 0 {
			w[i] = float64(set.Len()) / float64(present*n)
		}
	}
	return w
}
