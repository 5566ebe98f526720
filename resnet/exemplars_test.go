package resnet

import (
	"slices"
	"testing"

	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// remembering is a small network with an exemplar of each of its two classes.
func remembering(t *testing.T) *weights.File {
	f := learned(t, "resnet20", 8)
	e := Exemplars{Features: make([]float32, 2*64), Labels: []int{1, 0}}
	for i := range e.Features {
		e.Features[i] = float32(i % 8)
	}
	f.Tensors = append(f.Tensors, e.Tensors()...)
	return f
}

func TestExemplarsStayWithTheWeights(t *testing.T) {
	for _, dtype := range []weights.DType{weights.F32, weights.F16, weights.I8} {
		data, err := remembering(t).Encode(dtype)
		require.NoError(t, err)
		f, err := weights.Decode(data)
		require.NoError(t, err)
		m, err := Load(f)
		require.NoError(t, err)
		require.Equal(t, []int{1, 0}, m.Exemplars.Labels)
		require.InDelta(t, 3, m.Exemplars.Features[64+3], 0.05, dtype)

		again, err := Load(m.File())
		require.NoError(t, err)
		require.Equal(t, m.Exemplars, again.Exemplars)
		c, err := Named("resnet20")
		require.NoError(t, err)
		c.Classes, c.Input = m.Classes, m.Input
		imported, err := FromTensors(c, m.File())
		require.NoError(t, err)
		require.Equal(t, m.Exemplars, imported.Exemplars)
	}
	m, err := Load(learned(t, "resnet20", 8))
	require.NoError(t, err)
	require.Nil(t, m.Exemplars)
}

func TestExemplarsThatDoNotFit(t *testing.T) {
	for what, change := range map[string]func(f *weights.File){
		"only one of the tensors": func(f *weights.File) { f.Tensors = f.Tensors[:len(f.Tensors)-1] },
		"want [N 64] and [N]":     func(f *weights.File) { f.Tensor(exemplarFeatures).Shape = []int{1, 128} },
		"element 1 is 2, want":    func(f *weights.File) { f.Tensor(exemplarLabels).Data[1] = 2 },
		"element 0 is -1":         func(f *weights.File) { f.Tensor(exemplarLabels).Data[0] = -1 },
		"element 0 is 0.5":        func(f *weights.File) { f.Tensor(exemplarLabels).Data[0] = 0.5 },
		`"exemplars.other"`: func(f *weights.File) {
			f.Tensors = append(f.Tensors, &weights.Tensor{Name: "exemplars.other", Shape: []int{1}, Data: []float32{1}})
		},
	} {
		f := remembering(t)
		f.Tensors = slices.Clone(f.Tensors)
		change(f)
		_, err := Load(f)
		require.ErrorContains(t, err, what)
	}
}
