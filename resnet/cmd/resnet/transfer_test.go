package main

import (
	"bytes"
	"context"
	"encoding/json/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/resnet/train"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

const (
	shipped = "../../../weights/resnet20.safetensors"
	photos  = "../../dataset/testdata/cifar10-200"
)

// ownClasses makes a folder of three classes that the shipped networks do not
// know, of n photos each.
func ownClasses(t *testing.T, n int) string {
	dir := t.TempDir()
	for class, from := range map[string][]string{
		"pets":      {"cat", "dog"},
		"road":      {"automobile", "truck"},
		"sky & sea": {"airplane", "ship"},
	} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, class), 0o700))
		for _, folder := range from {
			files, err := filepath.Glob(filepath.Join(photos, folder, "*.png"))
			require.NoError(t, err)
			require.NotEmpty(t, files)
			for _, file := range files[:n/2] {
				data, err := os.ReadFile(file)
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(filepath.Join(dir, class, folder+filepath.Base(file)), data, 0o600))
			}
		}
	}
	return dir
}

// Someone with pictures of their own: transfer, measure, classify, go on.
func TestTransferToOwnPictures(t *testing.T) {
	data, out := ownClasses(t, 30), filepath.Join(t.TempDir(), "own.safetensors")
	status, _, stderr := resnetRun(t, "train", "-from", shipped, "-freeze", "all", "-data", "images:"+data, "-validate", "0.2",
		"-epochs", "10", "-threads", "1", "-out", out)
	require.Zero(t, status, stderr)
	require.Contains(t, stderr, "starts from resnet20.safetensors (SHA-256 ")
	require.Contains(t, stderr, "with a new last layer for 3 classes instead of 10")
	require.Contains(t, stderr, "frozen up to avgpool: 195 parameters learn")
	require.Contains(t, stderr, "72 pictures of 3 classes, 24 each")

	body, trained := tensors(t, shipped), tensors(t, out)
	for name, values := range body {
		switch {
		case strings.HasPrefix(name, "fc."):
			require.NotEqual(t, values, trained[name], name)
		case strings.HasPrefix(name, "exemplars."):
			require.NotContains(t, trained, name, "they are of other classes")
		default:
			require.Equal(t, values, trained[name], name)
		}
	}
	m, f, err := loadModel(out)
	require.NoError(t, err)
	old, _, err := loadModel(shipped)
	require.NoError(t, err)
	require.Equal(t, old.Input, m.Input, "the body sees pictures as before")
	require.Equal(t, []string{"pets", "road", "sky & sea"}, m.Classes)
	meta, err := weights.ParseMeta(f.Metadata)
	require.NoError(t, err)
	require.Contains(t, meta.TrainedOn, ", from resnet20.safetensors with -freeze all")
	require.Contains(t, meta.Recipe, `name = "transfer"`)

	var score train.Evaluation
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "eval", "-weights", out, "-data", "images:"+data, "-json")), &score))
	require.Equal(t, 90, score.N)
	require.Greater(t, score.Top1, 0.85)
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "eval", "-weights", out, "-data", "images:"+ownClasses(t, 40), "-json")), &score))
	require.Greater(t, score.Top1, 0.85, "a quarter of these are new to the network")

	files, err := filepath.Glob(filepath.Join(photos, "automobile", "*.png"))
	require.NoError(t, err)
	var p prediction
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "predict", "-weights", out, "-json", files[19])), &p))
	require.Equal(t, "road", p.Classes[0].Class)

	// Once more, from there: the classes are the same, and so is the head.
	again := filepath.Join(t.TempDir(), "again.safetensors")
	_, _, stderr = resnetRun(t, "train", "-from", out, "-model", "resnet20", "-data", "images:"+data, "-epochs", "1", "-lr", "1e-6", "-threads", "1", "-out", again)
	require.Contains(t, stderr, "of the same classes")
	require.NoError(t, json.Unmarshal([]byte(mustRun(t, "eval", "-weights", again, "-data", "images:"+data, "-json")), &score))
	require.Greater(t, score.Top1, 0.85)
}

// stopper is an output that ends the program, as Ctrl-C does, once something is
// printed.
type stopper struct{ stop context.CancelFunc }

func (s stopper) Write(p []byte) (int, error) {
	s.stop()
	return len(p), nil
}

// interruptedRun calls the program and interrupts it after the first epoch.
func interruptedRun(t *testing.T, args ...string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var stderr bytes.Buffer
	require.Equal(t, 1, run(ctx, args, stopper{stop}, &stderr))
	require.Contains(t, stderr.String(), "training interrupted")
}

// A run from other weights, or with other layers frozen, is another run.
func TestResumeOfATransfer(t *testing.T) {
	data, dir := ownClasses(t, 10), t.TempDir()
	whole, broken := filepath.Join(dir, "whole.safetensors"), filepath.Join(dir, "broken.safetensors")
	args := func(out, from, freeze string, more ...string) []string {
		return append([]string{"train", "-from", from, "-freeze", freeze, "-data", "images:" + data, "-epochs", "3", "-threads", "1", "-out", out}, more...)
	}
	mustRun(t, args(whole, shipped, "2")...)
	interruptedRun(t, args(broken, shipped, "2")...)

	other := filepath.Join(dir, "resnet20.safetensors") // of the same name
	mustRun(t, "init", "-model", "resnet20", "-seed", "3", "-out", other)
	status, _, stderr := resnetRun(t, args(broken, other, "2", "-resume")...)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "it was made with initial weights resnet20.safetensors (SHA-256 ")
	status, _, stderr = resnetRun(t, args(broken, shipped, "all", "-resume")...)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "frozen layers up to layer2.2.relu, this run has up to avgpool")

	mustRun(t, args(broken, shipped, "2", "-resume")...)
	require.Equal(t, tensors(t, whole), tensors(t, broken))
}

func TestTransferMistakes(t *testing.T) {
	data, out := ownClasses(t, 4), filepath.Join(t.TempDir(), "own.safetensors")
	for _, c := range []struct {
		says   string
		status int
		args   []string
	}{
		{"flag -model is required, but for -from", 2, nil},
		{"freeze layers that know nothing", 2, []string{"-model", "resnet20", "-freeze", "1"}},
		{"-class-weights some: want balanced or none", 2, []string{"-model", "resnet20", "-class-weights", "some"}},
		{"-find-lr has no checkpoint", 2, []string{"-model", "resnet20", "-find-lr", "-resume"}},
		{"-find-lr measures nothing but the loss on the data: leave out -report", 2, []string{"-model", "resnet20", "-find-lr", "-report", "r"}},
		{"leave out -test", 2, []string{"-model", "resnet20", "-find-lr", "-patience", "3", "-test", "images:x"}},
		{"-lr 0: want a rate from 1e-09 to 100", 2, []string{"-model", "resnet20", "-lr", "0"}},
		{"-lr NaN: want a rate", 2, []string{"-model", "resnet20", "-lr", "NaN"}},
		{"name a TOML file, or one of canvasnet, ", 1, []string{"-model", "resnet20", "-recipe", "none.toml"}},
		{"-model resnet56, but " + shipped + " has weights of resnet20: leave out -model", 1, []string{"-model", "resnet56", "-from", shipped}},
		{`freeze: resnet20 has no part "9": want stem, `, 1, []string{"-from", shipped, "-freeze", "9"}},
		{"nothing would learn", 1, []string{"-from", shipped, "-freeze", "fc"}},
		{"no such file", 1, []string{"-from", filepath.Join(data, "none")}},
	} {
		status, _, stderr := resnetRun(t, append([]string{"train", "-data", "images:" + data, "-out", out}, c.args...)...)
		require.Equal(t, c.status, status, stderr)
		require.Contains(t, stderr, c.says)
	}
	status, _, stderr := resnetRun(t, "train", "-model", "resnet20", "-data", "images:"+data)
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "flag -out is required, but for -find-lr")
}

func TestClassWeightsFlag(t *testing.T) {
	data, dir := ownClasses(t, 4), t.TempDir()
	few, err := filepath.Glob(filepath.Join(data, "road", "*"))
	require.NoError(t, err)
	for _, file := range few[1:] {
		require.NoError(t, os.Remove(file))
	}
	require.NoError(t, os.Mkdir(filepath.Join(data, "space"), 0o700))
	for weighted, says := range map[string]string{
		"none":     "the network will favour the larger classes: -class-weights balanced lets all count alike",
		"balanced": "the classes are weighted to count alike",
	} {
		out := filepath.Join(dir, weighted)
		status, _, stderr := resnetRun(t, "train", "-from", shipped, "-freeze", "all", "-data", "images:"+data, "-epochs", "1", "-threads", "1",
			"-class-weights", weighted, "-out", out)
		require.Zero(t, status, stderr)
		require.Contains(t, stderr, "9 pictures of 4 classes, pets 4, road 1, sky & sea 4, space 0")
		require.Contains(t, stderr, says)
		require.Contains(t, stderr, `nothing to learn of the class "space"`)
		_, f, err := loadModel(out)
		require.NoError(t, err)
		require.Equal(t, weighted == "balanced", strings.Contains(f.Metadata["recipe"], `class_weights = "balanced"`))
	}
}

func TestFindRateFlag(t *testing.T) {
	data, dir := ownClasses(t, 4), t.TempDir()
	args := []string{"train", "-from", shipped, "-freeze", "all", "-data", "images:" + data, "-threads", "1", "-find-lr", "-out", filepath.Join(dir, "none")}
	out := mustRun(t, args...)
	require.Contains(t, out, "step  learning rate")
	require.Regexp(t, `Suggested: -lr [\d.]+ \(the recipe has 0.02\)\n$`, out)

	lines := strings.Split(strings.TrimSpace(mustRun(t, append(args, "-json")...)), "\n")
	var first train.RateStep
	require.NoError(t, json.Unmarshal([]byte(lines[0]), &first))
	require.Equal(t, 1, first.Step)
	var found train.RateTest
	require.NoError(t, json.Unmarshal([]byte(lines[len(lines)-1]), &found))
	require.Positive(t, found.Suggested)

	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Empty(t, left, "nothing is written")
}

func TestTrainCIFAR100(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "net.safetensors")
	for _, name := range []string{"train.bin", "test.bin"} {
		var b []byte
		for i := range 100 {
			b = append(b, byte(i/5), byte(i)) // coarse label, fine label
			for j := range 3072 {
				b = append(b, byte(i*j))
			}
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), b, 0o600))
	}
	mustRun(t, "train", "-from", shipped, "-freeze", "3", "-data", "cifar100:"+dir, "-epochs", "1", "-threads", "1", "-out", out)
	m, _, err := loadModel(out)
	require.NoError(t, err)
	require.Len(t, m.Classes, 100)
	require.Contains(t, mustRun(t, "eval", "-weights", out, "-data", "cifar100:"+dir), "cifar100:test: 100 pictures")
}
