package inside

// Heat returns class activation maps (H, W, K): the last layer, of weights (K, C),
// applied to each pixel of the maps (H, W, C) whose mean it reads. Their mean over
// all pixels, with the bias, is the logit: they say exactly how much each place
// counts for a class (B. Zhou et al., arXiv 1512.04150, §2).
func Heat(maps *Maps, weight []float32) []float32 {
	c := maps.Shape.C
	classes, pixels := len(weight)/c, len(maps.Data)/c
	heat := make([]float32, pixels*classes)
	for i := range pixels {
		x := maps.Data[i*c:][:c]
		for k := range classes {
			heat[i*classes+k] = dot(x, weight[k*c:][:c])
		}
	}
	return heat
}

func dot(x, y []float32) float32 {
	var sum float32
	for i, v := range x {
		sum += v * y[i]
	}
	return sum
}
