package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

func randomTensor(r *rand.Rand, n int, s Shape) *Tensor {
	t := NewTensor(n, s.H, s.W, s.C)
	for i := range t.Data {
		t.Data[i] = float32(r.NormFloat64())
	}
	return t
}

// dot is the loss of the checks: a fixed random weighting of the output.
func dot(x, y []float32) float64 {
	var s float64
	for i := range x {
		s += float64(x[i]) * float64(y[i])
	}
	return s
}

// requireSlope compares a gradient with the central difference of loss when v
// moves, at a few positions.
func requireSlope(t *testing.T, what string, v, grad []float32, loss func() float64) {
	t.Helper()
	const h = 1e-2
	for i := 0; i < len(v); i += max(1, len(v)/17) {
		was := v[i]
		v[i] = was + h
		up := loss()
		v[i] = was - h
		down := loss()
		v[i] = was
		want := (up - down) / (2 * h)
		require.InDelta(t, want, grad[i], 2e-2*(1+math.Abs(want)), "%s[%d]", what, i)
	}
}

// layerCases are layers whose gradients are checked by finite differences, by
// name, each with the shapes of its inputs.
func layerCases() map[string]struct {
	layer Layer
	in    []Shape
} {
	return map[string]struct {
		layer Layer
		in    []Shape
	}{
		"conv 3x3":               {&Conv{Filters: 5, Kernel: 3, Stride: 1, Padding: Pad(1)}, []Shape{{6, 5, 3}}},
		"conv 3x3 bias":          {&Conv{Filters: 18, Kernel: 3, Stride: 1, Padding: Pad(1), Bias: true}, []Shape{{4, 4, 2}}},
		"conv 3x3/2":             {&Conv{Filters: 4, Kernel: 3, Stride: 2, Padding: Pad(1)}, []Shape{{7, 6, 3}}},
		"conv 3x3/2 same":        {&Conv{Filters: 4, Kernel: 3, Stride: 2, Padding: Same()}, []Shape{{6, 6, 3}}},
		"conv 1x1/2":             {&Conv{Filters: 4, Kernel: 1, Stride: 2}, []Shape{{6, 6, 3}}},
		"conv 7x7/2 same bias":   {&Conv{Filters: 4, Kernel: 7, Stride: 2, Padding: Same(), Bias: true}, []Shape{{9, 9, 2}}},
		"batch norm":             {&BatchNorm{}, []Shape{{3, 3, 5}}},
		"relu":                   {&ReLU{}, []Shape{{3, 3, 5}}},
		"add":                    {&Add{}, []Shape{{3, 3, 5}, {3, 3, 5}}},
		"zero padding":           {&ZeroPad{Pixels: 2}, []Shape{{3, 4, 5}}},
		"shortcut A":             {&Subsample{Filters: 9, Stride: 2}, []Shape{{5, 4, 4}}},
		"max pool 2x2/2":         {&MaxPool{Size: 2, Stride: 2}, []Shape{{6, 4, 19}}},
		"max pool 3x3/2":         {&MaxPool{Size: 3, Stride: 2, Padding: Pad(1)}, []Shape{{7, 6, 3}}},
		"max pool 3x3/2 same":    {&MaxPool{Size: 3, Stride: 2, Padding: Same()}, []Shape{{6, 6, 3}}},
		"avg pool 2x2/2 same":    {&AvgPool{Size: 2, Stride: 2, Padding: Same()}, []Shape{{5, 5, 3}}},
		"avg pool 3x3/2 counted": {&AvgPool{Size: 3, Stride: 2, Padding: Pad(1), CountPadding: true}, []Shape{{5, 5, 3}}},
		"global avg pool":        {&GlobalAvgPool{}, []Shape{{4, 3, 5}}},
		"flatten":                {&Flatten{}, []Shape{{2, 3, 4}}},
		"dense":                  {&Dense{Units: 10}, []Shape{{1, 1, 7}}},
	}
}

func TestGradients(t *testing.T) {
	for name, c := range layerCases() {
		for _, training := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s/training=%v", name, training), func(t *testing.T) {
				r := rand.New(rand.NewPCG(7, 7))
				out, err := c.layer.Build(c.in...)
				require.NoError(t, err)
				var in []*Tensor
				for _, s := range c.in {
					in = append(in, randomTensor(r, 4, s))
				}
				for _, p := range c.layer.Params() {
					p.reset()
				}
				if i, ok := c.layer.(Initializer); ok {
					i.Init(r)
				}
				for _, p := range c.layer.Params() {
					p.needGrad()
					for i := range p.Value {
						p.Value[i] += 0.1 * r.Float32()
					}
				}
				ctx := &Context{Team: NewTeam(2), Training: training}
				dy := randomTensor(r, 4, out)
				loss := func() float64 { return dot(c.layer.Forward(ctx, in...).Data, dy.Data) }
				loss()
				dx := c.layer.Backward(ctx, dy)
				require.Len(t, dx, len(in))
				for i := range in {
					grad := append([]float32(nil), dx[i].Data...)
					requireSlope(t, fmt.Sprintf("input %d", i), in[i].Data, grad, loss)
				}
				for _, p := range c.layer.Params() {
					if p.Learned {
						requireSlope(t, p.Name, p.Value, p.Grad, loss)
					}
				}
			})
		}
	}
}

func TestLossGradient(t *testing.T) {
	for _, l := range []CrossEntropy{
		{},
		{Smoothing: 0.1},
		{Weights: []float64{3, 0.5, 1, 0, 1, 1, 1, 1, 1, 2}},
		{Smoothing: 0.1, Weights: []float64{3, 0.5, 1, 0, 1, 1, 1, 1, 1, 2}},
	} {
		r := rand.New(rand.NewPCG(1, 1))
		logits := randomTensor(r, 5, Shape{1, 1, 10})
		labels := []int{0, 3, 9, NoClass, 1}
		grad := append([]float32(nil), l.Backward(logits, labels).Data...)
		requireSlope(t, "logits", logits.Data, grad, func() float64 { return l.Forward(logits, labels) })
	}
}

func TestSoftmaxGradient(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	logits, dp := randomTensor(r, 1, Shape{1, 1, 7}).Data, randomTensor(r, 1, Shape{1, 1, 7}).Data
	p := make([]float32, len(logits))
	loss := func() float64 {
		Softmax(p, logits)
		return dot(p, dp)
	}
	loss()
	grad := append([]float32(nil), dp...)
	SoftmaxGrad(grad, grad, p)
	requireSlope(t, "logits", logits, grad, loss)
}
