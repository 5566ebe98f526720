package nn

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSamePadding(t *testing.T) {
	for _, c := range []struct{ size, kernel, stride, before, after int }{
		{32, 3, 1, 1, 1},
		{32, 3, 2, 0, 1}, // more at the end: this is where TensorFlow and PyTorch differ
		{33, 3, 2, 1, 1},
		{38, 7, 2, 2, 3},
		{5, 2, 2, 0, 1},
		{4, 1, 2, 0, 0},
	} {
		before, after := Same().amounts(c.size, c.kernel, c.stride)
		require.Equal(t, [2]int{c.before, c.after}, [2]int{before, after}, c)
	}
	before, after := Pad(3).amounts(10, 7, 2)
	require.Equal(t, [2]int{3, 3}, [2]int{before, after})
	require.Equal(t, "same, pad 3, valid", Same().String()+", "+Pad(3).String()+", "+Pad(0).String())
}

func TestSchedules(t *testing.T) {
	for name, c := range map[string]struct {
		s    Schedule
		want map[int]float64
	}{
		"steps": {
			StepDecay{Base: 0.1, Factor: 0.1, Milestones: []int{10, 20}},
			map[int]float64{0: 0.1, 9: 0.1, 10: 0.01, 20: 0.001, 99: 0.001},
		},
		"one cycle": {
			OneCycle{Start: 0.1, Peak: 1, Final: 0, WarmUp: 10, Total: 30},
			map[int]float64{0: 0.1, 5: 0.55, 10: 1, 20: 0.5, 30: 0, 40: 0},
		},
		"cosine": {
			Cosine{Peak: 1, Final: 0.2, WarmUp: 4, Total: 24},
			map[int]float64{0: 0.25, 3: 1, 4: 1, 14: 0.6, 24: 0.2, 99: 0.2},
		},
		"nothing but warm-up": {
			OneCycle{Peak: 1, WarmUp: 5, Total: 5},
			map[int]float64{4: 0.8, 5: 0},
		},
	} {
		for step, want := range c.want {
			require.InDelta(t, want, c.s.LR(step), 1e-12, "%s, step %d", name, step)
		}
	}
}

func named(values ...float32) []NamedParam {
	p := newParam("weight", true, len(values))
	p.reset()
	p.needGrad()
	copy(p.Value, values)
	return []NamedParam{{p, "layer.weight"}}
}

func TestEMA(t *testing.T) {
	ps := named(1)
	e := EMA{Decay: 0.5}
	e.Attach(ps)
	ps[0].Value[0] = 2
	e.Update() // decay (1+0)/(10+0) = 0.1
	require.InDelta(t, 0.1*1+0.9*2, e.State()["layer.weight"][0], 1e-6)
	e.Swap()
	require.InDelta(t, 1.9, ps[0].Value[0], 1e-6)
	e.Swap()
	require.InDelta(t, 2, ps[0].Value[0], 1e-6)
	e.Resume(1000)
	e.Update() // decay 0.5 by now
	require.InDelta(t, 1.95, e.State()["layer.weight"][0], 1e-6)
	require.Equal(t, 1001, e.Steps())
}

// On f(w) = w²/2 every variant goes to the minimum, and decay alone shrinks.
func TestSGDDescends(t *testing.T) {
	for _, o := range []*SGD{{}, {Momentum: 0.9}, {Momentum: 0.9, Nesterov: true}, {Momentum: 0.5, WeightDecay: 0.1}, {WeightDecay: 0.1, Decoupled: true}} {
		ps := named(1, -2, 3)
		o.Attach(ps)
		for range 400 {
			copy(ps[0].Grad, ps[0].Value)
			o.Step(0.05)
		}
		require.InDeltaSlice(t, []float32{0, 0, 0}, ps[0].Value, 1e-2)
	}
	for _, decoupled := range []bool{false, true} {
		ps := named(1)
		o := SGD{WeightDecay: 0.5, Decoupled: decoupled}
		o.Attach(ps)
		o.Step(0.1)
		require.InDelta(t, 0.95, ps[0].Value[0], 1e-6)
		ps[0].Decay = false
		o.Step(0.1)
		require.InDelta(t, 0.95, ps[0].Value[0], 1e-6, "a bias does not decay")
	}
}

func TestSoftmaxOfLargeLogits(t *testing.T) {
	p := []float32{1000, 1001, -1000}
	Softmax(p, p)
	require.InDeltaSlice(t, []float32{0.26894142, 0.7310586, 0}, p, 1e-6)
}

func TestCrossEntropy(t *testing.T) {
	logits := &Tensor{Shape: []int{1, 1, 1, 2}, Data: []float32{0, float32(math.Log(3))}}
	require.InDelta(t, -math.Log(0.75), (&CrossEntropy{}).Forward(logits, []int{1}), 1e-6)
	smooth := -0.9*math.Log(0.75) - 0.1*math.Log(0.25)
	require.InDelta(t, smooth, (&CrossEntropy{Smoothing: 0.2}).Forward(logits, []int{1}), 1e-6)
}

func TestInitScales(t *testing.T) {
	g := NewGraph(Shape{8, 8, 32})
	x := g.Append("conv", &Conv{Filters: 64, Kernel: 3, Stride: 1}, g.Input())
	x = g.Append("bn", &BatchNorm{ZeroInit: true}, x)
	x = g.Append("pool", &GlobalAvgPool{}, x)
	g.Append("fc", &Dense{Units: 100}, x)
	g.Init(5)
	deviation := func(name string) float64 {
		var sum, squares, n float64
		for _, p := range g.Params() {
			if p.FullName == name {
				for _, v := range p.Value {
					sum += float64(v)
					squares += float64(v) * float64(v)
					n++
				}
			}
		}
		return math.Sqrt(squares/n - sum/n*sum/n)
	}
	require.InEpsilon(t, math.Sqrt(2.0/(32*9)), deviation("conv.weight"), 0.02)
	require.InEpsilon(t, math.Sqrt(1.0/64), deviation("fc.weight"), 0.03)
	require.Zero(t, g.Node("bn").Layer.Params()[0].Value[0])
}
