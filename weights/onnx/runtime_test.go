package onnx

import (
	"bytes"
	"encoding/binary"
	"encoding/json/v2"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// runtimeFolder is where npm puts onnxruntime-web.
const runtimeFolder = "../../wasm/bench/node_modules/onnxruntime-web"

// tolerance is how far logits may lie apart, in shares of the largest one.
const tolerance = 2e-5

// ran is one batch as testdata/run.mjs reports it.
type ran struct {
	Inputs  []string  `json:"inputs"`
	Outputs []string  `json:"outputs"`
	Shape   []int     `json:"shape"`
	Logits  []float32 `json:"logits"`
}

// needRuntime skips a test where it cannot run a model, or fails it with
// CANVASNET_ONNX=1.
func needRuntime(t *testing.T) {
	missing := ""
	if _, err := exec.LookPath("node"); err != nil {
		missing = "Node.js is missing: install it to run models"
	}
	if _, err := os.Stat(runtimeFolder); err != nil {
		missing = "onnxruntime-web is missing: `make onnx` installs it to run models"
	}
	switch {
	case missing == "":
	case os.Getenv("CANVASNET_ONNX") == "1":
		require.FailNow(t, missing)
	default:
		t.Skip(missing)
	}
}

// The networks of the zoo give the same logits in onnxruntime as here, as a
// graph and as an inference plan.
func TestRuntimeZoo(t *testing.T) {
	needRuntime(t)
	for _, c := range []struct {
		name  string
		size  int
		large bool
	}{
		{"resnet20", 32, false},
		{"resnet20-a", 32, false},
		{"resnet18-cifar", 32, true},
		{"keras-resnet34", 32, true},
		{"keras-resnet34", 70, true}, // flattens several pixels
		{"resnet50", 64, true},
	} {
		t.Run(c.name+"/"+strconv.Itoa(c.size), func(t *testing.T) {
			if c.large && testing.Short() {
				t.Skip("more than 10 million parameters")
			}
			g, meta := zoo(t, c.name, c.size)
			requireSameLogits(t, g, meta)
		})
	}
}

// Layers in places where the zoo has none, each with odd sizes.
func TestRuntimeLayers(t *testing.T) {
	needRuntime(t)
	for _, c := range []struct {
		name string
		body func(g *nn.Graph, x *nn.Node) *nn.Node
	}{
		{"same padding, uneven", func(g *nn.Graph, x *nn.Node) *nn.Node {
			x = g.Append("conv", &nn.Conv{Filters: 5, Kernel: 4, Stride: 3, Padding: nn.Same(), Bias: true}, x)
			return g.Append("max", &nn.MaxPool{Size: 4, Stride: 1, Padding: nn.Same()}, x)
		}},
		{"average of pixels inside", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("avg", &nn.AvgPool{Size: 2, Stride: 2, Padding: nn.Same()}, x)
		}},
		{"average with padding", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("avg", &nn.AvgPool{Size: 3, Stride: 2, Padding: nn.Pad(1), CountPadding: true}, x)
		}},
		{"average with uneven padding", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("avg", &nn.AvgPool{Size: 4, Stride: 2, Padding: nn.Same(), CountPadding: true}, x)
		}},
		{"shortcut A, uneven", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("a", &nn.Subsample{Filters: 6, Stride: 3}, x)
		}},
		{"shortcut A, as it is", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("a", &nn.Subsample{Filters: 3, Stride: 1}, x)
		}},
		{"batch norm of features", func(g *nn.Graph, x *nn.Node) *nn.Node {
			x = g.Append("flat", &nn.Flatten{}, x)
			return g.Append("flat again", &nn.Flatten{}, g.Append("relu", &nn.ReLU{}, g.Append("bn", &nn.BatchNorm{Epsilon: 0.1}, x)))
		}},
		{"one channel", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("conv", &nn.Conv{Filters: 1, Kernel: 3, Stride: 1}, x)
		}},
		{"sum of vector and image", func(g *nn.Graph, x *nn.Node) *nn.Node {
			pooled := g.Append("pool", &nn.GlobalAvgPool{}, x)
			return g.Append("add", &nn.Add{}, pooled, g.Append("dense", &nn.Dense{Units: 3}, x))
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := nn.NewGraph(nn.Shape{H: 11, W: 11, C: 3})
			g.Append("fc", &nn.Dense{Units: 4}, c.body(g, g.Input()))
			require.NoError(t, g.Err())
			draw(g)
			requireSameLogits(t, g, metaOf(4, 11))
		})
	}
}

// An image of one pixel may be the output.
func TestRuntimeWithoutDense(t *testing.T) {
	needRuntime(t)
	g := nn.NewGraph(nn.Shape{H: 7, W: 7, C: 3})
	conv := g.Append("conv", &nn.Conv{Filters: 4, Kernel: 1, Stride: 1, Bias: true}, g.Input())
	g.Append("pool", &nn.GlobalAvgPool{}, conv)
	draw(g)
	requireSameLogits(t, g, metaOf(4, 7))
}

func requireSameLogits(t *testing.T, g *nn.Graph, meta weights.Meta) {
	t.Helper()
	const most = 2
	x := nn.NewTensor(most, meta.Input.Size, meta.Input.Size, 3)
	r := rand.New(rand.NewPCG(3, 4))
	for i := range x.Data {
		x.Data[i] = float32(r.NormFloat64())
	}
	want, err := g.Forward(x, false)
	require.NoError(t, err)
	largest := float32(0)
	for _, v := range want.Data {
		largest = max(largest, v, -v)
	}
	require.Positive(t, largest)
	plan, err := infer.Compile(g, most)
	require.NoError(t, err)
	planned := plan.Run(x.Data)

	worst := 0.0
	for i, got := range runModel(t, g, meta, x) {
		n := i + 1
		require.Equal(t, []string{"input"}, got.Inputs)
		require.Equal(t, []string{"logits"}, got.Outputs)
		require.Equal(t, []int{n, len(meta.Classes)}, got.Shape)
		for j, v := range got.Logits {
			require.InDelta(t, want.Data[j], v, float64(tolerance*largest), "batch %d, logit %d of the graph", n, j)
			require.InDelta(t, planned[j], v, float64(tolerance*largest), "batch %d, logit %d of the plan", n, j)
			worst = max(worst, math.Abs(float64(want.Data[j]-v)))
		}
	}
	t.Logf("logits up to %g agree to %.1g", largest, worst)
}

// runModel runs the network in onnxruntime on the first picture of x, then on
// the first two, and so on.
func runModel(t *testing.T, g *nn.Graph, meta weights.Meta, x *nn.Tensor) []ran {
	path := filepath.Join(t.TempDir(), "net.onnx")
	require.NoError(t, WriteFile(path, g, meta))
	args := []string{"testdata/run.mjs", runtimeFolder, path, strconv.Itoa(meta.Input.Size)}
	for n := range x.Shape[0] {
		args = append(args, strconv.Itoa(n+1))
	}
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Stdin = bytes.NewReader(planes(x))
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, stderr.String())
	var all []ran
	for line := range bytes.Lines(out) {
		var one ran
		require.NoError(t, json.Unmarshal(line, &one))
		all = append(all, one)
	}
	require.Len(t, all, x.Shape[0])
	return all
}

// planes returns the bytes of x (N, H, W, C) as (N, C, H, W).
func planes(x *nn.Tensor) []byte {
	pixels, channels := x.Shape[1]*x.Shape[2], x.Shape[3]
	turned := make([]float32, 0, len(x.Data))
	for i := range x.Shape[0] {
		picture := x.Data[i*pixels*channels:]
		for c := range channels {
			for p := range pixels {
				turned = append(turned, picture[p*channels+c])
			}
		}
	}
	data, err := binary.Append(nil, binary.LittleEndian, turned)
	if err != nil {
		panic(err) // of float32, it never fails
	}
	return data
}
