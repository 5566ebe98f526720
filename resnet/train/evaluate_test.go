package train

import (
	"context"
	"math"
	"testing"

	"canvasnet/resnet/dataset"

	"github.com/stretchr/testify/require"
)

func TestScore(t *testing.T) {
	set := &dataset.Set{Classes: []string{"a", "b", "c", "d", "e"}, Labels: []int{0, 0, 1, 2, 3}}
	e := Evaluation{N: 5, Predictions: [][]float32{
		{0.9, 0.1, 0, 0, 0}, // right
		{0.2, 0.7, 0.1, 0, 0},
		{0.1, 0.8, 0.1, 0, 0}, // right
		{0.4, 0.4, 0.2, 0, 0}, // of equals the first counts
		{0.5, 0.2, 0.15, 0.1, 0.05},
	}}
	e.score(set)
	require.InDelta(t, 2.0/5, e.Top1, 1e-9)
	require.InDelta(t, 4.0/5, e.Top3, 1e-9)
	require.InDelta(t, 1, e.Top5, 1e-9)
	require.InDelta(t, (0.5+1+0+0)/4, e.Macro(), 1e-9, "of the classes that have pictures")
	require.InDelta(t, -(math.Log(0.9)+math.Log(0.2)+math.Log(0.8)+math.Log(0.2)+math.Log(0.1))/5, e.NLL, 1e-6)
	// Bins of 1/15: 0.9, 0.7, 0.8, 0.4 and 0.5 are alone in theirs.
	require.InDelta(t, (0.1+0.7+0.2+0.4+0.5)/5, e.ECE, 1e-6)
	require.Equal(t, []ClassScore{{"a", 2, 0.5, 1}, {"b", 1, 1, 1}, {"c", 1, 0, 1}, {"d", 1, 0, 0}, {"e", 0, 0, 0}}, e.PerClass)
	require.Equal(t, [][]int{{1, 1, 0, 0, 0}, {0, 1, 0, 0, 0}, {1, 0, 0, 0, 0}, {1, 0, 0, 0, 0}, {0, 0, 0, 0, 0}}, e.Confusion(set))
}

func TestMirrorAveragesBothAnswers(t *testing.T) {
	set := pictures(5)
	m := small(t, set)
	mirrored := set.Subset([]int{0, 1, 2, 3, 4})
	for i := range mirrored.Len() {
		dataset.Mirror(mirrored.Image(i), size)
	}
	one, err := Evaluate(t.Context(), m, set, Options{Threads: 1})
	require.NoError(t, err)
	other, err := Evaluate(t.Context(), m, mirrored, Options{Threads: 1})
	require.NoError(t, err)
	both, err := Evaluate(t.Context(), m, set, Options{Threads: 1, Mirror: true})
	require.NoError(t, err)
	for i := range both.Predictions {
		for j, p := range both.Predictions[i] {
			require.InDelta(t, (one.Predictions[i][j]+other.Predictions[i][j])/2, p, 1e-6)
		}
	}
}

func TestEvaluateDivergedWeights(t *testing.T) {
	set := pictures(6)
	m := small(t, set)
	for _, p := range m.Graph.Params() {
		if p.FullName == "fc.weight" {
			for i := range p.Value {
				p.Value[i] = math.MaxFloat32
			}
		}
	}
	_, err := Evaluate(t.Context(), m, set, Options{Threads: 1})
	require.ErrorContains(t, err, "not a finite number")
}

func TestEvaluateRefuses(t *testing.T) {
	set := pictures(6)
	m := small(t, set)
	_, err := Evaluate(t.Context(), m, &dataset.Set{Name: "other", Classes: []string{"x"}, Size: size}, Options{Threads: 1})
	require.ErrorContains(t, err, `["red" "green" "blue"]`)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	_, err = Evaluate(ctx, m, set, Options{Threads: 1})
	require.ErrorIs(t, err, context.Canceled)
}
