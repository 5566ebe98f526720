package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCard(t *testing.T) {
	data, dir := cifarFolder(t, 20), t.TempDir()
	spec := "cifar10:" + data
	net, small, notes := filepath.Join(dir, "net.safetensors"), filepath.Join(dir, "small.safetensors"), filepath.Join(dir, "notes.md")
	mustRun(t, "train", "-model", "resnet20", "-data", spec, "-epochs", "2", "-threads", "1", "-validate", "0.2", "-out", net, "-json")
	mustRun(t, "export", "-weights", net, "-dtype", "i8", "-out", small)
	require.NoError(t, os.WriteFile(notes, []byte("\nOf random numbers.\n"), 0o600))
	args := []string{
		"card", "-weights", net, "-shipped", small, "-data", spec, "-log", filepath.Join(dir, "net.log.jsonl"),
		"-notes", notes, "-threads", "1", "-out", filepath.Join(dir, "small.md"),
	}
	require.Empty(t, mustRun(t, args...))
	card := read(t, filepath.Join(dir, "small.md"))
	for _, want := range []string{
		"# small\n", "272,474", "40,813,184", "cifar10:train (rest) (80 pictures)", "Of random numbers.",
		"    resnet train -data cifar10:DIR -epochs 2", "    bin/resnet export -weights net.safetensors -dtype i8 -out small.safetensors",
		"| | F32, as trained | I8, as shipped | change |", "On the 20 pictures of cifar10:test", "](small.svg)",
	} {
		require.Contains(t, card, want)
	}
	require.NotContains(t, card, dir, "no path of this machine")
	require.NotContains(t, card, data, "no path of this machine")
	require.Contains(t, read(t, filepath.Join(dir, "small.svg")), "<svg")
	for suffix, weights := range map[string]string{".eval.json": small, ".f32.eval.json": net} {
		want := evaluation(t, mustRun(t, "eval", "-weights", weights, "-data", spec, "-threads", "1", "-json"))
		got := evaluation(t, read(t, filepath.Join(dir, "small"+suffix)))
		got.ImagesPerSecond = want.ImagesPerSecond
		require.Equal(t, want, got)
	}

	require.Empty(t, mustRun(t, args...))
	require.Equal(t, card, read(t, filepath.Join(dir, "small.md")), "the same facts give the same card")
}

func TestCardRefuses(t *testing.T) {
	dir, spec := t.TempDir(), "cifar10:"+cifarFolder(t, 10)
	path := func(name string) string { return filepath.Join(dir, name) }
	mustRun(t, "init", "-model", "resnet20", "-out", path("net"))
	mustRun(t, "init", "-model", "resnet32", "-out", path("other"))
	require.NoError(t, os.WriteFile(path("log"), []byte(`{"epoch":1}`+"\n"), 0o600))
	require.NoError(t, os.WriteFile(path("text"), []byte("no log\n"), 0o600))
	require.NoError(t, os.WriteFile(path("empty"), nil, 0o600))
	for _, c := range []struct {
		status int
		says   string
		args   []string
	}{
		{2, "want a file NAME.md", []string{"-log", path("log"), "-out", path("card")}},
		{2, "flag -log is required", []string{"-out", path("card.md")}},
		{1, "line 1", []string{"-log", path("text"), "-out", path("card.md")}},
		{1, "train writes it beside", []string{"-log", path("none"), "-out", path("card.md")}},
		{1, "the log has no epochs", []string{"-log", path("empty"), "-out", path("card.md")}},
		{1, "is not what", []string{"-log", path("log"), "-shipped", path("other"), "-out", path("card.md")}},
		{1, "no such file", []string{"-log", path("log"), "-notes", path("none"), "-out", path("card.md")}},
	} {
		status, _, stderr := resnetRun(t, append([]string{"card", "-weights", path("net"), "-data", spec, "-threads", "1"}, c.args...)...)
		require.Equal(t, c.status, status, stderr)
		require.Contains(t, stderr, c.says)
		require.NoFileExists(t, path("card.md"))
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(data)
}
