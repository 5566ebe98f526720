package teach

import (
	"math"

	"canvasnet/resnet"
)

// Herd chooses up to n of the features (N, C) of one class whose mean stays
// closest to the mean of all, one after the other: whatever part of the choice
// is kept from its beginning stands for the class as well as it can (S. Rebuffi
// et al., arXiv 1611.07725, algorithm 4; M. Welling, "Herding Dynamical Weights
// to Learn", 2009).
func Herd(features []float32, width, n int) []int {
	total := len(features) / width
	mean := make([]float64, width)
	for i, v := range features {
		mean[i%width] += float64(v) / float64(total)
	}
	var chosen []int
	taken := make([]bool, total)
	sum := make([]float64, width)
	for k := 1.0; len(chosen) < min(n, total); k++ {
		best, least := -1, math.Inf(1)
		for i := range total {
			if taken[i] {
				continue
			}
			distance := 0.0
			for c, v := range features[i*width:][:width] {
				d := mean[c] - (sum[c]+float64(v))/k
				distance += d * d
			}
			if distance < least {
				best, least = i, distance
			}
		}
		for c, v := range features[best*width:][:width] {
			sum[c] += float64(v)
		}
		taken[best] = true
		chosen = append(chosen, best)
	}
	return chosen
}

// Choose herds up to perClass exemplars of each class out of the features
// (N, C) of labelled pictures.
func Choose(features []float32, labels []int, width, classes, perClass int) *resnet.Exemplars {
	e := new(resnet.Exemplars)
	for class := range classes {
		var own []float32
		for i, label := range labels {
			if label == class {
				own = append(own, features[i*width:][:width]...)
			}
		}
		for _, i := range Herd(own, width, perClass) {
			e.Features = append(e.Features, own[i*width:][:width]...)
			e.Labels = append(e.Labels, class)
		}
	}
	return e
}
