package infer

import (
	"math/rand/v2"
	"slices"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/kernel"

	"github.com/stretchr/testify/require"
)

// network has everything that Compile folds, and everything it must leave.
func network(t testing.TB) *nn.Graph {
	g := nn.NewGraph(nn.Shape{H: 9, W: 8, C: 3})
	conv := func(name string, filters, stride int, in *nn.Node) *nn.Node {
		return g.Append(name, &nn.Conv{Filters: filters, Kernel: 3, Stride: stride, Padding: nn.Pad(1), Bias: true}, in)
	}
	x := g.Append("norm0", &nn.BatchNorm{}, g.Input()) // no convolution before it
	x = conv("conv1", 16, 1, x)
	x = g.Append("bn1", &nn.BatchNorm{}, x)
	stem := g.Append("relu1", &nn.ReLU{}, x)
	x = conv("conv2", 16, 1, stem)
	x = g.Append("bn2", &nn.BatchNorm{}, x)
	x = g.Append("add2", &nn.Add{}, x, stem)
	block := g.Append("relu2", &nn.ReLU{}, x)
	main := conv("conv3", 24, 2, block)
	main = g.Append("bn3", &nn.BatchNorm{}, main)
	short := g.Append("short", &nn.Subsample{Filters: 24, Stride: 2}, block)
	x = g.Append("add3", &nn.Add{}, main, short) // the shortcut comes last: nothing to fold it into
	twice := g.Append("add4", &nn.Add{}, x, x)
	x = g.Append("relu3", &nn.ReLU{}, twice)
	x = g.Append("pad", &nn.ZeroPad{Pixels: 1}, x)
	x = g.Append("max", &nn.MaxPool{Size: 3, Stride: 2, Padding: nn.Same()}, x)
	x = g.Append("mean", &nn.AvgPool{Size: 2, Stride: 2, Padding: nn.Same()}, x)
	x = g.Append("flatten", &nn.Flatten{}, x)
	x = g.Append("fc1", &nn.Dense{Units: 33}, x)
	x = g.Append("relu4", &nn.ReLU{}, x)
	g.Append("fc", &nn.Dense{Units: 10}, x)
	require.NoError(t, g.Err())
	g.Init(3)
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range g.Params() {
		for i := range p.Value { // variances stay positive
			p.Value[i] += 0.3 * r.Float32()
		}
	}
	return g
}

func input(n int, s nn.Shape) *nn.Tensor {
	r := rand.New(rand.NewPCG(5, 6))
	x := nn.NewTensor(n, s.H, s.W, s.C)
	for i := range x.Data {
		x.Data[i] = float32(r.NormFloat64())
	}
	return x
}

func TestPlanAgreesWithGraph(t *testing.T) {
	g := network(t)
	for _, n := range []int{1, 3} {
		x := input(n, g.Input().Shape)
		want, err := g.Forward(x, false)
		require.NoError(t, err)
		for _, m := range []kernel.Method{kernel.Direct, kernel.Winograd2, kernel.Winograd4} {
			p, err := compile(g, g.Output(), n, func(s kernel.ConvShape, _ int) kernel.Method {
				if slices.Contains(s.Methods(), m) {
					return m
				}
				return kernel.Direct
			})
			require.NoError(t, err)
			for _, threads := range []int{1, 2, 5} {
				p.SetThreads(threads)
				for range 2 { // a second run must not see the first
					got := p.Run(x.Data)
					require.Len(t, got, len(want.Data))
					for i := range got {
						require.InDelta(t, want.Data[i], got[i], 1e-4*(1+float64(max(want.Data[i], -want.Data[i]))), "%v, %d threads", m, threads)
					}
				}
			}
		}
	}
}

// More threads than chunks share the steps of one chunk after the other; no
// chunk may write over the result of the one before.
func TestThreadsThatShareChunks(t *testing.T) {
	g := nn.NewGraph(nn.Shape{H: 64, W: 64, C: 16})
	x := g.Input()
	for _, name := range []string{"a", "b", "c"} {
		x = g.Append(name, &nn.Conv{Filters: 16, Kernel: 1, Stride: 1}, x)
	}
	require.NoError(t, g.Err())
	g.Init(1)
	const images = 3
	p, err := Compile(g, images)
	require.NoError(t, err)
	require.Equal(t, 1, p.chunk)
	pictures := input(images, g.Input().Shape)
	want := append([]float32(nil), p.Run(pictures.Data)...)
	p.SetThreads(4)
	for range 20 {
		require.Equal(t, want, p.Run(pictures.Data))
	}
}

func TestProfileNamesEveryStep(t *testing.T) {
	g := network(t)
	p, err := Compile(g, 2)
	require.NoError(t, err)
	x := input(2, g.Input().Shape)
	steps := p.Profile(x.Data)
	var macs int64
	var layers []string
	for _, s := range steps {
		macs += s.MACs
		layers = append(layers, s.Layer)
		require.NotEmpty(t, s.Method)
	}
	require.Equal(t, "fc", layers[len(layers)-1])
	require.Contains(t, layers, "relu2", "a convolution bears the name of the last layer folded into it")
	require.NotContains(t, layers, "conv2")
	conv := int64(9*8*16*27 + 9*8*16*16*9 + 5*4*24*16*9)
	require.Equal(t, 2*(conv+2*2*24*33+33*10), macs)
}

func TestPlanOutlivesTraining(t *testing.T) {
	g := network(t)
	x := input(1, g.Input().Shape)
	p, err := Compile(g, 1)
	require.NoError(t, err)
	want := append([]float32(nil), p.Run(x.Data)...)
	g.Init(99)
	_, err = g.Forward(input(4, g.Input().Shape), true)
	require.NoError(t, err)
	require.Equal(t, want, p.Run(x.Data))
}

func TestRunAllocatesNothing(t *testing.T) {
	g := network(t)
	x := input(2, g.Input().Shape)
	p, err := Compile(g, 2)
	require.NoError(t, err)
	for _, threads := range []int{1, 2} {
		p.SetThreads(threads)
		require.Zero(t, testing.AllocsPerRun(10, func() { p.Run(x.Data) }), "%d threads", threads)
	}
}

func TestCompileRefuses(t *testing.T) {
	_, err := Compile(network(t), 0)
	require.ErrorContains(t, err, "batch of 0")
	g := nn.NewGraph(nn.Shape{H: 4, W: 4, C: 1})
	_, err = Compile(g, 1)
	require.ErrorContains(t, err, "without layers")
	g.Append("conv", &nn.Conv{Filters: 1, Kernel: 3, Stride: 1}, g.Input())
	_, err = Compile(g, 1)
	require.ErrorContains(t, err, "has no value")
	g = nn.NewGraph(nn.Shape{H: 2, W: 2, C: 1})
	g.Append("conv", &nn.Conv{Filters: 1, Kernel: 3, Stride: 1}, g.Input())
	_, err = Compile(g, 1)
	require.ErrorContains(t, err, `layer "conv"`)
	require.Panics(t, func() {
		p, err := Compile(network(t), 1)
		require.NoError(t, err)
		p.Run(make([]float32, 5))
	})
}
