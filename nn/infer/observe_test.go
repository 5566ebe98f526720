package infer

import (
	"slices"
	"testing"

	"canvasnet/nn"

	"github.com/stretchr/testify/require"
)

func compiled(t *testing.T, g *nn.Graph) *Plan {
	t.Helper()
	p, err := Compile(g, 1)
	require.NoError(t, err)
	return p
}

func TestObserveAgreesWithRun(t *testing.T) {
	g := network(t)
	x := input(1, g.Input().Shape)
	p := compiled(t, g)
	want := slices.Clone(p.Run(x.Data))

	steps, at := p.Steps(), 0
	got := p.Observe(x.Data, nil, func(o Observed) {
		s := steps[at]
		at++
		require.Equal(t, s.Layers[len(s.Layers)-1], o.Layer)
		upTo, err := CompileTo(g, g.Node(o.Layer), 1)
		require.NoError(t, err)
		require.InDeltaSlice(t, upTo.Run(x.Data), o.Result(), 1e-4, o.Layer)
	})
	require.Equal(t, len(steps), at)
	require.Equal(t, want, got)
	require.Equal(t, want, p.Run(x.Data), "a run after it is as one before it")
}

func TestStepsNameEveryLayerOnce(t *testing.T) {
	g := network(t)
	p, err := Compile(g, 2)
	require.NoError(t, err)
	var layers []string
	var macs int64
	for _, s := range p.Steps() {
		layers = append(layers, s.Layers...)
		macs += s.MACs
		require.Equal(t, g.Node(s.Layers[len(s.Layers)-1]).Shape, s.Shape)
	}
	want := []string{}
	for _, n := range g.Nodes[1:] {
		want = append(want, n.Name)
	}
	require.ElementsMatch(t, want, layers)
	var profiled int64
	for _, s := range p.Profile(input(2, g.Input().Shape).Data) {
		profiled += s.MACs
	}
	require.Equal(t, profiled, macs)
}

// What a sum without its first input puts out is what it would if that input
// were zero.
func TestObserveWithoutABranch(t *testing.T) {
	for _, c := range []struct{ sum, norm string }{
		{"add2", "bn2"},              // the convolution of the step is the branch
		{"add3", "bn3"},              // the sum is a step of its own
		{"projected", "branch norm"}, // the convolution of the step is the shortcut
	} {
		t.Run(c.sum, func(t *testing.T) {
			build := network
			if c.sum == "projected" {
				build = projection
			}
			zeroed := build(t)
			for _, p := range zeroed.Node(c.norm).Layer.Params() {
				if p.Learned {
					clear(p.Value)
				}
			}
			x := input(1, zeroed.Input().Shape).Data
			want := compiled(t, zeroed).Run(x)
			p := compiled(t, build(t))
			whole := slices.Clone(p.Run(x))
			got := slices.Clone(p.Observe(x, []string{c.sum, "no such layer"}, func(Observed) {}))
			require.InDeltaSlice(t, want, got, 1e-4)
			require.NotEqual(t, whole, got)
			require.Equal(t, whole, p.Run(x))
		})
	}
}

// projection is a block whose shortcut is a convolution that comes last.
func projection(t testing.TB) *nn.Graph {
	g := nn.NewGraph(nn.Shape{H: 6, W: 6, C: 4})
	branch := g.Append("branch", &nn.Conv{Filters: 8, Kernel: 3, Stride: 1, Padding: nn.Pad(1)}, g.Input())
	branch = g.Append("branch norm", &nn.BatchNorm{}, branch)
	short := g.Append("short", &nn.Conv{Filters: 8, Kernel: 1, Stride: 1}, g.Input())
	short = g.Append("short norm", &nn.BatchNorm{}, short)
	g.Append("relu", &nn.ReLU{}, g.Append("projected", &nn.Add{}, branch, short))
	require.NoError(t, g.Err())
	g.Init(4)
	return g
}

func TestCompileTo(t *testing.T) {
	g := network(t)
	x := input(2, g.Input().Shape)
	p, err := CompileTo(g, g.Node("flatten"), 2)
	require.NoError(t, err)
	features := p.Run(x.Data)
	require.Len(t, features, 2*g.Node("flatten").Shape.Len())

	_, err = CompileTo(g, g.Input(), 1)
	require.ErrorContains(t, err, `end at "input"`)
	_, err = CompileTo(g, network(t).Output(), 1)
	require.ErrorContains(t, err, `end at "fc"`, "of another network")
}

func TestObserveTakesOneImage(t *testing.T) {
	g := network(t)
	p, err := Compile(g, 2)
	require.NoError(t, err)
	require.Panics(t, func() { p.Observe(input(2, g.Input().Shape).Data, nil, func(Observed) {}) })
}
