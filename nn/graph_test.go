package nn

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// branching is a small residual network: one node has three readers.
func branching() *Graph {
	g := NewGraph(Shape{5, 4, 2})
	x := g.Append("conv1", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, g.Input())
	x = g.Append("bn1", &BatchNorm{}, x)
	y := g.Append("relu1", &ReLU{}, g.Append("conv2", &Conv{Filters: 3, Kernel: 1, Stride: 1, Bias: true}, x))
	y = g.Append("add1", &Add{}, y, x)
	y = g.Append("add2", &Add{}, y, x)
	y = g.Append("pool", &GlobalAvgPool{}, y)
	g.Append("fc", &Dense{Units: 3}, y)
	g.Init(1)
	return g
}

// task is a batch for a network of three classes to learn.
type task struct {
	t      *testing.T
	g      *Graph
	x      *Tensor
	labels []int
	l      CrossEntropy
}

func newTask(t *testing.T, g *Graph) *task {
	require.NoError(t, g.Err())
	x := randomTensor(rand.New(rand.NewPCG(1, 1)), 5, g.Input().Shape)
	return &task{t: t, g: g, x: x, labels: []int{0, 1, 2, 1, 0}}
}

func (k *task) logits() *Tensor {
	logits, err := k.g.Forward(k.x, true)
	require.NoError(k.t, err)
	return logits
}

func (k *task) loss() float64 { return k.l.Forward(k.logits(), k.labels) }

// learn finds the gradients of the loss.
func (k *task) learn() {
	logits := k.logits()
	k.g.ZeroGrad()
	k.g.Backward(k.l.Backward(logits, k.labels))
}

// requireSlopes compares the gradients of all that is learned with differences.
func (k *task) requireSlopes() {
	k.t.Helper()
	learned := 0
	for _, p := range k.g.Params() {
		if p.Learned {
			learned++
			requireSlope(k.t, p.FullName, p.Value, append([]float32(nil), p.Grad...), k.loss)
		}
	}
	require.Positive(k.t, learned)
}

func TestGraphGradients(t *testing.T) {
	g := branching()
	g.SetThreads(2)
	k := newTask(t, g)
	k.learn()
	k.requireSlopes()
	g.ZeroGrad()
	for _, p := range g.Params() {
		for _, v := range p.Grad {
			require.Zero(t, v)
		}
	}
}

func TestGraphOnAnyBatch(t *testing.T) {
	g := branching()
	r := rand.New(rand.NewPCG(2, 2))
	big := randomTensor(r, 6, g.Input().Shape)
	all, err := g.Forward(big, false)
	require.NoError(t, err)
	want := append([]float32(nil), all.Data...)
	for i := range 6 {
		one := &Tensor{Shape: []int{1, 5, 4, 2}, Data: big.Data[i*40:][:40]}
		got, err := g.Forward(one, false)
		require.NoError(t, err)
		require.InDeltaSlice(t, want[i*3:][:3], got.Data, 1e-5)
	}
}

func TestThreadsAgree(t *testing.T) {
	grads := func(threads int) [][]float32 {
		g := branching()
		g.SetThreads(threads)
		x := randomTensor(rand.New(rand.NewPCG(1, 1)), 7, g.Input().Shape)
		logits, err := g.Forward(x, true)
		require.NoError(t, err)
		g.Backward(new(CrossEntropy).Backward(logits, []int{0, 1, 2, 1, 0, 2, 2}))
		var all [][]float32
		for _, p := range g.Params() {
			all = append(all, p.Grad)
		}
		return all
	}
	require.Equal(t, grads(3), grads(3), "the same number of threads gives the same bits")
	one, three := grads(1), grads(3)
	for i := range one {
		require.InDeltaSlice(t, one[i], three[i], 1e-5)
	}
}

func TestGraphMistakes(t *testing.T) {
	forward := func(g *Graph) error {
		_, err := g.Forward(NewTensor(1, 5, 4, 2), false)
		return err
	}
	g := NewGraph(Shape{0, 4, 2})
	require.ErrorContains(t, forward(g), "must be positive")

	g = NewGraph(Shape{5, 4, 2})
	require.ErrorContains(t, forward(g), "without layers")

	x := g.Append("conv", &Conv{Filters: 3, Kernel: 9, Stride: 1}, g.Input())
	g.Append("later", &ReLU{}, x)
	require.ErrorContains(t, forward(g), `layer "conv"`)

	g = NewGraph(Shape{5, 4, 2})
	x = g.Append("twice", &ReLU{}, g.Input())
	g.Append("twice", &ReLU{}, x)
	require.ErrorContains(t, g.Err(), "name is taken")

	g = NewGraph(Shape{5, 4, 2})
	x = g.Append("conv", &Conv{Filters: 3, Kernel: 1, Stride: 1}, g.Input())
	g.Append("add", &Add{}, x, g.Input())
	require.ErrorContains(t, g.Err(), "two inputs of one shape")

	g = NewGraph(Shape{5, 4, 2})
	g.Append("conv", &Conv{Filters: 3, Kernel: 1, Stride: 1}, g.Input())
	require.ErrorContains(t, forward(g), `"conv.weight" has no value`)

	g = branching()
	_, err := g.Forward(NewTensor(1, 4, 5, 2), false)
	require.ErrorContains(t, err, "want (N, 5, 4, 2)")
	_, err = g.Forward(&Tensor{Shape: []int{1, 5, 4, 2}}, false)
	require.ErrorContains(t, err, "0 elements")
}

func TestLayerMistakes(t *testing.T) {
	image, vector := Shape{4, 4, 3}, Shape{1, 1, 7}
	for says, build := range map[string]func() (Shape, error){
		"stride 0":        func() (Shape, error) { return (&Conv{Filters: 1, Kernel: 1}).Build(image) },
		"takes one input": func() (Shape, error) { return (&ReLU{}).Build(image, image) },
		"without a pixel": func() (Shape, error) { return (&MaxPool{Size: 2, Stride: 2, Padding: Pad(2)}).Build(image) },
		"larger than":     func() (Shape, error) { return (&AvgPool{Size: 2, Stride: 2}).Build(vector) },
		"must be positive": func() (Shape, error) {
			return (&MaxPool{Size: 2}).Build(image)
		},
		"padding of -1": func() (Shape, error) { return (&ZeroPad{Pixels: -1}).Build(image) },
		"0 units":       func() (Shape, error) { return (&Dense{}).Build(vector) },
		"cannot shrink": func() (Shape, error) { return (&Subsample{Filters: 2, Stride: 1}).Build(image) },
	} {
		_, err := build()
		require.ErrorContains(t, err, says)
	}
}
