package resnet

import (
	"slices"
	"strings"
	"testing"

	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// stateDict is a file with the tensors of a network of the zoo, of other names,
// in the order that their map has: none.
func stateDict(t *testing.T, network string, classes int, rename func(string) string) *weights.File {
	c, err := Named(network)
	require.NoError(t, err)
	c.Classes = Numbered(classes)
	m, err := New(c, 1)
	require.NoError(t, err)
	f := &weights.File{Metadata: map[string]string{"format": "pt"}}
	for _, p := range m.Graph.Params() {
		f.Tensors = append(f.Tensors, &weights.Tensor{Name: rename(p.FullName), Shape: p.Shape, Data: p.Value})
	}
	slices.Reverse(f.Tensors)
	return f
}

func same(name string) string { return name }

func TestTorchNames(t *testing.T) {
	for what, rename := range map[string]func(string) string{
		"torchvision":              same,
		"DistributedDataParallel":  func(name string) string { return "module." + name },
		"torch.compile":            func(name string) string { return "_orig_mod." + name },
		"both":                     func(name string) string { return "module._orig_mod." + name },
		"a wrapper in a wrapper":   func(name string) string { return "model.backbone.model." + name },
		"timm's other classifier":  strings.NewReplacer("fc.", "head.fc.").Replace,
		"usual for CIFAR":          strings.NewReplacer("fc.", "linear.", "downsample", "shortcut").Replace,
		"usual for CIFAR, wrapped": func(name string) string { return "module." + strings.Replace(name, "fc.", "linear.", 1) },
	} {
		t.Run(what, func(t *testing.T) {
			c, err := Named("resnet20")
			require.NoError(t, err)
			want, err := New(c, 1)
			require.NoError(t, err)
			f, err := TorchNames(stateDict(t, "resnet20", 10, rename))
			require.NoError(t, err)
			n, err := Outputs(f)
			require.NoError(t, err)
			require.Equal(t, 10, n)
			got, err := FromTensors(c, f)
			require.NoError(t, err)
			for i, p := range want.Graph.Params() {
				require.Equal(t, p.Value, got.Graph.Params()[i].Value, p.FullName)
			}
		})
	}
}

func TestTorchNamesKeepsWhatIsNotShared(t *testing.T) {
	f := &weights.File{Tensors: []*weights.Tensor{{Name: "module.model.a"}, {Name: "module.b"}}}
	got, err := TorchNames(f)
	require.NoError(t, err)
	require.Equal(t, "model.a", got.Tensors[0].Name)
	require.Equal(t, "b", got.Tensors[1].Name)
	require.Equal(t, "module.b", f.Tensors[1].Name, "the file is as it was")

	got, err = TorchNames(&weights.File{})
	require.NoError(t, err)
	require.Empty(t, got.Tensors)
}

func TestTorchNamesRefusesTwoOfAName(t *testing.T) {
	_, err := TorchNames(&weights.File{Tensors: []*weights.Tensor{{Name: "fc.bias"}, {Name: "linear.bias"}}})
	require.ErrorContains(t, err, `"fc.bias" and "linear.bias" both stand for "fc.bias"`)
}

func TestOutputs(t *testing.T) {
	for says, fc := range map[string]*weights.Tensor{
		"no tensor fc.weight":      {Name: "conv1.weight"},
		"shape [4],":               {Name: "fc.weight", Shape: []int{4}, Data: make([]float32, 4)},
		"shape [2000000000 0],":    {Name: "fc.weight", Shape: []int{2e9, 0}},
		"shape [65537 1],":         {Name: "fc.weight", Shape: []int{65537, 1}, Data: make([]float32, 65537)},
		"shape of 9 dimensions,":   {Name: "fc.weight", Shape: make([]int, 9)},
		"shape [0 64], want (clas": {Name: "fc.weight", Shape: []int{0, 64}},
	} {
		_, err := Outputs(&weights.File{Tensors: []*weights.Tensor{fc}})
		require.ErrorContains(t, err, says)
	}
}

// tensor adds a tensor of that name.
func tensor(f *weights.File, name string, shape ...int) {
	n := 1
	for _, d := range shape {
		n *= d
	}
	f.Tensors = append(f.Tensors, &weights.Tensor{Name: name, Shape: shape, Data: make([]float32, n)})
}

func TestFromTensorsRefuses(t *testing.T) {
	for _, c := range []struct {
		what   string
		damage func(f *weights.File)
		says   []string
	}{
		{"one missing, one too many", func(f *weights.File) { f.Tensor("bn1.bias").Name = "bn1.offset" },
			[]string{"not those of resnet20 with 10 classes: 1 missing (bn1.bias), 1 unexpected (\"bn1.offset\"); no network of the zoo has them"}},
		{"another shape", func(f *weights.File) { f.Tensor("conv1.weight").Shape = []int{16, 1, 3, 9} },
			[]string{"1 of another shape (conv1.weight [16 1 3 9] instead of [16 3 3 3])"}},
		{"many dimensions", func(f *weights.File) { f.Tensor("conv1.weight").Shape = make([]int, 1e6) },
			[]string{"conv1.weight of 1000000 dimensions instead of"}},
		{"names that flood", func(f *weights.File) { tensor(f, strings.Repeat("\x1b", 1e6), 1) },
			[]string{`1 unexpected ("\x1b\x1b`}},
		{"the first few", func(f *weights.File) { f.Tensors = f.Tensors[:1]; tensor(f, "fc.weight", 10, 64) },
			[]string{"missing (conv1.weight, bn1.weight, bn1.bias …)"}},
		{"another of the zoo", func(f *weights.File) { *f = *stateDict(t, "resnet32", 10, same) },
			[]string{"unexpected", "they are those of resnet32"}},
		{"without projections", func(f *weights.File) { *f = *stateDict(t, "resnet20-a", 10, same) },
			[]string{"layer2.0.downsample.0.weight", "they are those of resnet20-a"}},
		{"a deep stem", func(f *weights.File) {
			f.Tensor("conv1.weight").Name = "conv1.0.weight"
			tensor(f, "layer2.0.downsample.2.weight", 128)
		}, []string{"a stem of several convolutions"}},
		{"pooled shortcuts", func(f *weights.File) { tensor(f, "layer2.0.downsample.2.weight", 128) },
			[]string{"average pooling in its shortcuts"}},
		{"squeeze and excitation", func(f *weights.File) { tensor(f, "layer1.0.se.fc1.weight", 1) },
			[]string{"squeeze-and-excitation"}},
		{"before activation", func(f *weights.File) { tensor(f, "stages.0.blocks.0.norm1.weight", 1) },
			[]string{"resnetv2"}},
		{"transformers", func(f *weights.File) {
			tensor(f, "resnet.embedder.embedder.convolution.weight", 1)
			tensor(f, "resnet.encoder.stages.0.layers.0.layer.0.convolution.weight", 1)
		}, []string{"Hugging Face"}},
		{"groups", func(f *weights.File) {
			f.Tensor("layer1.0.conv2.weight").Shape = []int{128, 4, 3, 3}
			tensor(f, "layer1.0.conv3.weight", 1)
		}, []string{"ResNeXt"}},
	} {
		t.Run(c.what, func(t *testing.T) {
			f := stateDict(t, "resnet20", 10, same)
			c.damage(f)
			config, err := Named("resnet20")
			require.NoError(t, err)
			_, err = FromTensors(config, f)
			require.Error(t, err)
			for _, says := range c.says {
				require.ErrorContains(t, err, says)
			}
			require.Less(t, len(err.Error()), 2000)
		})
	}
}

func TestFromTensorsOfABadConfig(t *testing.T) {
	_, err := FromTensors(Config{Name: "none"}, stateDict(t, "resnet20", 10, same))
	require.ErrorContains(t, err, `network "none"`)
}
