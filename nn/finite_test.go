package nn

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNotFinite(t *testing.T) {
	build := func() (*Graph, *Tensor) {
		g := NewGraph(Shape{4, 4, 2})
		x := g.Append("conv1", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, g.Input())
		x = g.Append("conv2", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, x)
		x = g.Append("pool", &GlobalAvgPool{}, x)
		g.Append("fc", &Dense{Units: 2}, x)
		require.NoError(t, g.Err())
		g.Init(1)
		in := NewTensor(2, 4, 4, 2)
		for i := range in.Data {
			in.Data[i] = float32(i)
		}
		return g, in
	}
	param := func(g *Graph, name string) *Param {
		for _, p := range g.Params() {
			if p.FullName == name {
				return p.Param
			}
		}
		require.FailNow(t, "no parameter "+name)
		return nil
	}
	dy := &Tensor{Shape: []int{2, 1, 1, 2}, Data: []float32{1, -1, 1, -1}}
	for name, c := range map[string]struct {
		damage     func(g *Graph, x *Tensor)
		want, grad string
	}{
		"nothing":   {func(*Graph, *Tensor) {}, "", ""},
		"input":     {func(_ *Graph, x *Tensor) { x.Data[5] = float32(math.NaN()) }, "the input", `the gradient of parameter "fc.weight"`},
		"parameter": {func(g *Graph, _ *Tensor) { param(g, "conv2.weight").Value[7] = float32(math.Inf(1)) }, `parameter "conv2.weight"`, `the gradient of parameter "fc.weight"`},
		"overflow": {func(g *Graph, _ *Tensor) {
			for i := range param(g, "conv2.weight").Value {
				param(g, "conv2.weight").Value[i] = math.MaxFloat32
			}
		}, `the output of layer "conv2"`, `the gradient of parameter "fc.weight"`},
		"overflow of a gradient": {func(g *Graph, x *Tensor) {
			for i := range x.Data {
				x.Data[i] = 1e30
			}
			for i := range param(g, "fc.weight").Value {
				param(g, "fc.weight").Value[i] = 1e25 * float32(1-2*(i%2))
			}
			for i := range param(g, "conv2.weight").Value {
				param(g, "conv2.weight").Value[i] = 1e-30
			}
		}, "", `the gradient of parameter "conv2.weight"`},
	} {
		t.Run(name, func(t *testing.T) {
			g, x := build()
			c.damage(g, x)
			_, err := g.Forward(x, true)
			require.NoError(t, err)
			require.Equal(t, c.want, g.NotFinite())
			g.Backward(dy)
			require.Equal(t, c.grad, g.NotFiniteGrad())
		})
	}
}
