package train

import (
	"context"
	"fmt"
	"math"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/report"
)

// Temperatures outside this range come from data that has nothing to teach: a
// handful of pictures, all of them recognised, asks for 0.
const minTemperature, maxTemperature = 0.1, 10

// Calibrate sets the model's temperature to the one that makes held-out
// pictures most likely (least NLL; C. Guo et al., arXiv 1706.04599, §4.2), from
// one view of each. Which class comes first stays the same. Pictures that the
// network has learned from would make it too sure of itself, and those of a
// test set would no longer test it.
func Calibrate(ctx context.Context, m *resnet.Model, heldOut *dataset.Set, o Options) error {
	forward, err := o.forward(m, heldOut)
	if err != nil {
		return fmt.Errorf("calibrate %s on %s: %w", m.Name, heldOut.Name, err)
	}
	z, err := logits(ctx, m, heldOut, forward, false)
	if err != nil {
		return fmt.Errorf("calibrate %s on %s: %w", m.Name, heldOut.Name, err)
	}
	m.Temperature = fitTemperature(z, heldOut.Labels)
	return nil
}

// fitTemperature returns the temperature, to four decimals, at which the logits
// (N, K) have the least NLL. That is convex in β = 1/T:
//
//	L(β) = Σ log Σ exp(β z) − β z[label],  dL/dβ = Σ E[z] − z[label],  d²L/dβ² = Σ Var[z]
//
// with E and Var under the softmax of β z. It takes Newton's steps where they
// stay between what is known to be too low and too high, and halves elsewhere.
func fitTemperature(logits []float32, labels []int) float32 {
	low, high := 1./maxTemperature, 1./minTemperature
	if slope, _ := slopes(logits, labels, low); slope > 0 {
		return maxTemperature
	}
	if slope, _ := slopes(logits, labels, high); slope < 0 {
		return minTemperature
	}
	const enough, steps = 1e-6, 100
	beta := 1.0
	for range steps {
		slope, curvature := slopes(logits, labels, beta)
		if slope == 0 {
			break
		}
		if slope > 0 {
			high = beta
		} else {
			low = beta
		}
		next := beta - slope/curvature
		if !(low < next && next < high) {
			next = (low + high) / 2
		}
		step := math.Abs(next - beta)
		if beta = next; step < enough*beta {
			break
		}
	}
	return float32(math.Round(1e4/beta) / 1e4)
}

// slopes returns dL/dβ and d²L/dβ² over the logits (N, K).
func slopes(logits []float32, labels []int, beta float64) (slope, curvature float64) {
	k := len(logits) / len(labels)
	for i, label := range labels {
		z := logits[i*k:][:k]
		top := float64(z[nn.Argmax(z)])
		var sum, mean, square float64
		for _, v := range z {
			d := float64(v) - top
			e := math.Exp(beta * d)
			sum += e
			mean += e * d
			square += e * d * d
		}
		mean /= sum
		slope += mean - (float64(z[label]) - top)
		curvature += square/sum - mean*mean
	}
	return slope, curvature
}

// calibration compares what probabilities promise with what they keep: the mean
// −log p(class) in nats, the expected calibration error over equally wide bins
// of confidence, and these bins.
func calibration(predictions [][]float32, labels []int) (bins []report.Bin, nll, ece float64) {
	const count = 15
	bins = make([]report.Bin, count)
	for i, p := range predictions {
		best := nn.Argmax(p)
		bin := &bins[min(int(p[best]*count), count-1)]
		bin.Images++
		bin.Confidence += float64(p[best])
		if best == labels[i] {
			bin.Accuracy++
		}
		nll -= math.Log(max(float64(p[labels[i]]), math.SmallestNonzeroFloat32))
	}
	n := float64(len(predictions))
	for i := range bins {
		b := &bins[i]
		ece += math.Abs(b.Confidence-b.Accuracy) / n
		if b.Images > 0 {
			b.Confidence /= float64(b.Images)
			b.Accuracy /= float64(b.Images)
		}
	}
	return bins, nll / n, ece
}
