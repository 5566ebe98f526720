package train

import (
	"math/rand/v2"
	"testing"

	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

func TestBalancedWeights(t *testing.T) {
	set := &dataset.Set{Classes: []string{"many", "few", "none"}, Labels: []int{0, 0, 0, 0, 0, 0, 1, 1}}
	require.Nil(t, classWeights(recipe.Recipe{}, set))
	w := classWeights(recipe.Recipe{ClassWeights: recipe.Balanced}, set)
	require.InDeltaSlice(t, []float64{8.0 / 12, 2, 0}, w, 1e-12)
	var sum float64
	for _, label := range set.Labels {
		sum += w[label]
	}
	require.InDelta(t, 1, sum/float64(set.Len()), 1e-12)
}

// vague is a set of two classes that look alike, one ten times as large as the
// other: pictures of noise, a little brighter for one of them.
func vague(many, few int) *dataset.Set {
	s := &dataset.Set{Name: "vague", Classes: []string{"large", "small"}, Size: size}
	r := rand.New(rand.NewPCG(1, 1))
	for i := range many + few {
		label := 0
		if i >= many {
			label = 1
		}
		s.Labels = append(s.Labels, label)
		brightness := 100 + 30*label + int(30*r.NormFloat64())
		for range size * size * 3 {
			s.Pixels = append(s.Pixels, byte(min(max(brightness+int(5*r.NormFloat64()), 0), 255)))
		}
	}
	return s
}

// Where classes cannot be told apart for sure, plain training names the larger
// one; balanced training finds the other too.
func TestBalancedTrainingIsFair(t *testing.T) {
	learn, test := vague(200, 20), vague(100, 100)
	recall := func(weights string) (ofLarge, ofSmall float64) {
		m := small(t, learn)
		r := recipe.For("resnet20").WithEpochs(20).WithPeak(0.02)
		r.Batch, r.ClassWeights = 64, weights
		_, err := Run(t.Context(), Config{Model: m, Train: learn, Recipe: r, Threads: 1})
		require.NoError(t, err)
		score, err := Evaluate(t.Context(), m, test, Options{Threads: 1})
		require.NoError(t, err)
		return score.PerClass[0].Top1, score.PerClass[1].Top1
	}
	_, plain := recall("")
	large, balanced := recall(recipe.Balanced)
	require.Greater(t, balanced, plain+0.2)
	require.Greater(t, large, 0.5)
}
