package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pictureFolder makes n pictures of noise in each of two classes.
func pictureFolder(t *testing.T, n int) string {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(1, 1))
	for _, class := range []string{"dark", "light"} {
		require.NoError(t, os.Mkdir(filepath.Join(dir, class), 0o700))
		for i := range n {
			img := image.NewNRGBA(image.Rect(0, 0, 16, 16))
			for at := range img.Pix {
				img.Pix[at] = byte(r.IntN(160))
				if class == "light" {
					img.Pix[at] += 90
				}
				if at%4 == 3 {
					img.Pix[at] = 255
				}
			}
			var b bytes.Buffer
			require.NoError(t, png.Encode(&b, img))
			require.NoError(t, os.WriteFile(filepath.Join(dir, class, fmt.Sprint(i, ".png")), b.Bytes(), 0o600))
		}
	}
	return dir
}

// recipeFile makes a file of a recipe, whose name is to be name.
func recipeFile(t *testing.T, name, rest string) string {
	path := filepath.Join(t.TempDir(), name+".toml")
	require.NoError(t, os.WriteFile(path, fmt.Appendf(nil, "name = %q\n%s", name, rest), 0o600))
	return path
}

// A run survives kill -9 at any moment, within an epoch too, and goes on from
// its checkpoint to the very file of an unbroken one.
func TestKillAndResume(t *testing.T) {
	recipe := recipeFile(t, "small", `
epochs = 6
batch = 10
ema = 0.9
ema_every = 3
[optimizer]
kind = "adam"
[schedule]
kind = "one-cycle"
peak = 0.01
warm_up = 1
[augment]
pad = 2
pad_mode = "reflect"
alternating_flip = true
`)
	data := "images:" + pictureFolder(t, 50)
	args := func(out string, more ...string) []string {
		return append([]string{"train", "-model", "resnet20", "-input", "16", "-data", data, "-recipe", recipe,
			"-threads", "1", "-checkpoint-every", "10ms", "-out", out}, more...)
	}
	// Of one name, for it is in the file.
	whole, broken := filepath.Join(t.TempDir(), "net.safetensors"), filepath.Join(t.TempDir(), "net.safetensors")
	mustRun(t, args(whole)...)

	killed, within := 0, 0
	for wait := 150 * time.Millisecond; ; wait += 20 * time.Millisecond {
		var more []string
		if _, err := os.Stat(broken + ".checkpoint"); err == nil {
			more = append(more, "-resume")
		}
		cmd := exec.Command(os.Args[0], args(broken, more...)...)
		cmd.Env = append(os.Environ(), "RESNET_MAIN=1")
		var stderr bytes.Buffer
		cmd.Stderr = &stderr
		require.NoError(t, cmd.Start())
		timer := time.AfterFunc(wait, func() { cmd.Process.Kill() })
		err := cmd.Wait()
		if timer.Stop() {
			require.NoError(t, err, stderr.String())
			break
		}
		killed++
		if state, err := os.ReadFile(broken + ".checkpoint"); err == nil && !bytes.Contains(state, []byte(`\"step\":0,`)) {
			within++
		}
	}
	t.Logf("killed %d times, %d of them with a checkpoint within an epoch", killed, within)
	assert.Positive(t, within, "the run was over before it could be killed")
	want, err := os.ReadFile(whole)
	require.NoError(t, err)
	got, err := os.ReadFile(broken)
	require.NoError(t, err)
	assert.True(t, bytes.Equal(want, got), "the files differ")
}

func TestTrainSaysWhatItTakes(t *testing.T) {
	data, out := pictureFolder(t, 10), filepath.Join(t.TempDir(), "net")
	status, _, stderr := resnetRun(t, "train", "-model", "resnet20", "-input", "16", "-data", "images:"+data, "-epochs", "1", "-threads", "1", "-out", out)
	require.Zero(t, status, stderr)
	require.Contains(t, stderr, "resnet20, 271954 parameters to learn; recipe resnet20: 1 epoch × 1 step × 20 pictures of 20\n")
	require.Regexp(t, `about \d+ MB of memory: activations and gradients \d+, weights \d+`, stderr)

	require.NoError(t, os.RemoveAll(filepath.Join(data, "light")))
	status, _, stderr = resnetRun(t, "train", "-model", "resnet20", "-data", "images:"+data, "-out", filepath.Join(t.TempDir(), "net"))
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "10 pictures of 1 class, 10 each")
	require.Contains(t, stderr, "a classifier needs two")
}

func TestTrainWithPatience(t *testing.T) {
	recipe := recipeFile(t, "patient", `
epochs = 50
batch = 10
[schedule]
kind = "constant"
peak = 0.05
`)
	args := []string{"train", "-model", "resnet20", "-recipe", recipe, "-patience", "2", "-threads", "1", "-out", filepath.Join(t.TempDir(), "net")}
	status, _, stderr := resnetRun(t, append(args, "-input", "16", "-data", "images:"+pictureFolder(t, 20), "-validate", "0.5")...)
	require.Zero(t, status, stderr)
	require.Regexp(t, `\d+ of 50 epochs; the weights are those of epoch \d+, which measured best`, stderr)

	status, _, stderr = resnetRun(t, append(args, "-data", "cifar10:"+cifarFolder(t, 3))...)
	require.Equal(t, 1, status)
	require.Contains(t, stderr, "-validate 0.1")
}

func TestCheckpointEveryIsChecked(t *testing.T) {
	for _, value := range []string{"-1s", "often"} {
		status, _, stderr := resnetRun(t, "train", "-model", "resnet20", "-data", "images:x", "-out", "y", "-checkpoint-every", value)
		require.Equal(t, 2, status)
		require.Contains(t, stderr, "checkpoint-every")
	}
}
