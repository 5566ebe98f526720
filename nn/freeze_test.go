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

			k, sgd := newTask(t, g), &SGD{Momentum: 0.9, WeightDecay: 0.1}
			sgd.Attach(g.Params())
			k.learn()
			k.requireSlopes()
			start := k.loss()
			sgd.Step(0.05)
			require.Less(t, k.loss(), start)
			for _, p := range g.Params() {
				if was, frozen := before[p.FullName]; frozen {
					require.Equal(t, was, p.Value, p.FullName)
				}
			}
		})
	}
}

// Freezing parts what ran as one layer before.
func TestFreezeWithinAFusion(t *testing.T) {
	for _, at := range []string{"conv", "bn"} {
		t.Run(at, func(t *testing.T) {
			g := NewGraph(Shape{5, 4, 2})
			x := g.Append("conv", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, g.Input())
			x = g.Append("relu", &ReLU{}, g.Append("bn", &BatchNorm{}, x))
			x = g.Append("bn2", &BatchNorm{}, g.Append("conv2", &Conv{Filters: 3, Kernel: 1, Stride: 1}, x))
			g.Append("fc", &Dense{Units: 3}, g.Append("pool", &GlobalAvgPool{}, x))
			g.Init(1)
			k := newTask(t, g)
			k.learn()
			g.Freeze(g.Node(at))
			k.learn()
			k.requireSlopes()
			before := append([]float32(nil), g.Node("conv").Layer.Params()[0].Value...)
			mean := append([]float32(nil), g.Node("bn").Layer.Params()[2].Value...)
			sgd := &SGD{}
			sgd.Attach(g.Params())
			k.learn()
			sgd.Step(0.1)
			require.Equal(t, before, g.Node("conv").Layer.Params()[0].Value)
			if at == "bn" {
				require.Equal(t, mean, g.Node("bn").Layer.Params()[2].Value)
			} else {
				require.NotEqual(t, mean, g.Node("bn").Layer.Params()[2].Value)
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
