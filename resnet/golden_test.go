package resnet_test

import (
	"math"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// uniform returns n numbers from -1 up to 1 by the formula of
// testdata/golden/golden.py, which explains it.
func uniform(name string, n int) []float32 {
	seed := uint32(0x811C9DC5)
	for _, c := range []byte(name) {
		seed = (seed ^ uint32(c)) * 0x01000193
	}
	u := make([]float32, n)
	for i := range u {
		h := uint32(i)*0x9E3779B9 + seed
		h = (h ^ h>>16) * 0x85EBCA6B
		h = (h ^ h>>13) * 0xC2B2AE35
		h ^= h >> 16
		u[i] = float32(h>>8)*0x1p-23 - 1
	}
	return u
}

// formula returns the value of a parameter, the same as in the scripts that
// made the golden tensors.
func formula(p nn.NamedParam) []float32 {
	scale, shift := float32(0.125), float32(0)
	switch {
	case len(p.Shape) > 1:
		scale = float32(math.Sqrt(3 / float64(p.Len()/p.Shape[0])))
	case strings.HasSuffix(p.FullName, "running_var"):
		scale, shift = 0.5, 1
	case strings.HasSuffix(p.FullName, "weight"):
		scale, shift = 0.25, 1
	}
	u := uniform(p.FullName, p.Len())
	for i, v := range u {
		u[i] = float32(v*scale) + shift
	}
	return u
}

// pictures returns n images of numbers from -2 up to 2.
func pictures(name string, n, size int) *nn.Tensor {
	x := &nn.Tensor{Shape: []int{n, size, size, 3}, Data: uniform(name, n*size*size*3)}
	for i := range x.Data {
		x.Data[i] *= 2
	}
	return x
}

// formulaNetwork builds a network with the parameters of the formula.
func formulaNetwork(t *testing.T, c resnet.Config) *nn.Graph {
	g, err := c.Graph()
	require.NoError(t, err)
	g.SetThreads(2)
	for _, p := range g.Params() {
		p.Value = formula(p)
	}
	return g
}

func named(t *testing.T, name string) resnet.Config {
	c, err := resnet.Named(name)
	require.NoError(t, err)
	return c
}

func readGolden(t *testing.T, name string) *weights.File {
	f, err := weights.ReadFile(filepath.Join("testdata", "golden", name))
	require.NoError(t, err)
	return f
}

// requireGolden compares got with a golden tensor less base, which is nil for
// zero. The tolerance is relative to the greatest difference from base.
func requireGolden(t *testing.T, f *weights.File, name string, base, got []float32, tolerance float64) {
	t.Helper()
	golden := f.Tensor(name)
	require.NotNil(t, golden, "no golden tensor %q", name)
	require.Len(t, got, len(golden.Data), name)
	if base == nil {
		base = make([]float32, len(got))
	}
	scale := 0.0
	for i, v := range golden.Data {
		scale = max(scale, math.Abs(float64(v)-float64(base[i])))
	}
	for i, v := range golden.Data {
		require.InDelta(t, v, got[i], tolerance*scale, "%s[%d]", name, i)
	}
}

func forward(t *testing.T, g *nn.Graph, x *nn.Tensor, training bool) *nn.Tensor {
	t.Helper()
	y, err := g.Forward(x, training)
	require.NoError(t, err)
	return y
}

// sequence returns the labels 0, 1 … classes-1, 0 … of n images.
func sequence(n, classes int) []int {
	labels := make([]int, n)
	for i := range labels {
		labels[i] = i % classes
	}
	return labels
}

// Identity, projection and bottleneck blocks, shortcut A, and both stems, with
// the gradients of all their parameters.
func TestGoldenBlocks(t *testing.T) {
	const images, classes = 4, 3
	golden := readGolden(t, "torch.safetensors")
	for name, c := range map[string]resnet.Config{
		"tiny-basic":   {Stages: []int{1, 2}, Widths: []int{8, 12}, Input: weights.Input{Size: 8}},
		"tiny-basic-a": {Stages: []int{1, 2}, Widths: []int{8, 12}, Input: weights.Input{Size: 9}, Shortcut: resnet.ZeroExtend},
		"tiny-bottleneck": {
			Stages: []int{2, 1}, Widths: []int{4, 6}, Input: weights.Input{Size: 33},
			Block: resnet.Bottleneck, Stem: resnet.Stem7x7,
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.Name, c.Classes = name, resnet.Numbered(classes)
			g := formulaNetwork(t, c)
			logits := forward(t, g, pictures("images", images, c.Input.Size), true)
			requireGolden(t, golden, name+"/logits", nil, logits.Data, 1e-5)
			var loss nn.CrossEntropy
			g.ZeroGrad()
			g.Backward(loss.Backward(logits, sequence(images, classes)))
			for _, p := range g.Params() {
				if p.Learned {
					requireGolden(t, golden, name+"/grad/"+p.FullName, nil, p.Grad, 1e-4)
				} else {
					requireGolden(t, golden, name+"/after/"+p.FullName, nil, p.Value, 1e-5)
				}
			}
		})
	}
}

// Both sides of a comparison that ends here agree with each other within
// 1e-4: the build for the web page and the native one, the plan that infers
// and the graph that trains.
func TestGoldenLogits(t *testing.T) {
	const images, tolerance = 4, 0.5e-4
	golden := readGolden(t, "torch.safetensors").Tensor("resnet20/logits")
	require.NotNil(t, golden)
	c := named(t, "resnet20")
	g := formulaNetwork(t, c)
	x := pictures("images", images, c.Input.Size)
	require.InDeltaSlice(t, golden.Data, forward(t, g, x, false).Data, tolerance)
	plan, err := infer.Compile(g, images)
	require.NoError(t, err)
	require.InDeltaSlice(t, golden.Data, plan.Run(x.Data), tolerance)
}

// Three steps of training resnet20, from the loss to the logits afterwards. The
// batch is one on which rounding cannot decide whether a ReLU lets a gradient
// pass; on others, losses of equally good programs may part by a percent.
// Winograd's F(4×4) rounds some ten times as coarsely as a plain sum, and
// decides a few of them here: the last tolerance is of that size.
func TestGoldenTraining(t *testing.T) {
	const images = 8
	golden := readGolden(t, "torch.safetensors")
	c := named(t, "resnet20")
	c.Input.Size = 16
	g := formulaNetwork(t, c)
	x, labels := pictures("batch 1258", images, c.Input.Size), sequence(images, len(c.Classes))
	opt := nn.SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 5e-4}
	opt.Attach(g.Params())
	loss := nn.CrossEntropy{Smoothing: 0.1}
	var losses []float32
	for range 3 {
		logits := forward(t, g, x, true)
		losses = append(losses, float32(loss.Forward(logits, labels)))
		g.ZeroGrad()
		g.Backward(loss.Backward(logits, labels))
		opt.Step(0.1)
	}
	requireGolden(t, golden, "resnet20/losses", nil, losses, 1e-5)
	requireGolden(t, golden, "resnet20/trained", nil, forward(t, g, pictures("images", 4, c.Input.Size), false).Data, 5e-4)
	// Parameters are compared by how far they moved, a small part of the value.
	for _, p := range g.Params() {
		requireGolden(t, golden, "resnet20/after/"+p.FullName, sample(formula(p)), sample(p.Value), 1e-2)
	}
}

// sample keeps every so many-th value, at most 256 of them.
func sample(x []float32) []float32 {
	var s []float32
	stride := (len(x) + 255) / 256
	for i := 0; i < len(x); i += stride {
		s = append(s, x[i])
	}
	return s
}

// The Keras network has the parameter counts and the logits that TensorFlow.js
// gives it.
func TestGoldenKeras(t *testing.T) {
	const images = 2
	golden := readGolden(t, "tfjs.safetensors")
	c := named(t, "keras-resnet34")
	g := formulaNetwork(t, c)
	total := 0
	for _, p := range g.Params() {
		total += len(p.Value)
	}
	m := resnet.Model{Graph: g}
	require.Equal(t, golden.Metadata["total"], strconv.Itoa(total))
	require.Equal(t, golden.Metadata["trainable"], strconv.Itoa(m.Params()))
	x := pictures("images", images, c.Input.Size)
	requireGolden(t, golden, "keras-resnet34/logits", nil, forward(t, g, x, false).Data, 1e-4)
}
