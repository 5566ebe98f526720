package train

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
)

// ClassScore is the accuracy on the pictures of one class.
type ClassScore struct {
	Class string  `json:"class"`
	N     int     `json:"n"`
	Top1  float64 `json:"top1"`
}

// Evaluation is how a model does on a data set. Its JSON form is what
// "resnet eval" prints and what weight files carry.
type Evaluation struct {
	Model           string       `json:"model"`
	Data            string       `json:"data"`
	N               int          `json:"n"`
	Top1            float64      `json:"top1"` // fraction of pictures whose class came first
	Top5            float64      `json:"top5"` // … among the first five
	NLL             float64      `json:"nll"`  // mean −log p(class), nats
	ECE             float64      `json:"ece"`  // expected calibration error, 15 bins: C. Guo et al., arXiv 1706.04599
	PerClass        []ClassScore `json:"per_class"`
	ImagesPerSecond float64      `json:"images_per_second"`

	Predictions [][]float32 `json:"-"` // probabilities of each picture
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
	if err := suits(m, set); err != nil {
		return nil, fmt.Errorf("evaluate %s on %s: %w", m.Name, set.Name, err)
	}
	forward, err := o.forward(m)
	if err != nil {
		return nil, fmt.Errorf("evaluate %s: %w", m.Name, err)
	}
	start := time.Now()
	e := &Evaluation{Model: m.Name, Data: set.Name, N: set.Len()}
	x := nn.NewTensor(evalBatch, set.Size, set.Size, 3)
	for at := 0; at < set.Len(); at += evalBatch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n := min(evalBatch, set.Len()-at)
		p, err := probabilities(m, forward, set, at, n, x, false)
		if err != nil {
			return nil, err
		}
		if o.Mirror {
			q, err := probabilities(m, forward, set, at, n, x, true)
			if err != nil {
				return nil, err
			}
			for i := range p {
				kernel.Add(p[i], p[i], q[i])
				kernel.Scale(p[i], 0.5)
			}
		}
		e.Predictions = append(e.Predictions, p...)
	}
	e.ImagesPerSecond = float64(set.Len()) / time.Since(start).Seconds()
	e.score(set)
	return e, nil
}

// forward returns a function from evalBatch pictures to their logits, which
// hold until the next call.
func (o Options) forward(m *resnet.Model) (func(x *nn.Tensor) ([]float32, error), error) {
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
		return fmt.Errorf("the network takes %d×%d pixels, the data has %d×%d", size, size, set.Size, set.Size)
	case set.Len() == 0:
		return errors.New("the data has no pictures")
	}
	return nil
}

// errNotFinite says that weights are of no use any more.
var errNotFinite = errors.New("the network's answer is not a finite number: its weights have diverged or are damaged")

// probabilities classifies n pictures from the at-th on; x is scratch memory,
// whose pictures past the n-th go through the network for nothing.
func probabilities(m *resnet.Model, forward func(*nn.Tensor) ([]float32, error), set *dataset.Set, at, n int,
	x *nn.Tensor, mirrored bool) ([][]float32, error) {
	size := set.Size * set.Size * 3
	for i := range n {
		pixels := set.Image(at + i)
		if mirrored {
			pixels = slices.Clone(pixels)
			dataset.Mirror(pixels, set.Size)
		}
		resnet.Normalize(x.Data[i*size:][:size], pixels, m.Input)
	}
	logits, err := forward(x)
	if err != nil {
		return nil, err
	}
	k := len(m.Classes)
	if logits = logits[:n*k]; !kernel.Finite(logits) {
		return nil, errNotFinite
	}
	p := make([][]float32, n)
	for i := range p {
		p[i] = make([]float32, k)
		nn.Softmax(p[i], logits[i*k:][:k])
	}
	return p, nil
}

func (e *Evaluation) score(set *dataset.Set) {
	const bins = 15
	var confidence, correct [bins]float64
	hits := make([]int, len(set.Classes))
	counts := make([]int, len(set.Classes))
	top1, top5, nll := 0, 0, 0.0
	for i, p := range e.Predictions {
		label := set.Labels[i]
		counts[label]++
		best := nn.Argmax(p)
		hit := best == label
		if hit {
			top1++
			hits[label]++
		}
		if rank(p, label) < 5 {
			top5++
		}
		nll -= math.Log(max(float64(p[label]), math.SmallestNonzeroFloat32))
		bin := min(int(p[best]*bins), bins-1)
		confidence[bin] += float64(p[best])
		if hit {
			correct[bin]++
		}
	}
	n := float64(e.N)
	e.Top1, e.Top5, e.NLL = float64(top1)/n, float64(top5)/n, nll/n
	for b := range bins {
		e.ECE += math.Abs(confidence[b]-correct[b]) / n
	}
	for i, class := range set.Classes {
		s := ClassScore{Class: class, N: counts[i]}
		if s.N > 0 {
			s.Top1 = float64(hits[i]) / float64(s.N)
		}
		e.PerClass = append(e.PerClass, s)
	}
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
