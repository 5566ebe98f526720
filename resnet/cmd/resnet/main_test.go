package main

import (
	"bytes"
	"encoding/json/v2"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/weights"
	"canvasnet/weights/onnx"

	"github.com/stretchr/testify/require"
)

// TestMain lets the test binary stand for the program, so that a test can
// start it as a process and kill it.
func TestMain(m *testing.M) {
	if os.Getenv("RESNET_MAIN") == "1" {
		main()
		return
	}
	os.Exit(m.Run())
}

// resnetRun calls the program in this process.
func resnetRun(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(t.Context(), args, &out, &errs)
	return status, out.String(), errs.String()
}

// mustRun calls the program and expects success.
func mustRun(t *testing.T, args ...string) string {
	t.Helper()
	status, stdout, stderr := resnetRun(t, args...)
	require.Zero(t, status, stderr)
	return stdout
}

// cifarFolder makes a folder in the layout of CIFAR-10 with n pictures a file.
// A class shows as the brightness of one quarter, so that it can be learned.
func cifarFolder(t *testing.T, n int) string {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 1))
	for _, name := range []string{"data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"} {
		var b bytes.Buffer
		for i := range n {
			label := i % 10
			b.WriteByte(byte(label))
			for j := range 3072 {
				v := r.IntN(100)
				if j*10/3072 == label {
					v += 120
				}
				b.WriteByte(byte(v))
			}
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name+".bin"), b.Bytes(), 0o600))
	}
	return dir
}

func TestUsageErrorsExitWith2(t *testing.T) {
	for _, args := range [][]string{
		{},
		{"fly"},
		{"train"},
		{"train", "-model", "resnet20"},
		{"eval", "-no-such-flag"},
		{"summary", "-model", "resnet20", "extra"},
		{"predict", "-weights", "x"},
		{"bench", "-model", "resnet20", "-what", "nothing"},
		{"export", "-weights", "x", "-out", "y", "-dtype", "f8"},
		{"export", "-weights", "x", "-out", "y", "-format", "pickle"},
		{"export", "-weights", "x", "-out", "y", "-format", "onnx", "-dtype", "f16"},
		{"export", "-weights", "x", "-out", "y", "-format", "onnx", "-dtype", "i8"},
		{"serve", "-no-such-flag"},
		{"eval", "-weights", "x", "-data", "y", "-threads", "-5"},
		{"eval", "-weights", "x", "-data", "y", "-threads", "2000000000"},
		{"bench", "-model", "resnet20", "-batch", "2000000000"},
		{"summary", "-model", "resnet20", "-classes", "-1"},
		{"train", "-model", "resnet20", "-data", "cifar10:x", "-out", "y", "-epochs", "0"},
		{"train", "-model", "resnet20", "-data", "cifar10:x", "-out", "y", "-validate", "1.5"},
		{"train", "-model", "resnet20", "-data", "cifar10:x", "-out", "y", "-validate", "0.1", "-test", "cifar10:x"},
	} {
		status, stdout, stderr := resnetRun(t, args...)
		require.Equal(t, 2, status, "%v: %s", args, stderr)
		require.Empty(t, stdout, args)
		require.NotEmpty(t, stderr, args)
	}
}

func TestBadInputExitsWith1(t *testing.T) {
	dir := t.TempDir()
	small := cifarFolder(t, 3)
	text := filepath.Join(dir, "text.safetensors")
	require.NoError(t, os.WriteFile(text, []byte("not weights"), 0o600))
	for _, c := range []struct {
		args []string
		says string
	}{
		{[]string{"summary", "-model", "resnet21"}, "want one of canvasnet"},
		{[]string{"init", "-model", "resnet20", "-out", filepath.Join(dir, "missing", "w")}, "missing"},
		{[]string{"eval", "-weights", text, "-data", "cifar10:" + dir}, text},
		{[]string{"eval", "-weights", filepath.Join(dir, "none"), "-data", "cifar10:" + dir}, "no such file"},
		{[]string{"predict", "-weights", text, "picture.png"}, text},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + dir, "-out", filepath.Join(dir, "w")}, "data_batch_1.bin"},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + dir, "-out", dir}, "name a file"},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + dir, "-out", filepath.Join(dir, "w"), "-report", text}, "-report"},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + small, "-out", filepath.Join(dir, "w"), "-validate", "0.01"}, "leaves a part empty"},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + small, "-out", filepath.Join(dir, "w"), "-resume"}, "leave out -resume"},
		{[]string{"train", "-model", "resnet20", "-data", "tapes:" + dir, "-out", filepath.Join(dir, "w")}, "tapes"},
		{[]string{"train", "-model", "resnet20", "-data", "cifar10:" + dir, "-recipe", "soup", "-out", filepath.Join(dir, "w")}, "soup"},
	} {
		status, _, stderr := resnetRun(t, c.args...)
		require.Equal(t, 1, status, "%v: %s", c.args, stderr)
		require.Contains(t, stderr, c.says, c.args)
	}
}

func TestHelp(t *testing.T) {
	require.Contains(t, mustRun(t, "-h"), "predict")
	for _, c := range commands {
		require.Contains(t, mustRun(t, c.name, "-h"), "Usage", c.name)
	}
}

func TestSummary(t *testing.T) {
	out := mustRun(t, "summary", "-model", "resnet18")
	require.Contains(t, out, "Trainable params: 11,689,512")
	out = mustRun(t, "summary", "-model", "resnet20", "-classes", "3", "-json")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var total totals
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &total))
	require.Equal(t, "resnet20", total.Model)
	var last struct{ Name string }
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-2]), &last, json.MatchCaseInsensitiveNames(true)))
	require.Equal(t, "fc", last.Name)
}

// The way of a user: train, measure, convert, classify.
func TestTrainEvalExportPredict(t *testing.T) {
	data, dir := cifarFolder(t, 40), t.TempDir()
	weightsFile, half := filepath.Join(dir, "net.safetensors"), filepath.Join(dir, "half.safetensors")
	out := mustRun(t, "train", "-model", "resnet20", "-data", "cifar10:"+data, "-epochs", "5", "-threads", "2",
		"-out", weightsFile, "-report", filepath.Join(dir, "report"), "-json")
	epochs := strings.Split(strings.TrimSpace(out), "\n")
	require.Len(t, epochs, 5)
	require.NoFileExists(t, weightsFile+".checkpoint")
	log, err := os.ReadFile(filepath.Join(dir, "net.log.jsonl"))
	require.NoError(t, err)
	require.Equal(t, out, string(log))
	require.FileExists(t, filepath.Join(dir, "report", "index.html"))

	score := map[string]any{}
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "eval", "-weights", weightsFile, "-data", "cifar10:"+data, "-json")), &score))
	require.Equal(t, "resnet20", score["model"])
	require.EqualValues(t, 40, score["n"])
	require.Len(t, score["per_class"], 10)

	mustRun(t, "export", "-weights", weightsFile, "-dtype", "f16", "-out", half)
	whole, err := os.Stat(weightsFile)
	require.NoError(t, err)
	smaller, err := os.Stat(half)
	require.NoError(t, err)
	require.Less(t, smaller.Size(), whole.Size()*6/10)

	picture := filepath.Join(dir, "grey.png")
	writePNG(t, picture, 40, 30)
	var p prediction
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "predict", "-weights", half, "-json", picture)), &p))
	require.Equal(t, picture, p.Image)
	require.Len(t, p.Classes, 10)
	require.GreaterOrEqual(t, p.Classes[0].P, p.Classes[9].P)
}

func writePNG(t *testing.T, path string, width, height int) {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for i := range img.Pix {
		img.Pix[i] = byte(i * 7)
	}
	img.Set(0, 0, color.White)
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o600))
}

// Pictures of every bad kind are named and leave the good ones alone.
func TestPredictBadPictures(t *testing.T) {
	dir := t.TempDir()
	weightsFile := filepath.Join(dir, "net.safetensors")
	mustRun(t, "init", "-model", "resnet20", "-out", weightsFile)
	write := func(name string, data []byte) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, data, 0o600))
		return path
	}
	one, huge := filepath.Join(dir, "one.png"), filepath.Join(dir, "huge.png")
	writePNG(t, one, 1, 1)
	writePNG(t, huge, 8000, 8000)
	text, empty := write("text.png", []byte("hello")), write("empty.png", nil)
	whole, err := os.ReadFile(one)
	require.NoError(t, err)
	cut := write("cut.png", whole[:40])

	status, stdout, stderr := resnetRun(t, "predict", "-weights", weightsFile, "-json", text, one, empty, huge, cut, filepath.Join(dir, "none.png"))
	require.Equal(t, 1, status)
	require.Equal(t, 2, strings.Count(stdout, "\n"), "the good ones are classified: %s", stdout)
	for _, bad := range []string{text, empty, cut, "none.png"} {
		require.Contains(t, stderr, bad)
	}
}

func TestEvalOfOtherClasses(t *testing.T) {
	dir := t.TempDir()
	weightsFile := filepath.Join(dir, "three.safetensors")
	mustRun(t, "init", "-model", "resnet20", "-classes", "3", "-out", weightsFile)
	status, _, stderr := resnetRun(t, "eval", "-weights", weightsFile, "-data", "cifar10:"+cifarFolder(t, 10))
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "class 0")
	require.Contains(t, stderr, "airplane")
}

// Untrained weights know the classes of CIFAR-10 by the names that its data has.
func TestEvalOfUntrainedWeights(t *testing.T) {
	weightsFile := filepath.Join(t.TempDir(), "net.safetensors")
	mustRun(t, "init", "-model", "resnet20", "-out", weightsFile)
	out := mustRun(t, "eval", "-weights", weightsFile, "-data", "cifar10:"+cifarFolder(t, 10), "-tta")
	require.Contains(t, out, "10 pictures")
}

// tensors is what a weight file says, without the metadata, where times differ.
func tensors(t *testing.T, path string) map[string]string {
	_, f, err := loadModel(path)
	require.NoError(t, err)
	all := map[string]string{}
	for _, tensor := range f.Tensors {
		all[tensor.Name] = fmt.Sprint(tensor.Shape, tensor.Data)
	}
	return all
}

func TestExportONNX(t *testing.T) {
	dir := t.TempDir()
	ours, model, same := filepath.Join(dir, "ours"), filepath.Join(dir, "net.onnx"), filepath.Join(dir, "same.onnx")
	mustRun(t, "init", "-model", "resnet20", "-out", ours)
	mustRun(t, "export", "-weights", ours, "-format", "onnx", "-out", model)
	mustRun(t, "export", "-weights", ours, "-format", "onnx", "-dtype", "f32", "-out", same)

	m, f, err := loadModel(ours)
	require.NoError(t, err)
	meta, err := weights.ParseMeta(f.Metadata)
	require.NoError(t, err)
	want, err := onnx.Encode(m.Graph, meta)
	require.NoError(t, err)
	for _, path := range []string{model, same} {
		got, err := os.ReadFile(path)
		require.NoError(t, err)
		require.True(t, bytes.Equal(want, got), path)
	}

	_, _, stderr := resnetRun(t, "export", "-weights", ours, "-format", "onnx", "-dtype", "i8", "-out", model)
	require.Contains(t, stderr, "leave out -dtype")
	status, _, stderr := resnetRun(t, "export", "-weights", ours, "-format", "onnx", "-out", dir)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, dir)
}

func TestBench(t *testing.T) {
	if testing.Short() {
		t.Skip("takes six seconds")
	}
	for _, what := range []string{"infer", "train"} {
		var got timing
		require.NoError(t, json.Unmarshal([]byte(mustRun(t, "bench", "-model", "resnet20", "-what", what, "-batch", "2", "-threads", "1", "-json")), &got))
		require.Equal(t, what, got.What)
		require.Positive(t, got.ImagesPerSecond)
		require.InEpsilon(t, 2000/got.MsPerStep, got.ImagesPerSecond, 1e-6)
	}
}
