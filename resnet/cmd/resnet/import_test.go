package main

import (
	"encoding/json/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// untrained writes weights as PyTorch would: without our metadata.
func untrained(t *testing.T, args ...string) (ours, bare string) {
	dir := t.TempDir()
	ours, bare = filepath.Join(dir, "ours.safetensors"), filepath.Join(dir, "bare.safetensors")
	mustRun(t, append([]string{"init", "-out", ours}, args...)...)
	_, f, err := loadModel(ours)
	require.NoError(t, err)
	f.Metadata = map[string]string{"format": "pt"}
	require.NoError(t, f.WriteFile(bare, weights.F32))
	return ours, bare
}

func TestImport(t *testing.T) {
	ours, bare := untrained(t, "-model", "resnet20")
	back := filepath.Join(t.TempDir(), "back.safetensors")
	out := mustRun(t, "import", "-weights", bare, "-model", "resnet20", "-out", back)
	require.Equal(t, "resnet20, 32×32 pixels, mean 0.4914,0.4822,0.4465, std 0.247,0.2435,0.2616, 10 classes: airplane, automobile, bird, cat …\n", out)
	require.Equal(t, tensors(t, ours), tensors(t, back))

	status, _, stderr := resnetRun(t, "import", "-weights", bare, "-model", "resnet50", "-out", back)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "import "+bare+": the tensors are not those of resnet50 with 10 classes")
	require.Contains(t, stderr, "they are those of resnet20")
}

// A file of ours stays what it is, whatever else would be usual.
func TestImportOfOurs(t *testing.T) {
	ours, _ := untrained(t, "-model", "resnet20", "-classes", "2")
	f, err := weights.ReadFile(ours)
	require.NoError(t, err)
	meta, err := weights.ParseMeta(f.Metadata)
	require.NoError(t, err)
	meta.Classes, meta.Temperature = []string{"cat", "dog"}, 1.5
	meta.Input = weights.Input{Size: 24, Mean: [3]float32{0.1, 0.2, 0.3}, Std: [3]float32{0.5, 0.6, 0.7}}
	f.Metadata = meta.Map()
	require.NoError(t, f.WriteFile(ours, weights.F32))

	back := filepath.Join(t.TempDir(), "back.safetensors")
	mustRun(t, "import", "-weights", ours, "-model", "resnet20", "-out", back)
	m, _, err := loadModel(back)
	require.NoError(t, err)
	require.Equal(t, meta.Classes, m.Classes)
	require.Equal(t, meta.Input, m.Input)
	require.Equal(t, meta.Temperature, m.Temperature)

	mustRun(t, "import", "-weights", ours, "-model", "resnet20", "-classes", "a,b", "-mean", "0,0,0", "-out", back)
	m, _, err = loadModel(back)
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b"}, m.Classes)
	require.Equal(t, weights.Input{Size: 24, Std: meta.Input.Std}, m.Input)
}

func TestImportNamesAndInput(t *testing.T) {
	dir := t.TempDir()
	names := filepath.Join(dir, "names.txt")
	require.NoError(t, os.WriteFile(names, []byte("Tinca tinca, tench\r\ncat\r\ndog\r\n"), 0o600))
	cifar, err := resnet.Named("resnet20")
	require.NoError(t, err)
	imageNet, err := resnet.Named("resnet18")
	require.NoError(t, err)
	small := imageNet.Input
	small.Size = 64
	own := cifar.Input
	own.Mean, own.Std = [3]float32{0, 0.5, 1}, [3]float32{1, 0.25, 0.004}
	for _, c := range []struct {
		what, model, outputs string
		flags                []string
		classes              []string
		input                weights.Input
	}{
		{"CIFAR-10", "resnet20", "10", nil, resnet.CIFAR10, cifar.Input},
		{"CIFAR-100", "resnet20", "100", nil, dataset.CIFAR100(), cifar.Input},
		{"another number", "resnet20", "3", nil, resnet.Numbered(3), cifar.Input},
		{"ten of ImageNet's kind", "resnet18", "10", []string{"-input", "64"}, resnet.Numbered(10), small},
		{"a hundred of them", "resnet18", "100", nil, resnet.Numbered(100), imageNet.Input},
		{"names", "resnet20", "2", []string{"-classes", "cat, dog"}, []string{"cat", "dog"}, cifar.Input},
		{"names in a file", "resnet20", "3", []string{"-classes", "@" + names}, []string{"Tinca tinca, tench", "cat", "dog"}, cifar.Input},
		{"mean and deviation", "resnet20", "10", []string{"-mean", "0,.5,1", "-std", "1, 0.25, 4e-3"}, resnet.CIFAR10, own},
	} {
		t.Run(c.what, func(t *testing.T) {
			_, bare := untrained(t, "-model", c.model, "-classes", c.outputs)
			back := filepath.Join(t.TempDir(), "back.safetensors")
			mustRun(t, append([]string{"import", "-weights", bare, "-model", c.model, "-out", back}, c.flags...)...)
			m, _, err := loadModel(back)
			require.NoError(t, err)
			require.Equal(t, c.model, m.Name)
			require.Equal(t, c.classes, m.Classes)
			require.Equal(t, c.input, m.Input)
		})
	}
}

func TestImportRefuses(t *testing.T) {
	dir := t.TempDir()
	_, bare := untrained(t, "-model", "resnet20")
	out := filepath.Join(dir, "out.safetensors")
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
		return path
	}
	headless := filepath.Join(dir, "headless.safetensors")
	f, err := weights.ReadFile(bare)
	require.NoError(t, err)
	f.Tensors = f.Tensors[:4]
	require.NoError(t, f.WriteFile(headless, weights.F32))
	damaged := filepath.Join(dir, "damaged.safetensors")
	f.Metadata = map[string]string{"format": weights.Format, "classes": "[1]"}
	require.NoError(t, f.WriteFile(damaged, weights.F32))
	f.Metadata = nil
	twice := filepath.Join(dir, "twice.safetensors")
	f.Tensors = []*weights.Tensor{{Name: "fc.bias"}, {Name: "linear.bias"}}
	for _, tensor := range f.Tensors {
		tensor.Shape, tensor.Data = []int{1}, []float32{0}
	}
	require.NoError(t, f.WriteFile(twice, weights.F32))
	const usage, input = 2, 1
	for _, c := range []struct {
		says   string
		status int
		args   []string
	}{
		{"want three numbers", usage, []string{"-weights", bare, "-mean", "0.5"}},
		{"want a fraction", usage, []string{"-weights", bare, "-mean", "123.675,116.28,103.53"}},
		{"want a fraction", usage, []string{"-weights", bare, "-std", "1,x,1"}},
		{"at least 0.001", usage, []string{"-weights", bare, "-std", "0,1,1"}},
		{"class 1 is named \"\"", usage, []string{"-weights", bare, "-classes", "cat,,dog"}},
		{"two classes are named \"cat\"", usage, []string{"-weights", bare, "-classes", "cat,dog,cat"}},
		{"UTF-8", usage, []string{"-weights", bare, "-classes", "@" + write("latin1.txt", "k\xe4se\n")}},
		{"no such file", usage, []string{"-weights", bare, "-classes", "@" + filepath.Join(dir, "none")}},
		{"names 2 classes, but the network has 10 outputs", input, []string{"-weights", bare, "-classes", "cat,dog"}},
		{"no tensor fc.weight", input, []string{"-weights", headless}},
		{"import " + damaged + ": weights metadata: classes: ", input, []string{"-weights", damaged}},
		{"both stand for", input, []string{"-weights", twice}},
		{"no such file", input, []string{"-weights", filepath.Join(dir, "none")}},
		{"name a safetensors file", input, []string{"-weights", dir}},
		{"fetch or export the file again", input, []string{"-weights", write("text.safetensors", "not weights")}},
		{"fetch or export the file again", input, []string{"-weights", write("short.pth", "PK")}},
		{dir + `/zip.safetensors"`, input, []string{"-weights", write("zip.pth", "PK\x03\x04\x00\x00\x08\x08\x00\x00\x00\x00")}},
		{"safetensors.torch.save_file(", input, []string{"-weights", write("pickle.pt", "\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.")}},
		{"want one of canvasnet", input, []string{"-weights", bare, "-model", "resnet21"}},
		{dir, input, []string{"-weights", bare, "-out", dir}},
	} {
		status, _, stderr := resnetRun(t, append([]string{"import", "-model", "resnet20", "-out", out}, c.args...)...)
		require.Equal(t, c.status, status, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says, c.args)
		require.NoFileExists(t, out)
	}
}

// What was imported goes every way that a file of ours goes.
func requireUsable(t *testing.T, imported string) {
	t.Helper()
	dir := t.TempDir()
	picture := filepath.Join(dir, "grey.png")
	writePNG(t, picture, 40, 30)
	var p prediction
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "predict", "-weights", imported, "-json", picture)), &p))
	require.Len(t, p.Classes, 10)
	require.Contains(t, mustRun(t, "eval", "-weights", imported, "-data", "cifar10:"+cifarFolder(t, 10)), "10 pictures")
	model := filepath.Join(dir, "net.onnx")
	mustRun(t, "export", "-weights", imported, "-format", "onnx", "-out", model)
	require.FileExists(t, model)
	half := filepath.Join(dir, "half.safetensors")
	mustRun(t, "export", "-weights", imported, "-dtype", "f16", "-out", half)
	require.True(t, strings.HasPrefix(mustRun(t, "predict", "-weights", half, picture), picture))
}
