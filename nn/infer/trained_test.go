package infer

import (
	"image"
	_ "image/png"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// On trained weights and photos, every method keeps the logits: to 1e-5 of the
// largest, and to 1e-4 where it reads weights in 16 bits.
func TestMethodsOnTrainedWeights(t *testing.T) {
	m := trained(t)
	x := photos(t, m)
	n := x.Shape[0]
	want, err := m.Graph.Forward(x, false)
	require.NoError(t, err)
	logits := slices.Clone(want.Data)
	for method, tolerance := range map[kernel.Method]float64{
		kernel.Direct: 1e-5, kernel.Winograd2: 1e-5, kernel.Winograd4: 1e-5, kernel.Streamed: 1e-4,
	} {
		used := false
		p, err := compile(m.Graph, m.Graph.Output(), n, func(s kernel.ConvShape, _ int) kernel.Method {
			if slices.Contains(s.Methods(), method) {
				used = true
				return method
			}
			return kernel.Direct
		})
		require.NoError(t, err)
		if !used {
			continue // not on this machine
		}
		got := p.Run(x.Data)
		worst, largest := 0.0, 0.0
		for i := range got {
			worst = max(worst, math.Abs(float64(got[i]-logits[i])))
			largest = max(largest, math.Abs(float64(logits[i])))
		}
		t.Logf("%v: logits differ by at most %.1e of the largest", method, worst/largest)
		require.LessOrEqual(t, worst, tolerance*largest, "%v", method)
	}
}

const repository = "../.."

// trained is the network that is shipped.
func trained(t *testing.T) *resnet.Model {
	data, err := os.ReadFile(filepath.Join(repository, "weights", "resnet20.safetensors"))
	require.NoError(t, err)
	f, err := weights.Decode(data)
	require.NoError(t, err)
	m, err := resnet.Load(f)
	require.NoError(t, err)
	return m
}

// photos are the samples of the page, as the network takes them.
func photos(t *testing.T, m *resnet.Model) *nn.Tensor {
	files, err := filepath.Glob(filepath.Join(repository, "site", "samples", "*.png"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	size := m.Input.Size
	x := nn.NewTensor(len(files), size, size, 3)
	for i, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		img, _, err := image.Decode(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		require.Equal(t, image.Rect(0, 0, size, size), img.Bounds())
		rgb := make([]byte, 0, size*size*3)
		for y := range size {
			for x := range size {
				r, g, b, _ := img.At(x, y).RGBA()
				rgb = append(rgb, byte(r>>8), byte(g>>8), byte(b>>8))
			}
		}
		resnet.Normalize(x.Data[i*len(rgb):], rgb, m.Input)
	}
	return x
}
