package train

import (
	"math"
	"math/rand/v2"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/report"

	"github.com/stretchr/testify/require"
)

// sampled draws n rows of logits (n, k) and for each a label from its softmax
// at temperature: the answers of a network that needs this temperature.
func sampled(n, k int, temperature float32) (logits []float32, labels []int) {
	r := rand.New(rand.NewPCG(7, 7))
	p := make([]float32, k)
	for range n {
		for range k {
			logits = append(logits, float32(4*r.NormFloat64()))
		}
		resnet.Probabilities(p, logits[len(logits)-k:], temperature)
		at, label := r.Float32(), 0
		for ; label < k-1 && at >= p[label]; label++ {
			at -= p[label]
		}
		labels = append(labels, label)
	}
	return logits, labels
}

func TestFitTemperatureFindsTheTrueOne(t *testing.T) {
	for _, want := range []float32{0.25, 0.6, 1, 1.7, 4} {
		logits, labels := sampled(20_000, 10, want)
		got := fitTemperature(logits, labels)
		require.InEpsilon(t, want, got, 0.03)

		nll := func(temperature float32) float64 {
			_, nll, _ := calibration(probabilities([][]float32{logits}, 10, temperature), labels)
			return nll
		}
		for _, other := range []float32{0.99, 1.01} {
			require.Less(t, nll(got), nll(got*other), "%v is the best for these labels", got)
		}
		_, _, before := calibration(probabilities([][]float32{logits}, 10, 1), labels)
		_, _, after := calibration(probabilities([][]float32{logits}, 10, got), labels)
		require.Less(t, after, 0.02)
		if want != 1 {
			require.Greater(t, before, 3*after)
		}
	}
}

func TestFitTemperatureOfWhatHasNoBest(t *testing.T) {
	for name, c := range map[string]struct {
		logits []float32
		labels []int
		want   float32
	}{
		"all right":            {[]float32{3, 0, 0, 3}, []int{0, 1}, minTemperature},
		"all wrong":            {[]float32{3, 0, 0, 3}, []int{1, 0}, maxTemperature},
		"nothing to tell":      {[]float32{2, 2, 5, 5}, []int{0, 1}, 1},
		"right by a huge step": {[]float32{math.MaxFloat32, -math.MaxFloat32}, []int{0}, 1},
	} {
		require.Equal(t, c.want, fitTemperature(c.logits, c.labels), name)
	}
}

func TestCalibrate(t *testing.T) {
	set := pictures(60)
	m := small(t, set)
	before, err := Evaluate(t.Context(), m, set, Options{Threads: 1})
	require.NoError(t, err)
	require.EqualValues(t, 1, before.Temperature)
	require.Equal(t, before.NLL, before.UncalibratedNLL)
	require.Equal(t, before.ECE, before.UncalibratedECE)

	require.NoError(t, Calibrate(t.Context(), m, set, Options{Threads: 1}))
	require.NotContains(t, []float32{0, 1}, m.Temperature)
	after, err := Evaluate(t.Context(), m, set, Options{Threads: 1})
	require.NoError(t, err)
	require.Equal(t, m.Temperature, after.Temperature)
	require.Equal(t, before.Top1, after.Top1)
	require.Less(t, after.NLL, before.NLL)
	require.Equal(t, before.NLL, after.UncalibratedNLL)
	require.Equal(t, before.ECE, after.UncalibratedECE)
}

func TestCalibrateRefuses(t *testing.T) {
	set := pictures(6)
	m := small(t, set)
	require.ErrorContains(t, Calibrate(t.Context(), m, &dataset.Set{Name: "none", Classes: set.Classes, Size: size}, Options{Threads: 1}),
		"calibrate resnet20 on none: the data has no pictures")
	for _, p := range m.Graph.Params() {
		if p.FullName == "fc.weight" {
			p.Value[0] = float32(math.NaN())
		}
	}
	require.ErrorContains(t, Calibrate(t.Context(), m, set, Options{Threads: 1}), "not a finite number")
	require.Zero(t, m.Temperature)
}

func TestCalibration(t *testing.T) {
	bins, nll, ece := calibration([][]float32{{1, 0}, {0, 1}, {0.75, 0.25}}, []int{0, 0, 0})
	require.Len(t, bins, 15)
	require.Equal(t, report.Bin{Images: 2, Confidence: 1, Accuracy: 0.5}, bins[14])
	require.Equal(t, report.Bin{Images: 1, Confidence: 0.75, Accuracy: 1}, bins[11])
	require.InDelta(t, -(math.Log(math.SmallestNonzeroFloat32)+math.Log(0.75))/3, nll, 1e-9)
	require.InDelta(t, (1+0.25)/3, ece, 1e-9)
}
