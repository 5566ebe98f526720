package nn_test

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/nn"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden are tensors that another framework computed, by name; the scripts in
// testdata/golden make them and say what the names mean.
type golden struct {
	t    *testing.T
	file *weights.File
}

func readGolden(t *testing.T, name string) golden {
	f, err := weights.ReadFile(filepath.Join("testdata", "golden", name))
	require.NoError(t, err)
	return golden{t, f}
}

func (g golden) get(name string) []float32 {
	g.t.Helper()
	return g.tensor(name).Data
}

// tensor returns a copy of a golden tensor.
func (g golden) tensor(name string) *nn.Tensor {
	g.t.Helper()
	t := g.file.Tensor(name)
	require.NotNil(g.t, t, "no golden tensor %q", name)
	return &nn.Tensor{Shape: append([]int(nil), t.Shape...), Data: append([]float32(nil), t.Data...)}
}

// cases are the first parts of the names of the tensors that end in suffix.
func (g golden) cases(suffix string) []string {
	var names []string
	for _, t := range g.file.Tensors {
		if name, ok := strings.CutSuffix(t.Name, suffix); ok {
			names = append(names, name)
		}
	}
	return names
}

// requireClose compares with a golden tensor. The tolerance is relative to its
// greatest element, for small sums of large terms are as rough as the terms.
func (g golden) requireClose(name string, got []float32, tolerance float64) {
	g.t.Helper()
	want := g.get(name)
	require.Len(g.t, got, len(want), name)
	scale := 0.0
	for _, v := range want {
		scale = max(scale, math.Abs(float64(v)))
	}
	for i := range want {
		require.InDelta(g.t, want[i], got[i], tolerance*scale, "%s[%d]", name, i)
	}
}

// layerTolerance is some tens of float32 roundings.
const layerTolerance = 3e-6

// goldenLayers are layers whose passes are compared, by the file of golden
// tensors and the name of the case.
func goldenLayers() map[string]map[string]nn.Layer {
	return map[string]map[string]nn.Layer{
		"torch.safetensors": {
			"conv3x3":                      &nn.Conv{Filters: 5, Kernel: 3, Stride: 1, Padding: nn.Pad(1)},
			"conv3x3_bias":                 &nn.Conv{Filters: 18, Kernel: 3, Stride: 1, Padding: nn.Pad(1), Bias: true},
			"conv3x3_wide":                 &nn.Conv{Filters: 40, Kernel: 3, Stride: 1, Padding: nn.Pad(1)},
			"conv3x3_stride2":              &nn.Conv{Filters: 4, Kernel: 3, Stride: 2, Padding: nn.Pad(1)},
			"conv3x3_stride2_wide":         &nn.Conv{Filters: 32, Kernel: 3, Stride: 2, Padding: nn.Pad(1)},
			"conv1x1":                      &nn.Conv{Filters: 17, Kernel: 1, Stride: 1, Bias: true},
			"conv1x1_stride2":              &nn.Conv{Filters: 4, Kernel: 1, Stride: 2},
			"conv7x7_stride2":              &nn.Conv{Filters: 8, Kernel: 7, Stride: 2, Padding: nn.Pad(3)},
			"conv7x7_stride2_bias":         &nn.Conv{Filters: 8, Kernel: 7, Stride: 2, Padding: nn.Pad(3), Bias: true},
			"batchnorm_training":           &nn.BatchNorm{},
			"batchnorm_inference":          &nn.BatchNorm{},
			"relu":                         &nn.ReLU{},
			"maxpool3x3_stride2":           &nn.MaxPool{Size: 3, Stride: 2, Padding: nn.Pad(1)},
			"avgpool3x3_stride2_counted":   &nn.AvgPool{Size: 3, Stride: 2, Padding: nn.Pad(1), CountPadding: true},
			"avgpool3x3_stride2_uncounted": &nn.AvgPool{Size: 3, Stride: 2, Padding: nn.Pad(1)},
			"globalavgpool":                &nn.GlobalAvgPool{},
			"zeropad":                      &nn.ZeroPad{Pixels: 2},
			"shortcut_a":                   &nn.Subsample{Filters: 9, Stride: 2},
			"dense":                        &nn.Dense{Units: 10},
		},
		"tfjs.safetensors": {
			"conv3x3_same_even":            &nn.Conv{Filters: 5, Kernel: 3, Stride: 1, Padding: nn.Same(), Bias: true},
			"conv3x3_same_odd":             &nn.Conv{Filters: 5, Kernel: 3, Stride: 1, Padding: nn.Same(), Bias: true},
			"conv3x3_stride2_same_even":    &nn.Conv{Filters: 5, Kernel: 3, Stride: 2, Padding: nn.Same(), Bias: true},
			"conv3x3_stride2_same_odd":     &nn.Conv{Filters: 5, Kernel: 3, Stride: 2, Padding: nn.Same(), Bias: true},
			"conv7x7_stride2_same_even":    &nn.Conv{Filters: 5, Kernel: 7, Stride: 2, Padding: nn.Same(), Bias: true},
			"conv7x7_stride2_same_odd":     &nn.Conv{Filters: 5, Kernel: 7, Stride: 2, Padding: nn.Same(), Bias: true},
			"conv1x1_stride2_same_even":    &nn.Conv{Filters: 5, Kernel: 1, Stride: 2, Padding: nn.Same(), Bias: true},
			"conv1x1_stride2_same_odd":     &nn.Conv{Filters: 5, Kernel: 1, Stride: 2, Padding: nn.Same(), Bias: true},
			"maxpool3x3_stride2_same_even": &nn.MaxPool{Size: 3, Stride: 2, Padding: nn.Same()},
			"maxpool3x3_stride2_same_odd":  &nn.MaxPool{Size: 3, Stride: 2, Padding: nn.Same()},
			"avgpool2x2_stride2_same_even": &nn.AvgPool{Size: 2, Stride: 2, Padding: nn.Same()},
			"avgpool2x2_stride2_same_odd":  &nn.AvgPool{Size: 2, Stride: 2, Padding: nn.Same()},
			"avgpool3x3_stride2_same_even": &nn.AvgPool{Size: 3, Stride: 2, Padding: nn.Same()},
			"avgpool3x3_stride2_same_odd":  &nn.AvgPool{Size: 3, Stride: 2, Padding: nn.Same()},
			"batchnorm_keras":              &nn.BatchNorm{Epsilon: 1e-3},
		},
	}
}

func TestGoldenLayers(t *testing.T) {
	for file, layers := range goldenLayers() {
		all := readGolden(t, file)
		var names []string
		for name, layer := range layers {
			names = append(names, name)
			t.Run(name, func(t *testing.T) {
				g := golden{t, all.file}
				x, dy := g.tensor(name+"/x"), g.tensor(name+"/dy")
				out, err := layer.Build(nn.Shape{H: x.Shape[1], W: x.Shape[2], C: x.Shape[3]})
				require.NoError(t, err)
				require.Equal(t, dy.Shape, []int{x.Shape[0], out.H, out.W, out.C})
				for _, p := range layer.Params() {
					before := g.tensor(name + "/before/" + p.Name)
					require.Equal(t, before.Shape, p.Shape, p.Name)
					p.Value, p.Grad = before.Data, make([]float32, p.Len())
				}
				ctx := &nn.Context{Team: nn.NewTeam(2), Training: strings.HasSuffix(name, "_training")}
				g.requireClose(name+"/y", layer.Forward(ctx, x).Data, layerTolerance)
				dx := layer.Backward(ctx, dy)
				require.Len(t, dx, 1)
				g.requireClose(name+"/dx", dx[0].Data, layerTolerance)
				for _, p := range layer.Params() {
					if p.Learned {
						g.requireClose(name+"/grad/"+p.Name, p.Grad, layerTolerance)
					} else {
						g.requireClose(name+"/after/"+p.Name, p.Value, layerTolerance)
					}
				}
			})
		}
		assert.ElementsMatch(t, all.cases("/dy"), names, "cases of %s and of this test", file)
	}
}

func TestGoldenCrossEntropy(t *testing.T) {
	for name, smoothing := range map[string]float64{"crossentropy": 0, "crossentropy_smoothed": 0.1} {
		t.Run(name, func(t *testing.T) {
			g := readGolden(t, "torch.safetensors")
			var labels []int
			for _, v := range g.get(name + "/labels") {
				labels = append(labels, int(v))
			}
			logits := g.tensor(name + "/x")
			l := nn.CrossEntropy{Smoothing: smoothing}
			g.requireClose(name+"/loss", []float32{float32(l.Forward(logits, labels))}, layerTolerance)
			g.requireClose(name+"/dx", l.Backward(logits, labels).Data, layerTolerance)
		})
	}
}

func TestGoldenOptimizers(t *testing.T) {
	optimisers := map[string]nn.Optimizer{
		"sgd_plain":              &nn.SGD{},
		"sgd_momentum":           &nn.SGD{Momentum: 0.9},
		"sgd_nesterov":           &nn.SGD{Momentum: 0.9, Nesterov: true},
		"sgd_l2":                 &nn.SGD{Momentum: 0.9, WeightDecay: 0.1},
		"sgd_nesterov_l2":        &nn.SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 0.1},
		"sgd_decoupled":          &nn.SGD{Momentum: 0.9, WeightDecay: 0.1, Decoupled: true},
		"sgd_nesterov_decoupled": &nn.SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 0.1, Decoupled: true},
		"adam":                   &nn.Adam{},
		"adam_l2":                &nn.Adam{Beta1: 0.8, Beta2: 0.95, Epsilon: 0.1, WeightDecay: 0.1},
		"adamw":                  &nn.Adam{Beta1: 0.8, Beta2: 0.95, Epsilon: 0.1, WeightDecay: 0.1, Decoupled: true},
	}
	all := readGolden(t, "torch.safetensors")
	var names []string
	for name, opt := range optimisers {
		names = append(names, name)
		t.Run(name, func(t *testing.T) {
			g := golden{t, all.file}
			var params []nn.NamedParam
			for _, p := range []nn.Param{{Name: "weight", Learned: true, Decay: true}, {Name: "bias", Learned: true}} {
				before := g.tensor(name + "/before/" + p.Name)
				p.Shape, p.Value, p.Grad = before.Shape, before.Data, make([]float32, len(before.Data))
				params = append(params, nn.NamedParam{Param: &p, FullName: p.Name})
			}
			opt.Attach(params)
			steps := map[string][]float32{}
			for step, lr := range []float64{0.1, 0.2, 0.05} {
				for _, p := range params {
					copy(p.Grad, g.get(name + "/grads/" + p.Name)[step*len(p.Grad):])
				}
				opt.Step(lr)
				for _, p := range params {
					steps[p.Name] = append(steps[p.Name], p.Value...)
				}
			}
			for param, values := range steps {
				g.requireClose(name+"/steps/"+param, values, layerTolerance)
			}
		})
	}
	assert.ElementsMatch(t, all.cases("/steps/weight"), names, "cases of the file and of this test")
}
