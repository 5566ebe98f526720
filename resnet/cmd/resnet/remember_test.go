package main

import (
	"os"
	"path/filepath"
	"testing"

	"canvasnet/resnet"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

func TestRemember(t *testing.T) {
	dir, spec := t.TempDir(), "cifar10:"+cifarFolder(t, 20)
	net, exported := filepath.Join(dir, "net.safetensors"), filepath.Join(dir, "i8.safetensors")
	mustRun(t, "init", "-model", "resnet20", "-out", net)
	mustRun(t, "export", "-weights", net, "-dtype", "i8", "-out", exported)
	out := filepath.Join(dir, "out.safetensors")
	said := mustRun(t, "remember", "-weights", exported, "-data", spec, "-per-class", "2", "-threads", "1", "-out", out)
	require.Contains(t, said, "exemplars of")

	data, err := os.ReadFile(out)
	require.NoError(t, err)
	dtype, err := weights.Precision(data)
	require.NoError(t, err)
	require.Equal(t, weights.I8, dtype, "stored as it was")
	f, err := weights.Decode(data)
	require.NoError(t, err)
	m, err := resnet.Load(f)
	require.NoError(t, err)
	counts := make([]int, 10)
	for _, label := range m.Exemplars.Labels {
		counts[label]++
	}
	for class, n := range counts {
		require.LessOrEqual(t, n, 2, "class %d", class)
	}
	require.Positive(t, counts[0])

	twice := filepath.Join(dir, "twice.safetensors")
	mustRun(t, "remember", "-weights", out, "-data", spec, "-data", spec, "-per-class", "1", "-threads", "1", "-out", twice)
	f, err = weights.ReadFile(twice)
	require.NoError(t, err)
	again, err := resnet.Load(f)
	require.NoError(t, err)
	require.LessOrEqual(t, len(again.Exemplars.Labels), 20, "old exemplars have gone")

	half := filepath.Join(dir, "f16.safetensors")
	mustRun(t, "export", "-weights", out, "-dtype", "f16", "-out", half)
	f, err = weights.ReadFile(half)
	require.NoError(t, err)
	kept, err := resnet.Load(f)
	require.NoError(t, err)
	require.Equal(t, m.Exemplars.Labels, kept.Exemplars.Labels, "export keeps them")
}

func TestRememberRefuses(t *testing.T) {
	status, _, stderr := resnetRun(t, "remember", "-weights", "x", "-out", "y")
	require.Equal(t, 2, status)
	require.Contains(t, stderr, "-data is required")
}
