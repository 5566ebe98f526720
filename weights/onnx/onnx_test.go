package onnx

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func metaOf(classes, size int) weights.Meta {
	return weights.Meta{
		Format:  weights.Format,
		Model:   "test",
		Classes: resnet.Numbered(classes),
		Input:   weights.Input{Size: size, Mean: [3]float32{0.5, 0.25, 0}, Std: [3]float32{1, 0.5, 0.25}},
	}
}

// draw gives a network weights as if it were trained: a batch norm of which
// each parameter matters.
func draw(g *nn.Graph) {
	g.Init(1)
	r := rand.New(rand.NewPCG(1, 2))
	for _, p := range g.Params() {
		for i := range p.Value {
			switch p.Name {
			case "running_var":
				p.Value[i] = 0.02 + r.Float32()
			case "bias", "running_mean":
				p.Value[i] = r.Float32() - 0.5
			}
			if p.Name == "weight" && len(p.Shape) == 1 {
				p.Value[i] = 0.2 + 0.6*r.Float32()
			}
		}
	}
}

// zoo builds a network of the zoo for pictures of size pixels.
func zoo(t *testing.T, name string, size int) (*nn.Graph, weights.Meta) {
	c, err := resnet.Named(name)
	require.NoError(t, err)
	c.Input.Size = size
	g, err := c.Graph()
	require.NoError(t, err)
	draw(g)
	return g, weights.Meta{Format: weights.Format, Model: name, Classes: c.Classes, Input: c.Input}
}

func encoded(t *testing.T, g *nn.Graph, meta weights.Meta) model {
	t.Helper()
	data, err := Encode(g, meta)
	require.NoError(t, err)
	return decode(t, data)
}

func TestHeader(t *testing.T) {
	g, meta := zoo(t, "resnet20", 32)
	meta.TrainedOn, meta.Extra = "CIFAR-10", map[string]string{"note": "kept"}
	m := encoded(t, g, meta)
	assert.Equal(t, 8, m.top.number(1), "IR version")
	assert.Equal(t, "canvasnet", m.top.text(2), "producer")
	assert.Equal(t, "resnet20 trained on CIFAR-10", m.top.text(6))
	opsets := m.top.messages(t, 8)
	require.Len(t, opsets, 1)
	assert.Empty(t, opsets[0].text(1))
	assert.Equal(t, 17, opsets[0].number(2))
	assert.Equal(t, "resnet20", m.graph.text(2))
	assert.Equal(t, meta.Map(), m.metadata)
	back, err := weights.ParseMeta(m.metadata)
	require.NoError(t, err)
	assert.Equal(t, meta, back)
}

func TestZoo(t *testing.T) {
	for _, c := range []struct {
		name      string
		size      int
		classes   int
		operators map[string]int
	}{
		{"resnet20", 32, 10, map[string]int{"Conv": 21, "BatchNormalization": 21, "Relu": 19, "Add": 9, "GlobalAveragePool": 1, "Flatten": 1, "Gemm": 1}},
		{"resnet20-a", 32, 10, map[string]int{"Conv": 19, "BatchNormalization": 19, "Relu": 19, "Add": 9, "Slice": 2, "Pad": 2, "GlobalAveragePool": 1, "Flatten": 1, "Gemm": 1}},
		{"resnet18", 64, 1000, map[string]int{"Conv": 20, "BatchNormalization": 20, "Relu": 17, "Add": 8, "MaxPool": 1, "GlobalAveragePool": 1, "Flatten": 1, "Gemm": 1}},
		{"keras-resnet34", 32, 10, map[string]int{"Conv": 36, "BatchNormalization": 33, "Relu": 34, "Add": 16, "Pad": 1, "MaxPool": 1, "AveragePool": 1, "Flatten": 1, "Gemm": 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g, meta := zoo(t, c.name, c.size)
			m := encoded(t, g, meta)
			assert.Equal(t, c.operators, m.operators())
			assert.Equal(t, map[string][]any{"input": {"batch", 3, c.size, c.size}}, m.inputs)
			assert.Equal(t, map[string][]any{"logits": {"batch", c.classes}}, m.outputs)
			requireWiring(t, m)
			requireWeights(t, g, m)
		})
	}
}

// requireWiring checks that every value comes from one earlier place, and that
// none is left unread.
func requireWiring(t *testing.T, m model) {
	known, read := map[string]bool{"input": true}, map[string]bool{"logits": true}
	for name := range m.tensors {
		known[name] = true
	}
	for _, n := range m.nodes {
		for _, in := range n.inputs {
			require.True(t, known[in], "%s reads %s", n.name, in)
			read[in] = true
		}
		for _, out := range n.outputs {
			require.False(t, known[out], "%s writes %s again", n.name, out)
			known[out] = true
		}
	}
	require.Equal(t, known, read)
	for name := range m.values {
		require.True(t, known[name], "%s has a shape and is no value", name)
	}
}

// requireWeights checks that all parameters are there, bit by bit, under the
// names and in the shapes of the safetensors file.
func requireWeights(t *testing.T, g *nn.Graph, m model) {
	for _, p := range g.Params() {
		got, ok := m.tensors[p.FullName]
		require.True(t, ok, p.FullName)
		require.Equal(t, p.Shape, got.dims, p.FullName)
		require.Equal(t, 1, got.element, p.FullName)
		want, err := binary.Append(nil, binary.LittleEndian, p.Value)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got.raw), p.FullName)
	}
}

func TestNodes(t *testing.T) {
	window := func(size, stride int, pads ...int) map[string]any {
		return map[string]any{"kernel_shape": []int{size, size}, "strides": []int{stride, stride}, "pads": pads}
	}
	average := window(2, 2, 0, 0, 0, 0)
	average["count_include_pad"] = 0

	g, meta := zoo(t, "keras-resnet34", 32)
	keras := encoded(t, g, meta)
	g, meta = zoo(t, "resnet18", 64)
	torch := encoded(t, g, meta)
	g, meta = zoo(t, "resnet20-a", 32)
	small := encoded(t, g, meta)

	for _, c := range []struct {
		m    model
		want node
	}{
		{keras, node{"Pad", "pad", []string{"input", "pad.pads"}, []string{"pad"}, map[string]any{}}},
		{keras, node{"Conv", "conv1", []string{"pad", "conv1.weight", "conv1.bias"}, []string{"conv1"}, window(7, 2, 2, 2, 3, 3)}},
		{keras, node{"MaxPool", "maxpool", []string{"relu"}, []string{"maxpool"}, window(3, 2, 1, 1, 1, 1)}},
		{keras, node{"Conv", "layer2.0.conv1", []string{"layer1.2.relu", "layer2.0.conv1.weight", "layer2.0.conv1.bias"}, []string{"layer2.0.conv1"}, window(3, 2, 0, 0, 1, 1)}},
		{keras, node{"Conv", "layer2.0.downsample.0", []string{"layer1.2.relu", "layer2.0.downsample.0.weight", "layer2.0.downsample.0.bias"}, []string{"layer2.0.downsample.0"}, window(1, 2, 0, 0, 0, 0)}},
		{keras, node{"BatchNormalization", "bn1", []string{"conv1", "bn1.weight", "bn1.bias", "bn1.running_mean", "bn1.running_var"}, []string{"bn1"}, map[string]any{"epsilon": float32(1e-3)}}},
		{keras, node{"AveragePool", "avgpool", []string{"layer4.2.relu"}, []string{"avgpool"}, average}},
		{keras, node{"Flatten", "flatten", []string{"avgpool"}, []string{"flatten"}, map[string]any{}}},
		{keras, node{"Gemm", "fc1", []string{"flatten", "fc1.weight", "fc1.bias"}, []string{"fc1"}, map[string]any{"transB": 1}}},
		{keras, node{"Gemm", "fc", []string{"relu1", "fc.weight", "fc.bias"}, []string{"logits"}, map[string]any{"transB": 1}}},

		{torch, node{"Conv", "conv1", []string{"input", "conv1.weight"}, []string{"conv1"}, window(7, 2, 3, 3, 3, 3)}},
		{torch, node{"BatchNormalization", "layer2.0.downsample.1", []string{"layer2.0.downsample.0", "layer2.0.downsample.1.weight", "layer2.0.downsample.1.bias", "layer2.0.downsample.1.running_mean", "layer2.0.downsample.1.running_var"}, []string{"layer2.0.downsample.1"}, map[string]any{"epsilon": float32(1e-5)}}},
		{torch, node{"Add", "layer2.0.add", []string{"layer2.0.bn2", "layer2.0.downsample.1"}, []string{"layer2.0.add"}, map[string]any{}}},
		{torch, node{"Flatten", "fc.flatten", []string{"avgpool"}, []string{"fc.flatten"}, map[string]any{}}},

		{small, node{"Slice", "layer2.0.downsample.slice", []string{"layer1.2.relu", "layer2.0.downsample.starts", "layer2.0.downsample.ends", "layer2.0.downsample.axes", "layer2.0.downsample.steps"}, []string{"layer2.0.downsample.slice"}, map[string]any{}}},
		{small, node{"Pad", "layer2.0.downsample", []string{"layer2.0.downsample.slice", "layer2.0.downsample.pads"}, []string{"layer2.0.downsample"}, map[string]any{}}},
	} {
		assert.Equal(t, c.want, c.m.node(t, c.want.name))
	}
	assert.Equal(t, []any{"batch", 128, 5, 5}, keras.values["layer2.0.add"])
	assert.Equal(t, []any{"batch", 512}, keras.values["fc1"])
	assert.Equal(t, []int64{0, 0, 3, 3, 0, 0, 3, 3}, keras.tensors["pad.pads"].whole(t))
	assert.Equal(t, []int64{0, 8, 0, 0, 0, 8, 0, 0}, small.tensors["layer2.0.downsample.pads"].whole(t))
}

// Layers as the zoo does not use them.
func TestUnusualNodes(t *testing.T) {
	g := nn.NewGraph(nn.Shape{H: 11, W: 11, C: 3})
	x := g.Append("avg", &nn.AvgPool{Size: 4, Stride: 2, Padding: nn.Same(), CountPadding: true}, g.Input())
	x = g.Append("wide", &nn.Subsample{Filters: 6, Stride: 4}, x)
	pooled := g.Append("pool", &nn.GlobalAvgPool{}, x)
	g.Append("sum", &nn.Add{}, g.Append("fc", &nn.Dense{Units: 6}, x), pooled)
	require.NoError(t, g.Err())
	draw(g)
	m := encoded(t, g, metaOf(6, 11))
	requireWiring(t, m)

	assert.Equal(t, map[string]any{"kernel_shape": []int{4, 4}, "strides": []int{2, 2}, "pads": []int{1, 1, 2, 2}, "count_include_pad": 1},
		m.node(t, "avg").attributes)
	assert.Equal(t, []int64{6, 6}, m.tensors["wide.ends"].whole(t))
	assert.Equal(t, []int64{4, 4}, m.tensors["wide.steps"].whole(t))
	assert.Equal(t, []int64{0, 1, 0, 0, 0, 2, 0, 0}, m.tensors["wide.pads"].whole(t))
	assert.Equal(t, node{"Transpose", "fc.transpose", []string{"wide"}, []string{"fc.transpose"}, map[string]any{"perm": []int{0, 2, 3, 1}}},
		m.node(t, "fc.transpose"))
	assert.Equal(t, []string{"fc.transpose"}, m.node(t, "fc.flatten").inputs)
	assert.Equal(t, []string{"pool"}, m.node(t, "sum.flatten").inputs)
	assert.Equal(t, []string{"fc", "sum.flatten"}, m.node(t, "sum").inputs)
	assert.Equal(t, []string{"logits"}, m.node(t, "sum").outputs)
}

// whole returns the values of an int64 vector.
func (x decodedTensor) whole(t *testing.T) []int64 {
	require.Equal(t, 7, x.element)
	values := make([]int64, x.dims[0])
	require.NoError(t, binary.Read(bytes.NewReader(x.raw), binary.LittleEndian, values))
	return values
}

func TestEncodeIsRepeatable(t *testing.T) {
	g, meta := zoo(t, "resnet20", 32)
	meta.Extra = map[string]string{"a": "1", "b": "2", "c": "3", "d": "4"}
	first, err := Encode(g, meta)
	require.NoError(t, err)
	second, err := Encode(g, meta)
	require.NoError(t, err)
	require.True(t, bytes.Equal(first, second))
}

// The result is the only copy of the weights.
func TestEncodeCopiesOnce(t *testing.T) {
	g, meta := zoo(t, "resnet18", 32)
	var size int
	allocated := testing.Benchmark(func(b *testing.B) {
		for b.Loop() {
			data, err := Encode(g, meta)
			require.NoError(b, err)
			size = len(data)
		}
	}).AllocedBytesPerOp()
	require.Less(t, allocated, int64(size)*11/10)
}

func TestWriteFile(t *testing.T) {
	g, meta := zoo(t, "resnet20", 32)
	path := filepath.Join(t.TempDir(), "net.onnx")
	require.NoError(t, WriteFile(path, g, meta))
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	want, err := Encode(g, meta)
	require.NoError(t, err)
	require.True(t, bytes.Equal(want, got))

	meta.Model = ""
	missing := filepath.Join(t.TempDir(), "missing.onnx")
	require.ErrorContains(t, WriteFile(missing, g, meta), missing)
	require.NoFileExists(t, missing)
}

// foreign is a layer that this package cannot know.
type foreign struct{ nn.Layer }

func TestEncodeRefuses(t *testing.T) {
	type network func(g *nn.Graph, x *nn.Node) *nn.Node
	pool := func(g *nn.Graph, x *nn.Node) *nn.Node { return g.Append("pool", &nn.GlobalAvgPool{}, x) }
	for _, c := range []struct {
		name  string
		body  network
		meta  weights.Meta
		wants []string
	}{
		{"unknown layer", func(g *nn.Graph, x *nn.Node) *nn.Node { return g.Append("odd", foreign{&nn.GlobalAvgPool{}}, x) },
			metaOf(3, 4), []string{`layer "odd"`, "onnx.foreign", "package nn"}},
		{"other input", pool, metaOf(3, 5), []string{"input is (4, 4, 3)", "(5, 5, 3)"}},
		{"other classes", pool, metaOf(4, 4), []string{"output is (1, 1, 3)", "4 classes"}},
		{"no layers", func(*nn.Graph, *nn.Node) *nn.Node { return nil }, metaOf(3, 4), []string{"without layers"}},
		{"bad metadata", pool, weights.Meta{}, []string{"format"}},
		{"metadata in another encoding", pool, func() weights.Meta {
			m := metaOf(3, 4)
			m.Recipe = "\xff"
			return m
		}(), []string{`"recipe" is not UTF-8`}},
		{"name in another encoding", func(g *nn.Graph, x *nn.Node) *nn.Node { return g.Append("\xff", &nn.GlobalAvgPool{}, x) },
			metaOf(3, 4), []string{`"\xff" is not UTF-8`}},
		{"no name", func(g *nn.Graph, x *nn.Node) *nn.Node { return g.Append("", &nn.GlobalAvgPool{}, x) },
			metaOf(3, 4), []string{"no name"}},
		{"the output's name", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return pool(g, g.Append("logits", &nn.ReLU{}, x))
		}, metaOf(3, 4), []string{`two values are named "logits"`}},
		{"a parameter's name", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return pool(g, g.Append("a.weight", &nn.ReLU{}, g.Append("a", &nn.BatchNorm{}, x)))
		}, metaOf(3, 4), []string{`two values are named "a.weight"`}},
		{"image after vector", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return g.Append("conv", &nn.Conv{Filters: 3, Kernel: 1, Stride: 1}, g.Append("flat", &nn.Flatten{}, x))
		}, metaOf(3, 4), []string{`layer "conv"`, "*nn.Conv", "leave out the flatten layer"}},
		{"layer of another network", func(g *nn.Graph, x *nn.Node) *nn.Node {
			return pool(g, nn.NewGraph(nn.Shape{H: 4, W: 4, C: 3}).Input())
		}, metaOf(3, 4), []string{`reads "input"`, "not an earlier layer"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			g := nn.NewGraph(nn.Shape{H: 4, W: 4, C: 3})
			c.body(g, g.Input())
			require.NoError(t, g.Err())
			g.Init(1)
			data, err := Encode(g, c.meta)
			require.Nil(t, data)
			require.Error(t, err)
			assert.True(t, strings.HasPrefix(err.Error(), "encode ONNX: "), err)
			for _, want := range c.wants {
				assert.ErrorContains(t, err, want)
			}
		})
	}
}

func TestEncodeWantsValues(t *testing.T) {
	g := nn.NewGraph(nn.Shape{H: 1, W: 1, C: 3})
	g.Append("fc", &nn.Dense{Units: 2}, g.Input())
	_, err := Encode(g, metaOf(2, 1))
	require.ErrorContains(t, err, `"fc.weight" has no value`)
	g.Init(1)
	g.Params()[0].Value = make([]float32, 5)
	_, err = Encode(g, metaOf(2, 1))
	require.ErrorContains(t, err, `"fc.weight" has 5 values, its shape [2 3] wants 6`)
}

func TestCheckSize(t *testing.T) {
	require.NoError(t, checkSize(math.MaxInt32))
	require.ErrorContains(t, checkSize(math.MaxInt32+1), "2 GiB")
}
