package main

import (
	"encoding/json/v2"
	"os"
	"path/filepath"
	"testing"

	"canvasnet/resnet/train"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

func metadata(t *testing.T, path string) weights.Meta {
	t.Helper()
	f, err := weights.ReadFile(path)
	require.NoError(t, err)
	meta, err := weights.ParseMeta(f.Metadata)
	require.NoError(t, err)
	return meta
}

func evaluation(t *testing.T, text string) train.Evaluation {
	t.Helper()
	var e train.Evaluation
	require.NoError(t, json.Unmarshal([]byte(text), &e))
	return e
}

// Train with a part held out fits the temperature to it, and calibrate finds
// the same one on the same part; every precision keeps it.
func TestTemperature(t *testing.T) {
	data, dir := cifarFolder(t, 20), t.TempDir()
	spec := "cifar10:" + data
	net, again := filepath.Join(dir, "net.safetensors"), filepath.Join(dir, "again.safetensors")
	mustRun(t, "train", "-model", "resnet20", "-data", spec, "-epochs", "2", "-threads", "1", "-validate", "0.3", "-out", net, "-json")
	trained := metadata(t, net)
	require.Positive(t, trained.Temperature)
	require.Equal(t, "resnet train -data cifar10:DIR -epochs 2 -model resnet20 -out net.safetensors -threads 1 -validate 0.3", trained.Command)
	held := evaluation(t, trained.Eval)
	require.Equal(t, trained.Temperature, held.Temperature)
	require.LessOrEqual(t, held.NLL, held.UncalibratedNLL)

	forgotten := trained
	forgotten.Temperature = 0
	plain := withMeta(t, net, filepath.Join(dir, "plain.safetensors"), forgotten)
	status, out, warning := resnetRun(t, "calibrate", "-weights", plain, "-data", spec+":train", "-validate", "0.3", "-threads", "1", "-json", "-out", again)
	require.Zero(t, status, warning)
	require.NotContains(t, warning, "has learned from")
	require.Equal(t, trained.Temperature, metadata(t, again).Temperature)
	found := evaluation(t, out)
	require.Equal(t, held.NLL, found.NLL, "the same pictures")
	calibrated, err := os.ReadFile(again)
	require.NoError(t, err)
	original, err := os.ReadFile(net)
	require.NoError(t, err)
	require.Equal(t, original, calibrated, "nothing else has changed")

	for _, dtype := range []string{"f32", "f16", "i8"} {
		exported := filepath.Join(dir, dtype)
		mustRun(t, "export", "-weights", net, "-dtype", dtype, "-out", exported)
		require.Equal(t, trained.Temperature, metadata(t, exported).Temperature, dtype)
	}
	imported := filepath.Join(dir, "imported")
	mustRun(t, "import", "-weights", net, "-model", "resnet20", "-out", imported)
	require.Equal(t, trained.Temperature, metadata(t, imported).Temperature)

	picture := filepath.Join(dir, "grey.png")
	writePNG(t, picture, 32, 32)
	top := func(path string) float32 {
		var p prediction
		require.NoError(t, json.Unmarshal([]byte(mustRun(t, "predict", "-weights", path, "-json", picture)), &p))
		return p.Classes[0].P
	}
	forgotten.Temperature = 1e6
	hot := withMeta(t, net, filepath.Join(dir, "hot.safetensors"), forgotten)
	require.InDelta(t, 0.1, top(hot), 0.01, "predict uses it: all ten classes are as likely")
}

// withMeta copies a weight file with other metadata.
func withMeta(t *testing.T, from, to string, meta weights.Meta) string {
	t.Helper()
	data, err := os.ReadFile(from)
	require.NoError(t, err)
	data, err = weights.WithMetadata(data, meta.Map())
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(to, data, 0o600))
	return to
}

func TestCalibrateRefusesTheTestSet(t *testing.T) {
	dir := t.TempDir()
	net := filepath.Join(dir, "net.safetensors")
	mustRun(t, "init", "-model", "resnet20", "-out", net)
	out := filepath.Join(dir, "out")
	status, _, stderr := resnetRun(t, "calibrate", "-weights", net, "-data", "cifar10:"+cifarFolder(t, 10)+":test", "-out", out)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "such as -data cifar10:DIR:train -validate 0.04")
	require.NoFileExists(t, out)

	status, _, stderr = resnetRun(t, "calibrate", "-weights", net, "-data", "cifar10:x", "-validate", "1", "-out", out)
	require.Equal(t, 2, status, stderr)
}

func TestCalibrateWarnsOfWhatTheNetworkKnows(t *testing.T) {
	dir, spec := t.TempDir(), "cifar10:"+cifarFolder(t, 20)
	bare := filepath.Join(dir, "bare")
	mustRun(t, "init", "-model", "resnet20", "-out", bare)
	meta := metadata(t, bare)
	for _, c := range []struct {
		trainedOn string
		args      []string
		warns     bool
	}{
		{"", nil, false},
		{"cifar10:train (100 pictures)", nil, true},
		{"cifar10:train (100 pictures)", []string{"-validate", "0.2"}, true},
		{"cifar10:train (rest) (80 pictures)", []string{"-validate", "0.2"}, false},
		{"cifar10:train (rest) (70 pictures)", []string{"-validate", "0.2"}, false},
		{"cifar10:train (rest) (90 pictures)", []string{"-validate", "0.2"}, true},
		{"cifar10:train (rest) (80 pictures)", nil, true},
		{"images:photos (100 pictures)", nil, false},
		{"cifar10:train (rest) (80 pictures), from resnet20", []string{"-validate", "0.2"}, false},
	} {
		meta.TrainedOn = c.trainedOn
		net := withMeta(t, bare, filepath.Join(dir, "net"), meta)
		args := append([]string{"calibrate", "-weights", net, "-data", spec, "-threads", "1", "-out", filepath.Join(dir, "out")}, c.args...)
		status, out, stderr := resnetRun(t, args...)
		require.Zero(t, status, stderr)
		require.Contains(t, out, "at temperature")
		if c.warns {
			require.Contains(t, stderr, "has learned from these pictures", "%v", c)
		} else {
			require.Empty(t, stderr, "%v", c)
		}
	}
}
