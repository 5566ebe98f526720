package teach

import (
	"errors"
	"math"
	"slices"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// Progress is how far a Learn has come.
type Progress struct {
	Step, Steps int
	Loss        float64 // of the step, in nats
}

// Result is what came of a Learn.
type Result struct {
	Loss     []float32 // of each step
	Accuracy float64   // on the pictures that were taught
}

var (
	steps    = 200
	momentum = 0.9
	// How strongly the rows of old classes are pulled back to what they were, as
	// a part of the greatest curvature that the loss can have: with exemplars to
	// rehearse, and without.
	pull, pullAlone = 1e-3, 1e-2
)

// Learn trains the last layer, from what was loaded, on all examples taught so
// far, in all their views, and on the stored exemplars; each class counts alike.
// Report is called after every step; an error of its own ends the training and
// leaves the student as it was.
func (s *Student) Learn(report func(Progress) error) (Result, error) {
	switch {
	case s.learning:
		return Result{}, errLearning
	case len(s.lessons) == 0:
		return Result{}, errors.New("learn: nothing has been taught yet: teach an example first")
	}
	s.learning = true
	defer func() { s.learning = false }()
	d := s.data()
	start := s.loaded.with(d)
	t := newTrainer(start, d, len(s.loaded.bias), len(s.stored.Labels) > 0)
	var r Result
	for step := 1; step <= steps; step++ {
		loss, err := t.step()
		if err != nil {
			return Result{}, err
		}
		r.Loss = append(r.Loss, float32(loss))
		if err := report(Progress{step, steps, loss}); err != nil {
			return Result{}, err
		}
	}
	learned, err := newHead(start.classes, start.weight, start.bias)
	if err != nil {
		return Result{}, err
	}
	r.Accuracy = s.accuracy(learned)
	s.past = append(s.past, s.head)
	s.head = learned
	return r, nil
}

// data are features (N, C) with their labels, which index classes.
type data struct {
	classes  []string
	features []float32
	labels   []int
}

// data are the exemplars and all views of what was taught.
func (s *Student) data() data {
	d := data{slices.Clone(s.loaded.classes), slices.Clone(s.stored.Features), slices.Clone(s.stored.Labels)}
	for _, l := range s.lessons {
		label := slices.Index(d.classes, l.label)
		if label < 0 {
			label = len(d.classes)
			d.classes = append(d.classes, l.label)
		}
		d.features = append(d.features, l.features...)
		for range len(l.features) / s.loaded.width() {
			d.labels = append(d.labels, label)
		}
	}
	return d
}

// with is h with rows for the classes in d that it has not, ready to learn.
//
// A new row points from the mean of all features to the mean of its own, and is
// as long as the others are on average, when all are seen from their mean, which
// the softmax does not depend on.
func (h *head) with(d data) *head {
	width, known := h.width(), len(h.bias)
	n := &head{classes: d.classes, weight: slices.Clone(h.weight), bias: slices.Clone(h.bias)}
	if len(d.classes) == known {
		return n
	}
	middle, length := centre(h.weight, width)
	all, _ := centre(d.features, width)
	bias, _ := centre(h.bias, 1)
	for class := known; class < len(d.classes); class++ {
		var own []float32
		for i, label := range d.labels {
			if label == class {
				own = append(own, d.features[i*width:][:width]...)
			}
		}
		row, _ := centre(own, width)
		kernel.Axpy(row, -1, all)
		if l := norm(row); l > 0 {
			kernel.Scale(row, length/l)
		}
		kernel.Axpy(row, 1, middle)
		n.weight = append(n.weight, row...)
		n.bias = append(n.bias, bias[0])
	}
	return n
}

// centre returns the mean of the rows (N, C) of x, and their mean distance from
// it.
func centre(x []float32, width int) (mean []float32, distance float32) {
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

// trainer trains a head.
type trainer struct {
	graph   *nn.Graph
	x       *nn.Tensor
	labels  []int
	loss    nn.CrossEntropy
	sgd     nn.SGD
	lr      float64
	pull    float32
	anchors [][]float32 // what the first values of each parameter are pulled to
}

// newTrainer trains h, of whose classes the first so many are old, on d.
func newTrainer(h *head, d data, old int, rehearsed bool) *trainer {
	n, width := len(d.labels), h.width()
	t := &trainer{
		graph: h.graph(), x: &nn.Tensor{Shape: []int{n, 1, 1, width}, Data: d.features}, labels: d.labels,
		sgd:     nn.SGD{Momentum: momentum, Nesterov: true},
		anchors: [][]float32{slices.Clone(h.weight[:old*width]), slices.Clone(h.bias[:old])},
	}
	counts := make([]float64, len(d.classes))
	for _, label := range d.labels {
		counts[label]++
	}
	present := 0.0
	for _, c := range counts {
		present += min(c, 1)
	}
	t.loss.Weights = make([]float64, len(counts))
	for class, c := range counts {
		t.loss.Weights[class] = float64(n) / (present * max(c, 1))
	}
	// The Hessian of softmax cross-entropy by a row of weights is at most half
	// the mean square of the features (with a 1 for the bias), and a step of its
	// inverse cannot overshoot (D. Böhning, "Multinomial logistic regression
	// algorithm", 1992).
	var squares float64
	for i, label := range d.labels {
		f := float64(norm(d.features[i*width:][:width]))
		squares += t.loss.Weights[label] * (f*f + 1) / float64(n)
	}
	curvature := squares / 2
	t.lr = 1 / curvature
	if rehearsed {
		t.pull = float32(pull * curvature)
	} else {
		t.pull = float32(pullAlone * curvature)
	}
	t.sgd.Attach(t.graph.Params())
	return t
}

// step takes one step over all data and returns the loss before it.
func (t *trainer) step() (float64, error) {
	logits, err := t.graph.Forward(t.x, true)
	if err != nil {
		return 0, err
	}
	loss := t.loss.Forward(logits, t.labels)
	t.graph.ZeroGrad()
	t.graph.Backward(t.loss.Backward(logits, t.labels))
	for i, p := range t.graph.Params() {
		grad := p.Grad[:len(t.anchors[i])]
		kernel.Axpy(grad, t.pull, p.Value[:len(grad)])
		kernel.Axpy(grad, -t.pull, t.anchors[i])
	}
	t.sgd.Step(t.lr)
	return loss, nil
}

// accuracy of a head on the pictures that were taught, one view of each.
func (s *Student) accuracy(h *head) float64 {
	right := 0
	for _, l := range s.lessons {
		if h.classes[nn.Argmax(h.plan.Run(l.features[:h.width()]))] == l.label {
			right++
		}
	}
	return float64(right) / float64(len(s.lessons))
}
