package nn

import "math"

// Softmax writes to dst the probabilities p = exp(x)/Σ exp(x) of one row of
// logits (K). dst may be logits.
func Softmax(dst, logits []float32) {
	lse := logSumExp(logits)
	for i, x := range logits {
		dst[i] = float32(math.Exp(float64(x) - lse))
	}
}

// SoftmaxGrad writes to dx (K) the gradient by the logits, from the gradient
// dp by the probabilities p that Softmax gave:
//
//	dx = p·(dp − Σ dp·p)
//
// CrossEntropy needs no such step: there the product of both gradients is a
// plain difference. dx may be dp.
func SoftmaxGrad(dx, dp, p []float32) {
	var mean float64
	for i, g := range dp {
		mean += float64(g) * float64(p[i])
	}
	for i, g := range dp {
		dx[i] = float32(float64(p[i]) * (float64(g) - mean))
	}
}

// logSumExp is log Σ exp(x), safe from overflow.
func logSumExp(x []float32) float64 {
	top := float64(x[0])
	for _, v := range x {
		top = max(top, float64(v))
	}
	var sum float64
	for _, v := range x {
		sum += math.Exp(float64(v) - top)
	}
	return top + math.Log(sum)
}
