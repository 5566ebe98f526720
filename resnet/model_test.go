package resnet

import (
	"math"
	"strings"
	"testing"

	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

func tiny(t testing.TB, seed uint64) *Model {
	c, err := Named("resnet20")
	require.NoError(t, err)
	c.Classes, c.Input.Size = []string{"yes", "no"}, 8
	m, err := New(c, seed)
	require.NoError(t, err)
	return m
}

func TestFileRoundTrip(t *testing.T) {
	m := tiny(t, 1)
	m.Temperature, m.SureAbove = 1.25, 0.5
	data, err := m.File().Encode(weights.F32)
	require.NoError(t, err)
	f, err := weights.Decode(data)
	require.NoError(t, err)
	got, err := Load(f)
	require.NoError(t, err)
	require.Equal(t, m.Name, got.Name)
	require.Equal(t, m.Classes, got.Classes)
	require.Equal(t, m.Input, got.Input)
	require.Equal(t, m.Temperature, got.Temperature)
	require.Equal(t, m.SureAbove, got.SureAbove)
	want, loaded := m.Graph.Params(), got.Graph.Params()
	require.Len(t, loaded, len(want))
	for i := range want {
		require.Equal(t, want[i].FullName, loaded[i].FullName)
		require.Equal(t, want[i].Value, loaded[i].Value)
	}
}

func TestLoadRefuses(t *testing.T) {
	for says, damage := range map[string]func(f *weights.File){
		"unknown network": func(f *weights.File) { f.Metadata["model"] = "resnet21" },
		`with 3 classes: tensor "fc.weight" has shape [2 64], the network wants [3 64]`: func(f *weights.File) {
			f.Metadata["classes"] = `["yes","no","maybe"]`
		},
		`"fc.weight" is missing`: func(f *weights.File) { f.Tensors = f.Tensors[:len(f.Tensors)-2] },
		`"conv1.weight" is missing`: func(f *weights.File) {
			f.Tensors = f.Tensors[1:]
		},
		`"extra" is not part of the network`: func(f *weights.File) {
			f.Tensors = append(f.Tensors, &weights.Tensor{Name: "extra", Shape: []int{1}, Data: []float32{1}})
		},
		`"bn1.bias" has shape [8 2], the network wants [16]`: func(f *weights.File) {
			f.Tensor("bn1.bias").Shape = []int{8, 2}
		},
		"format": func(f *weights.File) { f.Metadata["format"] = "pt" },
	} {
		f := tiny(t, 1).File()
		damage(f)
		_, err := Load(f)
		require.ErrorContains(t, err, says)
	}
}

func TestConfigRefuses(t *testing.T) {
	good, err := Named("resnet20")
	require.NoError(t, err)
	for says, spoil := range map[string]func(c *Config){
		"3 stages and 2 widths": func(c *Config) { c.Widths = c.Widths[:2] },
		"0 blocks":              func(c *Config) { c.Stages = []int{3, 0, 3} },
		"no classes":            func(c *Config) { c.Classes = nil },
		"input of 0 pixels":     func(c *Config) { c.Input.Size = 0 },
	} {
		c := good
		spoil(&c)
		_, err := New(c, 1)
		require.ErrorContains(t, err, says)
	}
	_, err = Named("resnet18-a")
	require.ErrorContains(t, err, "unknown network")
}

// Any depth and width can be built, not only those of the zoo.
func TestAnyDepth(t *testing.T) {
	m, err := New(Config{
		Name: "deep and thin", Stages: []int{1, 5}, Widths: []int{4, 6}, Block: Bottleneck,
		Classes: []string{"a"}, Input: weights.Input{Size: 9, Std: [3]float32{1, 1, 1}}, ZeroInit: true,
	}, 1)
	require.NoError(t, err)
	require.Equal(t, 6, strings.Count(table(t, m), "(Add)"))
}

func table(t testing.TB, m *Model) string {
	var b strings.Builder
	require.NoError(t, m.WriteSummary(&b))
	return b.String()
}

func TestSameSeedSameWeights(t *testing.T) {
	require.Equal(t, tiny(t, 3).File().Tensors, tiny(t, 3).File().Tensors)
	require.NotEqual(t, tiny(t, 3).File().Tensors, tiny(t, 4).File().Tensors)
}

func TestNormalize(t *testing.T) {
	in := weights.Input{Size: 1, Mean: [3]float32{0, 0.5, 1}, Std: [3]float32{1, 0.5, 2}}
	x := make([]float32, 6)
	Normalize(x, []byte{0, 0, 0, 255, 255, 255}, in)
	require.InDeltaSlice(t, []float32{0, -1, -0.5, 1, 1, 0}, x, 1e-6)
}

func TestProbabilities(t *testing.T) {
	for _, c := range []struct {
		temperature float32
		logits      []float32
		want        []float32
	}{
		{0, []float32{0, math.Ln2}, []float32{1. / 3, 2. / 3}},
		{1, []float32{1000, 1000 + math.Ln2}, []float32{1. / 3, 2. / 3}},
		{0.5, []float32{0, math.Ln2}, []float32{1. / 5, 4. / 5}},
		{2, []float32{2 * math.Ln2, 0}, []float32{2. / 3, 1. / 3}},
		{math.SmallestNonzeroFloat32, []float32{-1, 2, 1}, []float32{0, 1, 0}},
		{math.MaxFloat32, []float32{-math.MaxFloat32 / 2, math.MaxFloat32 / 2}, []float32{1 / (1 + math.E), math.E / (1 + math.E)}},
	} {
		p := make([]float32, len(c.logits))
		Probabilities(p, c.logits, c.temperature)
		require.InDeltaSlice(t, c.want, p, 1e-4, "%v", c.logits)
		Probabilities(c.logits, c.logits, c.temperature)
		require.Equal(t, p, c.logits, "in place")
	}
}

func TestMACs(t *testing.T) {
	for name, want := range map[string]float64{
		"resnet20": 41e6, "resnet18-cifar": 555e6, "keras-resnet34": 167e6, // as counted by other libraries
	} {
		c, err := Named(name)
		require.NoError(t, err)
		m, err := New(c, 1)
		require.NoError(t, err)
		require.InEpsilon(t, want, m.MACs(), 0.01, name)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", math.MaxInt32: "2,147,483,647"} {
		require.Equal(t, want, thousands(n))
	}
}
