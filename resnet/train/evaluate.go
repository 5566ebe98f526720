package train

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/report"
)

// ClassScore is the accuracy on the pictures of one class.
type ClassScore struct {
	Class string  `json:"class"`
	N     int     `json:"n"`
	Top1  float64 `json:"top1"`
	Top3  float64 `json:"top3"`
}

// Evaluation is how a model does on a data set. Its JSON form is what
// "resnet eval" prints and what weight files carry.
type Evaluation struct {
	Model           string       `json:"model"`
	Data            string       `json:"data"`
	N               int          `json:"n"`
	Top1            float64      `json:"top1"` // fraction of pictures whose class came first
	Top3            float64      `json:"top3"` // … among the first three
	Top5            float64      `json:"top5"` // … among the first five
	NLL             float64      `json:"nll"`  // mean −log p(class), nats
	ECE             float64      `json:"ece"`  // expected calibration error, 15 bins: C. Guo et al., arXiv 1706.04599
	Temperature     float32      `json:"temperature"`
	UncalibratedNLL float64      `json:"nll_uncalibrated"` // what NLL would be at temperature 1
	UncalibratedECE float64      `json:"ece_uncalibrated"` // what ECE would be at temperature 1
	PerClass        []ClassScore `json:"per_class"`
	ImagesPerSecond float64      `json:"images_per_second"`

	Predictions [][]float32  `json:"-"` // probabilities of each picture
	Reliability []report.Bin `json:"-"` // of Predictions, from the least confident to the surest
}

// evalBatch is how many pictures go through the network at once.
const evalBatch = 128

// Options say how to evaluate.
type Options struct {
	// Mirror makes each answer the mean of those for the picture and its mirror
	// image (test-time augmentation).
	Mirror bool

	Threads int // at least one

	// Graph runs the layers as they are trained, not the inference plan that is
	// made of them. It is slower, and there to compare.
	Graph bool
}

// Evaluate runs the model over a data set of the same classes.
func Evaluate(ctx context.Context, m *resnet.Model, set *dataset.Set, o Options) (*Evaluation, error) {
	forward, err := o.forward(m, set)
	if err != nil {
		return nil, fmt.Errorf("evaluate %s on %s: %w", m.Name, set.Name, err)
	}
	start := time.Now()
	views, err := o.views(ctx, m, set, forward)
	if err != nil {
		return nil, fmt.Errorf("evaluate %s on %s: %w", m.Name, set.Name, err)
	}
	e := &Evaluation{
		Model: m.Name, Data: set.Name, N: set.Len(),
		Temperature:     cmp.Or(m.Temperature, 1),
		ImagesPerSecond: float64(set.Len()) / time.Since(start).Seconds(),
	}
	e.Predictions = probabilities(views, len(m.Classes), e.Temperature)
	e.score(set)
	_, e.UncalibratedNLL, e.UncalibratedECE = calibration(probabilities(views, len(m.Classes), 1), set.Labels)
	return e, nil
}

// views returns the logits (N, K) of each view of the pictures: as they are and,
// with Mirror, mirrored.
func (o Options) views(ctx context.Context, m *resnet.Model, set *dataset.Set, forward forwarder) ([][]float32, error) {
	plain, err := logits(ctx, m, set, forward, false)
	if err != nil || !o.Mirror {
		return [][]float32{plain}, err
	}
	mirrored, err := logits(ctx, m, set, forward, true)
	return [][]float32{plain, mirrored}, err
}

// forwarder maps evalBatch pictures to their logits, which hold until the next call.
type forwarder func(x *nn.Tensor) ([]float32, error)

// forward makes the model ready to run on the pictures of set.
func (o Options) forward(m *resnet.Model, set *dataset.Set) (forwarder, error) {
	if err := suits(m, set); err != nil {
		return nil, err
	}
	if o.Graph {
		m.Graph.SetThreads(o.Threads)
		return func(x *nn.Tensor) ([]float32, error) {
			y, err := m.Graph.Forward(x, false)
			if err != nil {
				return nil, err
			}
			return y.Data, nil
		}, nil
	}
	plan, err := infer.Compile(m.Graph, evalBatch)
	if err != nil {
		return nil, err
	}
	plan.SetThreads(o.Threads)
	return func(x *nn.Tensor) ([]float32, error) { return plan.Run(x.Data), nil }, nil
}

// suits reports why the model cannot work on the pictures of set.
func suits(m *resnet.Model, set *dataset.Set) error {
	switch size := m.Input.Size; {
	case !slices.Equal(set.Classes, m.Classes):
		return fmt.Errorf("the network has the classes %q, the data %q: use data of the same classes", m.Classes, set.Classes)
	case set.Size != size:
		return fmt.Errorf("the network takes %d×%d pixels, the data has %d×%d: use data or weights of the same size", size, size, set.Size, set.Size)
	case set.Len() == 0:
		return errors.New("the data has no pictures")
	}
	return nil
}

// errNotFinite says that weights are of no use any more.
var errNotFinite = errors.New("the network's answer is not a finite number: its weights have diverged or are damaged")

// logits runs the network over all pictures: (N, K).
func logits(ctx context.Context, m *resnet.Model, set *dataset.Set, forward forwarder, mirrored bool) ([]float32, error) {
	x := nn.NewTensor(evalBatch, set.Size, set.Size, 3)
	size, k := set.Size*set.Size*3, len(m.Classes)
	all := make([]float32, 0, set.Len()*k)
	for at := 0; at < set.Len(); at += evalBatch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// What x holds past the last picture goes through the network for nothing.
		n := min(evalBatch, set.Len()-at)
		for i := range n {
			pixels := set.Image(at + i)
			if mirrored {
				pixels = slices.Clone(pixels)
				dataset.Mirror(pixels, set.Size)
			}
			resnet.Normalize(x.Data[i*size:][:size], pixels, m.Input)
		}
		y, err := forward(x)
		if err != nil {
			return nil, err
		}
		if y = y[:n*k]; !kernel.Finite(y) {
			return nil, errNotFinite
		}
		all = append(all, y...)
	}
	return all, nil
}

// probabilities returns, for each picture, the mean over its views of what
// their logits (N, K) say at a temperature.
func probabilities(views [][]float32, k int, temperature float32) [][]float32 {
	p := make([][]float32, len(views[0])/k)
	q := make([]float32, k)
	for i := range p {
		p[i] = make([]float32, k)
		for _, logits := range views {
			resnet.Probabilities(q, logits[i*k:][:k], temperature)
			kernel.Add(p[i], p[i], q)
		}
		kernel.Scale(p[i], 1/float32(len(views)))
	}
	return p
}

func (e *Evaluation) score(set *dataset.Set) {
	// Pictures by class, whose own came first, among the first three and five.
	k := len(set.Classes)
	counts, in1, in3, in5 := make([]int, k), make([]int, k), make([]int, k), make([]int, k)
	for i, p := range e.Predictions {
		label := set.Labels[i]
		counts[label]++
		at := rank(p, label)
		for _, first := range []struct {
			n    int
			hits []int
		}{{1, in1}, {3, in3}, {5, in5}} {
			if at < first.n {
				first.hits[label]++
			}
		}
	}
	share := func(hits, of int) float64 { return float64(hits) / float64(max(of, 1)) }
	e.Top1, e.Top3, e.Top5 = share(sum(in1), e.N), share(sum(in3), e.N), share(sum(in5), e.N)
	e.Reliability, e.NLL, e.ECE = calibration(e.Predictions, set.Labels)
	for i, class := range set.Classes {
		e.PerClass = append(e.PerClass, ClassScore{class, counts[i], share(in1[i], counts[i]), share(in3[i], counts[i])})
	}
}

func sum(counts []int) int {
	total := 0
	for _, n := range counts {
		total += n
	}
	return total
}

// Macro is the mean of the classes' Top1, of those that have pictures.
func (e *Evaluation) Macro() float64 {
	total, classes := 0.0, 0
	for _, c := range e.PerClass {
		if c.N > 0 {
			total += c.Top1
			classes++
		}
	}
	return total / float64(max(classes, 1))
}

// rank is how many classes come before label.
func rank(p []float32, label int) int {
	n := 0
	for i, v := range p {
		if v > p[label] || v == p[label] && i < label {
			n++
		}
	}
	return n
}

// Confusion counts pictures by true class and by the class that came first.
func (e *Evaluation) Confusion(set *dataset.Set) [][]int {
	counts := make([][]int, len(set.Classes))
	for i := range counts {
		counts[i] = make([]int, len(set.Classes))
	}
	for i, p := range e.Predictions {
		counts[set.Labels[i]][nn.Argmax(p)]++
	}
	return counts
}
