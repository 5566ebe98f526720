package nn

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// pattern is a piece of a network around a batch norm. Its 16 channels are whole
// vectors on any machine, so that convolutions run in Winograd's way too.
type pattern struct {
	build func(b builder) *Node
	steps []string // in the order they run; "first … last" where layers run as one
}

// builder appends layers with short names.
type builder struct{ *Graph }

func (b builder) conv(name string, x *Node) *Node {
	return b.Append(name, &Conv{Filters: 16, Kernel: 3, Stride: 1, Padding: Pad(1)}, x)
}

func (b builder) norm(name string, x *Node) *Node { return b.Append(name, &BatchNorm{}, x) }
func (b builder) relu(name string, x *Node) *Node { return b.Append(name, &ReLU{}, x) }
func (b builder) add(name string, x, y *Node) *Node {
	return b.Append(name, &Add{}, x, y)
}

// twoNorms are those of two convolutions of x.
func (b builder) twoNorms() (y, z *Node) {
	return b.norm("bn1", b.conv("conv1", b.Node("x"))), b.norm("bn2", b.conv("conv2", b.Node("x")))
}

var patterns = map[string]pattern{
	"conv, norm": {
		func(b builder) *Node { return b.norm("bn", b.conv("conv", b.Node("x"))) },
		[]string{"conv … bn"},
	},
	"conv with bias, norm, relu": {
		func(b builder) *Node {
			x := b.Append("conv", &Conv{Filters: 16, Kernel: 1, Stride: 2, Bias: true}, b.Node("x"))
			return b.relu("relu", b.norm("bn", x))
		},
		[]string{"conv … relu"},
	},
	"norm": {
		func(b builder) *Node { return b.norm("bn", b.Node("x")) },
		[]string{"bn"},
	},
	"norm, relu": {
		func(b builder) *Node { return b.relu("relu", b.norm("bn", b.Node("x"))) },
		[]string{"bn … relu"},
	},
	"norm of the input, relu": {
		func(b builder) *Node { return b.relu("relu", b.norm("bn", b.Input())) },
		[]string{"bn … relu"},
	},
	"norm of the input, sum, relu": {
		func(b builder) *Node {
			return b.relu("relu", b.add("add", b.norm("bn", b.Input()), b.Node("x")))
		},
		[]string{"bn … relu"},
	},
	"conv of the input, sum with what learns": {
		func(b builder) *Node {
			return b.relu("relu", b.add("add", b.norm("bn", b.conv("conv", b.Input())), b.Node("x")))
		},
		[]string{"conv … relu"},
	},
	"norm before conv": {
		func(b builder) *Node {
			x := b.conv("conv1", b.relu("relu1", b.norm("bn1", b.Node("x"))))
			return b.add("add", b.conv("conv2", b.relu("relu2", b.norm("bn2", x))), b.Node("x"))
		},
		[]string{"bn1 … relu1", "conv1 … relu2", "conv2", "add"},
	},
	"sum with what conv reads": {
		func(b builder) *Node {
			x := b.Node("x")
			return b.relu("relu", b.add("add", b.norm("bn", b.conv("conv", x)), x))
		},
		[]string{"conv … relu"},
	},
	"block": {
		func(b builder) *Node {
			x := b.Node("x")
			y := b.relu("relu1", b.norm("bn1", b.conv("conv1", x)))
			return b.relu("relu2", b.add("add", x, b.norm("bn2", b.conv("conv2", y))))
		},
		[]string{"conv1 … relu1", "conv2 … relu2"},
	},
	"sum of two norms, the other later": {
		func(b builder) *Node {
			y, z := b.twoNorms()
			return b.relu("relu", b.add("add", y, z))
		},
		[]string{"conv2 … bn2", "conv1 … relu"},
	},
	"sum of two norms, the other first": {
		func(b builder) *Node {
			y, z := b.twoNorms()
			return b.relu("relu", b.add("add", z, y))
		},
		[]string{"conv2 … bn2", "conv1 … relu"},
	},
	"sum of a norm with itself": {
		func(b builder) *Node {
			y := b.norm("bn", b.conv("conv", b.Node("x")))
			return b.relu("relu", b.add("add", y, y))
		},
		[]string{"conv … bn", "add", "relu"},
	},
	"sum without relu": {
		func(b builder) *Node {
			return b.add("add", b.norm("bn", b.conv("conv", b.Node("x"))), b.Node("x"))
		},
		[]string{"conv … bn", "add"},
	},
	"sum with two readers": {
		func(b builder) *Node {
			y := b.add("add", b.norm("bn", b.conv("conv", b.Node("x"))), b.Node("x"))
			return b.add("both", b.relu("relu", y), y)
		},
		[]string{"conv … bn", "add", "relu", "both"},
	},
	"norm with two readers": {
		func(b builder) *Node {
			y := b.norm("bn", b.conv("conv", b.Node("x")))
			return b.add("add", b.relu("relu", y), y)
		},
		[]string{"conv … bn", "relu", "add"},
	},
	"conv with two readers": {
		func(b builder) *Node {
			y := b.conv("conv", b.Node("x"))
			return b.add("add", b.relu("relu", b.norm("bn", y)), y)
		},
		[]string{"conv", "bn … relu", "add"},
	},
	"one input, many readers": {
		func(b builder) *Node {
			x := b.Node("x")
			y := b.relu("relu1", b.norm("bn1", b.conv("conv1", x)))
			z := b.relu("relu2", b.norm("bn2", x))
			pool := b.Append("pool", &MaxPool{Size: 3, Stride: 1, Padding: Pad(1)}, x)
			return b.add("add3", b.add("add2", b.add("add1", y, z), pool), x)
		},
		[]string{"conv1 … relu1", "bn2 … relu2", "pool", "add1", "add2", "add3"},
	},
}

// graph embeds p in a network that learns before and after it.
func (p pattern) graph(t *testing.T, threads int) *Graph {
	g := NewGraph(Shape{6, 6, 16})
	g.Append("x", &ReLU{}, g.Append("start", &Conv{Filters: 16, Kernel: 1, Stride: 1, Bias: true}, g.Input()))
	y := p.build(builder{g})
	g.Append("fc", &Dense{Units: 3}, g.Append("end", &GlobalAvgPool{}, y))
	require.NoError(t, g.Err())
	g.Init(1)
	r := rand.New(rand.NewPCG(2, 2))
	for _, p := range g.Params() {
		for i := range p.Value {
			p.Value[i] += 0.1 * r.Float32() // no batch norm without effect
		}
	}
	g.SetThreads(threads)
	return g
}

// oneByOne makes every layer of g run by itself, and gradients be summed by g.
func oneByOne(g *Graph) {
	for _, n := range g.Nodes[1:] {
		g.run = append(g.run, step{layer: alone{n.Layer}, inputs: n.Inputs, first: n, node: n})
	}
}

// alone is a layer that knows of no other readers of its input.
type alone struct{ Layer }

func (l alone) Backward(ctx *Context, dy *Tensor) []*Tensor {
	return l.Layer.Backward(&Context{Team: ctx.Team, Training: ctx.Training, SkipInput: ctx.SkipInput}, dy)
}

// pass runs g on n random images, forward and so many times backward.
func pass(t *testing.T, g *Graph, n int, training bool, backward int) []float32 {
	y, err := g.Forward(randomTensor(rand.New(rand.NewPCG(uint64(n), 3)), n, g.Input().Shape), training)
	require.NoError(t, err)
	g.ZeroGrad()
	for range backward {
		g.Backward(randomTensor(rand.New(rand.NewPCG(uint64(n), 4)), n, g.Output().Shape))
	}
	return y.Data
}

// requireSame compares up to rounding, which adds up in sums.
func requireSame(t *testing.T, want, got []float32, what string) {
	t.Helper()
	scale := 1.0
	for _, v := range want {
		scale = max(scale, float64(v), -float64(v))
	}
	require.InDeltaSlice(t, want, got, 1e-4*scale, what)
}

// Layers that run as one compute what they do one by one, for batches of any
// size, one after the other, shared by any number of threads.
func TestFusions(t *testing.T) {
	for name, p := range patterns {
		for _, c := range []struct {
			threads int
			frozen  bool // before the pattern
		}{{1, false}, {3, false}, {2, true}} {
			t.Run(fmt.Sprintf("%s/%d threads, frozen=%v", name, c.threads, c.frozen), func(t *testing.T) {
				fused, plain := p.graph(t, c.threads), p.graph(t, c.threads)
				if c.frozen {
					for _, g := range []*Graph{fused, plain} {
						g.Freeze(g.Node("x"))
						g.Node("x").Layer = noBackward{g.Node("x").Layer, t}
					}
				}
				oneByOne(plain)
				for _, c := range []struct {
					images   int
					training bool
				}{{5, true}, {2, true}, {7, true}, {4, false}, {3, true}} {
					want, got := pass(t, plain, c.images, c.training, 1), pass(t, fused, c.images, c.training, 1)
					requireSame(t, want, got, "output")
					for i, p := range plain.Params() {
						q := fused.Params()[i]
						require.Equal(t, p.FullName, q.FullName)
						requireSame(t, p.Value, q.Value, p.FullName)
						requireSame(t, p.Grad, q.Grad, "the gradient of "+p.FullName)
					}
				}

				var steps []string
				for _, s := range fused.Times() {
					name := s.First.Name
					if s.Last != s.First {
						name += " … " + s.Last.Name
					}
					steps = append(steps, name)
				}
				require.Equal(t, slices.Concat([]string{"start", "x"}, p.steps, []string{"end", "fc"}), steps)
			})
		}
	}
}

// Backward adds, and leaves what the next Backward needs.
func TestBackwardTwice(t *testing.T) {
	for name, p := range patterns {
		t.Run(name, func(t *testing.T) {
			once, twice := p.graph(t, 2), p.graph(t, 2)
			pass(t, once, 5, true, 1)
			pass(t, twice, 5, true, 2)
			for i, p := range once.Params() {
				want := append([]float32(nil), p.Grad...)
				for j := range want {
					want[j] *= 2
				}
				requireSame(t, want, twice.Params()[i].Grad, p.FullName)
			}
		})
	}
}

// A step of training takes its memory from the step before, also where a smaller
// batch came between.
func TestStepsMakeNoGarbage(t *testing.T) {
	for name, p := range patterns {
		t.Run(name, func(t *testing.T) {
			g := p.graph(t, 2)
			x, dy := NewTensor(64, 6, 6, 16), NewTensor(64, 1, 1, 3)
			steps := func() {
				for _, n := range []int{64, 5, 64} {
					x, dy := batch(x, n, g.Input().Shape), batch(dy, n, g.Output().Shape)
					_, err := g.Forward(x, true)
					require.NoError(t, err)
					g.Backward(dy)
				}
			}
			steps()
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			steps()
			runtime.ReadMemStats(&after)
			require.Less(t, after.TotalAlloc-before.TotalAlloc, uint64(4*len(x.Data)), "bytes, less than one output of a layer")
		})
	}
}

// Times has an entry for each layer as it runs.
func TestTimes(t *testing.T) {
	g := patterns["norm of the input, relu"].graph(t, 1)
	require.Empty(t, g.Times())
	pass(t, g, 5, true, 1)
	times := g.Times()
	require.Len(t, times, 5) // start and x, which nothing reads, norm with ReLU, pooling, dense
	for i, s := range times {
		require.Positive(t, s.Forward, s.First.Name)
		require.Equal(t, i > 1, s.Backward > 0, s.First.Name)
	}
	pass(t, g, 5, true, 0)
	require.Zero(t, g.Times()[4].Backward, "Backward has not come yet")
}

// What layers put out before they were fused says nothing of the last pass.
func TestNotFiniteAfterFusing(t *testing.T) {
	g := NewGraph(Shape{4, 4, 3})
	x := g.Append("bn", &BatchNorm{}, g.Append("conv", &Conv{Filters: 3, Kernel: 1, Stride: 1}, g.Input()))
	g.Init(1)
	bad := NewTensor(2, 4, 4, 3)
	bad.Data[0] = float32(math.NaN())
	_, err := g.Forward(bad, false)
	require.NoError(t, err)
	require.Equal(t, "the input", g.NotFinite())
	g.Append("relu", &ReLU{}, x)
	_, err = g.Forward(NewTensor(2, 4, 4, 3), false)
	require.NoError(t, err)
	require.Empty(t, g.NotFinite())
}
