package train

import (
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// A residual network of one block a stage learns 200 photos by heart.
func TestLearnsPhotos(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute without vector instructions")
	}
	set, err := dataset.Open(t.Context(), "images:../dataset/testdata/cifar10-200", dataset.Options{Size: 32})
	require.NoError(t, err)
	require.Equal(t, 200, set.Len())
	m, err := resnet.New(resnet.Config{
		Name: "resnet8", Stages: []int{1, 1, 1}, Widths: []int{8, 16, 32}, Classes: set.Classes,
		Input: weights.Input{Size: 32, Mean: [3]float32{0.5, 0.5, 0.5}, Std: [3]float32{0.25, 0.25, 0.25}},
	}, 1)
	require.NoError(t, err)
	r := recipe.Recipe{
		Name: "by heart", Epochs: 30, Batch: 20, Seed: 1,
		Optimizer: recipe.Optimizer{Momentum: 0.9, Nesterov: true, WeightDecay: 5e-4},
		Schedule:  recipe.Schedule{Kind: recipe.OneCycle, Initial: 0.01, Peak: 0.1, WarmUp: 5},
	}
	_, err = Run(t.Context(), Config{Model: m, Train: set, Recipe: r, Threads: 2})
	require.NoError(t, err)
	score, err := Evaluate(t.Context(), m, set, Options{Threads: 2})
	require.NoError(t, err)
	require.Greater(t, score.Top1, 0.95)
}
