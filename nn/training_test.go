package nn

import (
	"math"
	"math/rand/v2"
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
		"constant": {
			Constant(0.1),
			map[int]float64{0: 0.1, 99: 0.1},
		},
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

// Updates that are taken together count as much as taken one by one.
func TestEMAEvery(t *testing.T) {
	ps := named(1)
	e := EMA{Decay: 0.5, Every: 3}
	e.Attach(ps)
	e.Resume(30) // past the start, where the decay changes
	ps[0].Value[0] = 2
	e.Update()
	e.Update()
	require.EqualValues(t, 1, e.State()["layer.weight"][0])
	e.Update()
	require.InDelta(t, 2-0.125, e.State()["layer.weight"][0], 1e-6)
	require.Equal(t, 33, e.Steps())
}

// The average of a batch norm that sees the same statistics again and again is
// that batch norm, and a variance never leaves the range it had.
func TestEMAOfBatchNorm(t *testing.T) {
	g := NewGraph(Shape{2, 2, 3})
	g.Append("bn", &BatchNorm{}, g.Input())
	g.Init(1)
	e := EMA{Decay: 0.9}
	e.Attach(g.Params())
	x := NewTensor(8, 2, 2, 3)
	r := rand.New(rand.NewPCG(1, 1))
	for range 300 {
		for i := range x.Data {
			x.Data[i] = 5 + 3*float32(r.NormFloat64())
		}
		_, err := g.Forward(x, true)
		require.NoError(t, err)
		e.Update()
		for _, v := range e.State()["bn.running_var"] {
			require.Greater(t, v, float32(0.9))
			require.Less(t, v, float32(30))
		}
	}
	for i := range 3 {
		require.InDelta(t, 5, e.State()["bn.running_mean"][i], 1)
		require.InDelta(t, 9, e.State()["bn.running_var"][i], 3)
	}
}

// On f(w) = w²/2 every variant goes to the minimum.
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
}

// Without a gradient, decay alone shrinks weights.
func TestWeightDecay(t *testing.T) {
	for _, o := range []Optimizer{&SGD{WeightDecay: 0.5}, &SGD{WeightDecay: 0.5, Decoupled: true}, &Adam{WeightDecay: 0.5, Decoupled: true}} {
		ps := named(2)
		o.Attach(ps)
		o.Step(0.1)
		require.InDelta(t, 1.9, ps[0].Value[0], 1e-6, "%T", o)
		ps[0].Decay = false
		o.Step(0.1)
		require.InDelta(t, 1.9, ps[0].Value[0], 1e-6, "%T: a bias does not decay", o)
	}
}

// Restoring parameters and state amounts to never having stopped.
func TestOptimizersResume(t *testing.T) {
	for name, fresh := range map[string]func() Optimizer{
		"SGD":  func() Optimizer { return &SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 0.1} },
		"Adam": func() Optimizer { return &Adam{WeightDecay: 0.1} },
	} {
		run := func(o Optimizer, ps []NamedParam, steps int) {
			for range steps {
				for i, w := range ps[0].Value {
					ps[0].Grad[i] = w * w
				}
				o.Step(0.01)
			}
		}
		ps := named(1, -2, 3)
		o := fresh()
		o.Attach(ps)
		run(o, ps, 3)

		others := named(ps[0].Value...)
		other := fresh()
		other.Attach(others)
		state := other.State()
		for key, v := range o.State() {
			require.Len(t, state[key], len(v))
			copy(state[key], v)
		}
		run(o, ps, 4)
		run(other, others, 4)
		require.Equal(t, ps[0].Value, others[0].Value, name)
	}
}

// The first steps of Adam are as long as the learning rate, whatever the scale
// of the gradient.
func TestAdamStepLength(t *testing.T) {
	for _, scale := range []float32{1e-4, 1, 1e4} {
		ps := named(5)
		o := Adam{}
		o.Attach(ps)
		for step := range 3 {
			ps[0].Grad[0] = scale
			o.Step(0.1)
			require.InDelta(t, 5-0.1*float64(step+1), ps[0].Value[0], 1e-3)
		}
	}
}

// A float32 cannot count further, and need not.
func TestAdamAfterVeryManySteps(t *testing.T) {
	ps := named(1)
	o := Adam{}
	o.Attach(ps)
	o.State()["steps"][0] = maxSteps
	ps[0].Grad[0] = 1
	o.Step(0.1)
	require.EqualValues(t, maxSteps, o.State()["steps"][0])
	require.InDelta(t, 1-0.1*0.1/math.Sqrt(1e-3), ps[0].Value[0], 1e-5)
}

func TestSoftmaxOfLargeLogits(t *testing.T) {
	p := []float32{1000, 1001, -1000}
	Softmax(p, p)
	require.InDeltaSlice(t, []float32{0.26894142, 0.7310586, 0}, p, 1e-6)
}

func TestCrossEntropy(t *testing.T) {
	logits := &Tensor{Shape: []int{1, 1, 1, 2}, Data: []float32{0, float32(math.Log(3))}}
	require.InDelta(t, -math.Log(0.75), (&CrossEntropy{}).Forward(logits, []int{1}), 1e-6)
	// Of no class: half of each, whatever the smoothing.
	require.InDelta(t, -(math.Log(0.25)+math.Log(0.75))/2, (&CrossEntropy{Smoothing: 0.1}).Forward(logits, []int{NoClass}), 1e-6)
	smooth := -0.9*math.Log(0.75) - 0.1*math.Log(0.25)
	require.InDelta(t, smooth, (&CrossEntropy{Smoothing: 0.2}).Forward(logits, []int{1}), 1e-6)

	two := &Tensor{Shape: []int{2, 1, 1, 2}, Data: append(logits.Data, logits.Data...)}
	weighted := (-3*math.Log(0.25) - 0.5*math.Log(0.75)) / 2
	require.InDelta(t, weighted, (&CrossEntropy{Weights: []float64{3, 0.5}}).Forward(two, []int{0, 1}), 1e-6)
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
