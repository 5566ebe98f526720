package teach

import (
	"math"
	"slices"

	"canvasnet/nn/kernel"
)

// imprint is h with rows for the classes in d that it has not.
//
// A new row points from the mean of the features of all old classes to the mean
// of its own, and is as long as the others are on average, when all are seen from
// their mean, which the softmax does not depend on.
func (h *head) imprint(d data) *head {
	width, old := h.width(), len(h.bias)
	n := &head{classes: d.classes, weight: slices.Clone(h.weight), bias: slices.Clone(h.bias)}
	if len(d.classes) == old {
		return n
	}
	middle, length := spread(h.weight, width)
	before, _ := spread(d.of(0, old, width), width)
	bias, _ := spread(h.bias, 1)
	for class := old; class < len(d.classes); class++ {
		row, _ := spread(d.of(class, class+1, width), width)
		kernel.Axpy(row, -1, before)
		if l := norm(row); l > 0 {
			kernel.Scale(row, length/l)
		}
		kernel.Axpy(row, 1, middle)
		n.weight = append(n.weight, row...)
		n.bias = append(n.bias, bias[0])
	}
	return n
}

// spread returns the mean of the rows (N, C) of x, zero if there are none, and
// their mean distance from it.
func spread(x []float32, width int) (mean []float32, distance float32) {
	mean = make([]float32, width)
	n := float32(len(x) / width)
	for row := range slices.Chunk(x, width) {
		kernel.Axpy(mean, 1/n, row)
	}
	from := make([]float32, width)
	for row := range slices.Chunk(x, width) {
		copy(from, row)
		kernel.Axpy(from, -1, mean)
		distance += norm(from) / n
	}
	return mean, distance
}

func norm(x []float32) float32 {
	var sum float64
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return float32(math.Sqrt(sum))
}
