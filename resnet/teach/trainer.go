package teach

import (
	"slices"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

const (
	momentum = 0.9
	// How strongly the rows of old classes are pulled back to what they were, as
	// a part of the greatest curvature that the loss can have.
	pull = 1e-3
	// By how much more than they would, examples of new classes are to stand out:
	// so few cannot show how much others will differ (K. Cao et al., arXiv
	// 1906.07413).
	margin = 1
)

// trainer trains a dense layer by gradient descent on all data at once.
//
// It calls the layer itself, and not a graph of it: the page's program then
// leaves out the backward passes of all other layers.
type trainer struct {
	layer   nn.Dense
	params  []nn.NamedParam // weight (K, C), bias (K)
	ctx     nn.Context
	x       nn.Tensor
	labels  []int
	loss    nn.CrossEntropy
	sgd     nn.SGD
	lr      float64
	pull    float32
	anchors [][]float32 // what the first values of each parameter are pulled to
}

// newTrainer trains h, which it changes, on d; the first so many classes are old.
func newTrainer(h *head, d data, old int) *trainer {
	n, width := len(d.labels), h.width()
	t := &trainer{
		layer: nn.Dense{Units: len(h.bias)},
		ctx:   nn.Context{SkipInput: true},
		x:     nn.Tensor{Shape: []int{n, 1, 1, width}, Data: d.features}, labels: d.labels,
		loss:    nn.CrossEntropy{Weights: balance(d)},
		sgd:     nn.SGD{Momentum: momentum, Nesterov: true},
		anchors: [][]float32{slices.Clone(h.weight[:old*width]), slices.Clone(h.bias[:old])},
	}
	if _, err := t.layer.Build(nn.Shape{H: 1, W: 1, C: width}); err != nil {
		panic(err) // a head has classes and features
	}
	for i, p := range t.layer.Params() {
		p.Value = [][]float32{h.weight, h.bias}[i]
		p.Grad = make([]float32, p.Len())
		t.params = append(t.params, nn.NamedParam{Param: p, FullName: p.Name})
	}
	t.sgd.Attach(t.params)

	// The curvature of softmax cross-entropy by the weights is at most half the
	// mean square of the features, with a 1 for the bias, and steps of its inverse
	// cannot overshoot (D. Böhning, "Multinomial logistic regression algorithm",
	// 1992).
	var curvature float64
	for i, label := range d.labels {
		f := float64(norm(d.features[i*width:][:width]))
		curvature += t.loss.Weights[label] * (f*f + 1) / float64(2*n)
	}
	t.lr, t.pull = 1/curvature, float32(pull*curvature)
	return t
}

// balance returns weights for the classes with which all that d has count alike,
// one on average.
func balance(d data) []float64 {
	w := make([]float64, len(d.classes))
	for _, label := range d.labels {
		w[label]++
	}
	present := 0
	for _, n := range w {
		if n > 0 {
			present++
		}
	}
	for class, n := range w {
		if n > 0 {
			w[class] = float64(len(d.labels)) / (float64(present) * n)
		}
	}
	return w
}

// step takes one step and returns the loss before it.
func (t *trainer) step() float64 {
	logits := t.layer.Forward(&t.ctx, &t.x)
	for i, label := range t.labels {
		if old := len(t.anchors[1]); label >= old {
			logits.Data[i*t.layer.Units+label] -= margin
		}
	}
	loss := t.loss.Forward(logits, t.labels)
	for _, p := range t.params {
		clear(p.Grad)
	}
	t.layer.Backward(&t.ctx, t.loss.Backward(logits, t.labels))
	for i, p := range t.params {
		anchor := t.anchors[i]
		kernel.Axpy(p.Grad[:len(anchor)], t.pull, p.Value[:len(anchor)])
		kernel.Axpy(p.Grad[:len(anchor)], -t.pull, anchor)
	}
	t.sgd.Step(t.lr)
	return loss
}
