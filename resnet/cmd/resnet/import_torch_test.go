package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// pytorch has the example that trains in PyTorch, and what it made.
const pytorch = "testdata/pytorch"

// requireLogits imports weights that PyTorch saved, and compares the logits of
// the graph and of the inference plan with those that PyTorch saved beside them
// as {"inputs" (N, 3, H, W), "logits" (N, classes)}. It returns the imported file.
func requireLogits(t *testing.T, model, saved, logits string, flags ...string) string {
	t.Helper()
	const tolerance = 1e-4
	imported := filepath.Join(t.TempDir(), "imported.safetensors")
	mustRun(t, append([]string{"import", "-weights", saved, "-model", model, "-out", imported}, flags...)...)
	m, _, err := loadModel(imported)
	require.NoError(t, err)
	f, err := weights.ReadFile(logits)
	require.NoError(t, err)
	x, want := channelsLast(f.Tensor("inputs")), f.Tensor("logits")

	got, err := m.Graph.Forward(x, false)
	require.NoError(t, err)
	require.InDeltaSlice(t, want.Data, got.Data, tolerance)
	plan, err := infer.Compile(m.Graph, x.Shape[0])
	require.NoError(t, err)
	require.InDeltaSlice(t, want.Data, plan.Run(x.Data), tolerance)
	return imported
}

// channelsLast turns (N, C, H, W) into (N, H, W, C).
func channelsLast(t *weights.Tensor) *nn.Tensor {
	n, c, pixels := t.Shape[0], t.Shape[1], t.Shape[2]*t.Shape[3]
	x := nn.NewTensor(n, t.Shape[2], t.Shape[3], c)
	for i := range n * c * pixels {
		image, channel, pixel := i/(c*pixels), i/pixels%c, i%pixels
		x.Data[(image*pixels+pixel)*c+channel] = t.Data[i]
	}
	return x
}

// The committed network came from testdata/pytorch/fixture.py, in BF16.
func TestImportFromPyTorch(t *testing.T) {
	saved, logits := unzipped(t, "resnet20.safetensors"), unzipped(t, "resnet20.logits.safetensors")
	requireUsable(t, requireLogits(t, "resnet20", saved, logits))
}

// unzipped unpacks a file of testdata/pytorch and returns its path.
func unzipped(t *testing.T, name string) string {
	packed, err := os.Open(filepath.Join(pytorch, name+".gz"))
	require.NoError(t, err)
	defer packed.Close()
	r, err := gzip.NewReader(packed)
	require.NoError(t, err)
	data, err := io.ReadAll(r)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, data, 0o600))
	return path
}

// The example at work: PyTorch trains for a few steps, alone and in two
// processes, saves, and gives the logits that we give.
func TestTrainInPyTorch(t *testing.T) {
	if testing.Short() {
		t.Skip("starts PyTorch several times")
	}
	python := pythonWithTorch(t)
	for _, c := range []struct {
		model     string
		processes int
		train     []string
		flags     []string
	}{
		{"resnet20", 1, []string{"--steps", "3", "--batch", "16"}, nil},
		{"resnet20", 2, []string{"--steps", "3", "--batch", "8"}, nil},
		{"resnet18", 1, []string{"--steps", "20", "--lr", "0.01", "--batch", "4", "--size", "64", "--classes", "1000"}, []string{"-input", "64"}},
	} {
		t.Run(fmt.Sprintf("%s in %d processes", c.model, c.processes), func(t *testing.T) {
			dir := t.TempDir()
			saved, logits := filepath.Join(dir, "net.safetensors"), filepath.Join(dir, "logits.safetensors")
			torchrun(t, python, c.processes, append([]string{
				filepath.Join(pytorch, "train.py"), "--model", c.model, "--out", saved, "--logits", logits}, c.train...)...)
			imported := requireLogits(t, c.model, saved, logits, c.flags...)
			if c.model == "resnet20" {
				requireUsable(t, imported)
			}
		})
	}
}

// pythonWithTorch finds an interpreter that has PyTorch: that of the path, or
// the one that Debian's packages are for.
func pythonWithTorch(t *testing.T) string {
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import torch").Run() == nil {
			return python
		}
	}
	t.Skip("no Python with PyTorch")
	return ""
}

// torchrun starts a script in several processes, each in the environment that
// the program of that name gives it. (That of Debian 12 does not run.)
func torchrun(t *testing.T, python string, processes int, args ...string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	commands, output := make([]*exec.Cmd, processes), make([]bytes.Buffer, processes)
	for rank := range commands {
		cmd := exec.CommandContext(t.Context(), python, args...)
		cmd.Env = append(os.Environ(), "PYTHONDONTWRITEBYTECODE=1", "OMP_NUM_THREADS=1")
		if processes > 1 {
			cmd.Env = append(cmd.Env, fmt.Sprintf("RANK=%d", rank), fmt.Sprintf("WORLD_SIZE=%d", processes),
				"MASTER_ADDR=127.0.0.1", fmt.Sprintf("MASTER_PORT=%d", port))
		}
		cmd.Stdout, cmd.Stderr = &output[rank], &output[rank]
		require.NoError(t, cmd.Start())
		commands[rank] = cmd
	}
	for rank, cmd := range commands {
		require.NoError(t, cmd.Wait(), output[rank].String())
	}
}
