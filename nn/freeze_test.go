package nn

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// noBackward is a layer that has no business in a backward pass.
type noBackward struct {
	Layer
	t *testing.T
}

func (l noBackward) Backward(*Context, *Tensor) []*Tensor {
	l.t.Error("a gradient was computed before the first layer that learns")
	return nil
}

func TestFreeze(t *testing.T) {
	labels := []int{0, 1, 2, 1, 0}
	for _, c := range []struct {
		at     string
		frozen []string
	}{
		{"conv1", []string{"conv1"}},
		{"bn1", []string{"conv1", "bn1"}},
		{"relu1", []string{"conv1", "bn1", "conv2", "relu1"}}, // add1 still reads two frozen nodes
		{"pool", []string{"conv1", "bn1", "conv2", "relu1", "add1", "add2", "pool"}},
	} {
		t.Run(c.at, func(t *testing.T) {
			g := branching()
			require.Nil(t, g.Frozen())
			g.Freeze(g.Node(c.at))
			require.Same(t, g.Node(c.at), g.Frozen())
			before := map[string][]float32{}
			for _, name := range c.frozen {
				n := g.Node(name)
				for _, p := range n.Layer.Params() {
					require.False(t, p.Learned, "%s.%s", name, p.Name)
					before[name+"."+p.Name] = append([]float32(nil), p.Value...)
				}
				n.Layer = noBackward{n.Layer, t}
			}

			r := rand.New(rand.NewPCG(1, 1))
			x := randomTensor(r, 5, g.Input().Shape)
			sgd, l := &SGD{Momentum: 0.9, WeightDecay: 0.1}, CrossEntropy{}
			sgd.Attach(g.Params())
			loss := func() float64 {
				logits, err := g.Forward(x, true)
				require.NoError(t, err)
				return l.Forward(logits, labels)
			}
			logits, err := g.Forward(x, true)
			require.NoError(t, err)
			g.Backward(l.Backward(logits, labels))
			learned := 0
			for _, p := range g.Params() {
				if p.Learned {
					learned++
					requireSlope(t, p.FullName, p.Value, append([]float32(nil), p.Grad...), loss)
				}
			}
			require.Positive(t, learned)
			start := loss()
			sgd.Step(0.05)
			require.Less(t, loss(), start)
			for _, p := range g.Params() {
				if was, frozen := before[p.FullName]; frozen {
					require.Equal(t, was, p.Value, p.FullName)
				}
			}
		})
	}
}

// A frozen batch norm does in training what it does in use.
func TestFrozenBatchNormIsTheOneInUse(t *testing.T) {
	g := NewGraph(Shape{4, 4, 3})
	x := g.Append("bn", &BatchNorm{}, g.Input())
	g.Append("fc", &Dense{Units: 2}, g.Append("pool", &GlobalAvgPool{}, x))
	g.Init(1)
	batch := randomTensor(rand.New(rand.NewPCG(1, 1)), 3, g.Input().Shape)
	outputs := func(training bool) []float32 {
		y, err := g.Forward(batch, training)
		require.NoError(t, err)
		return append([]float32(nil), y.Data...)
	}
	require.NotEqual(t, outputs(false), outputs(true))
	g.Freeze(x)
	require.Equal(t, outputs(false), outputs(true))
}
