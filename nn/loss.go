package nn

// Argmax is the position of the greatest element, the first of equals.
func Argmax(x []float32) int {
	best := 0
	for i, v := range x {
		if v > x[best] {
			best = i
		}
	}
	return best
}

// NoClass is the label of an example of none of the classes: the target is 1/K
// for each, so that a network learns not to be sure of what it does not know
// (outlier exposure, D. Hendrycks et al., arXiv 1812.04606, §4.1).
const NoClass = -1

// CrossEntropy is the loss of a classifier: the mean over the batch of
// −Σ t·log softmax(logits), where t is one for the label and zero elsewhere,
// or with Smoothing ε, 1 − ε + ε/K and ε/K for K classes (C. Szegedy et al.,
// arXiv 1512.00567, §7). With Weights each example counts as its class does:
// the loss is then the mean of the weighted terms, divided by N whatever the
// weights of a batch add up to, so that it estimates one and the same mean over
// the data.
type CrossEntropy struct {
	Smoothing float64   // ε, from 0 up to 1
	Weights   []float64 // of the K classes; nil for 1 each

	grad *Tensor
}

// weight is how much an example with that label counts.
func (l *CrossEntropy) weight(label int) float64 {
	if l.Weights == nil || label == NoClass {
		return 1
	}
	return l.Weights[label]
}

// smoothing is how much of the target all classes share.
func (l *CrossEntropy) smoothing(label int) float64 {
	if label == NoClass {
		return 1
	}
	return l.Smoothing
}

// Forward returns the loss for logits (N, 1, 1, K) and N labels, each from 0 up
// to K-1 or NoClass, N being at least 1.
func (l *CrossEntropy) Forward(logits *Tensor, labels []int) float64 {
	n, k := len(labels), len(logits.Data)/len(labels)
	var loss float64
	for i, label := range labels {
		row := logits.Data[i*k:][:k]
		lse := logSumExp(row)
		var term float64
		shared := l.smoothing(label)
		if label != NoClass {
			term = (1 - shared) * (lse - float64(row[label]))
		}
		if shared > 0 {
			var sum float64
			for _, x := range row {
				sum += lse - float64(x)
			}
			term += shared / float64(k) * sum
		}
		loss += l.weight(label) * term
	}
	return loss / float64(n)
}

// Backward returns the gradient of the loss by the logits,
// weight·(softmax(logits) − t)/N, which holds until the next call.
func (l *CrossEntropy) Backward(logits *Tensor, labels []int) *Tensor {
	n, k := len(labels), len(logits.Data)/len(labels)
	l.grad = batch(l.grad, n, Shape{1, 1, k})
	for i, label := range labels {
		g := l.grad.Data[i*k:][:k]
		Softmax(g, logits.Data[i*k:][:k])
		shared := l.smoothing(label)
		off := float32(shared / float64(k))
		for j := range g {
			g[j] -= off
		}
		if label != NoClass {
			g[label] -= float32(1 - shared)
		}
		scale := float32(l.weight(label) / float64(n))
		for j := range g {
			g[j] *= scale
		}
	}
	return l.grad
}
