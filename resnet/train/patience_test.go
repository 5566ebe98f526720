package train

import (
	"context"
	"path/filepath"
	"testing"

	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

func measured(top1, loss float64) Epoch { return Epoch{TestTop1: &top1, TestLoss: &loss} }

func TestBest(t *testing.T) {
	for want, history := range map[int][]Epoch{
		-1: nil,
		0:  {measured(0.5, 1), measured(0.5, 1), measured(0.4, 0.9)},
		1:  {measured(0.5, 1), measured(0.6, 2), measured(0.5, 0.5)},
		2:  {measured(0.6, 2), measured(0.5, 0.5), measured(0.6, 1)},
		3:  {{}, {}, {}, measured(0.1, 9)},
	} {
		require.Equal(t, want, Best(history))
	}
}

// impatient is a recipe that soon knows everything, and then only wanders.
func impatient() recipe.Recipe {
	r := quick().WithEpochs(100)
	r.Patience = 2
	r.Schedule = recipe.Schedule{Kind: recipe.Constant, Peak: 0.05}
	return r
}

func TestPatience(t *testing.T) {
	learn, held := pictures(48), pictures(30)
	m := small(t, learn)
	history, err := Run(t.Context(), Config{Model: m, Train: learn, Test: held, Recipe: impatient(), Threads: 2})
	require.NoError(t, err)
	require.Less(t, len(history), 100)
	best := Best(history)
	require.Equal(t, len(history)-1, best+2)
	score, err := Evaluate(t.Context(), m, held, Options{Threads: 2})
	require.NoError(t, err)
	require.Equal(t, *history[best].TestTop1, score.Top1, "the weights are those of the best epoch")
	require.Equal(t, *history[best].TestLoss, score.NLL)
}

// The best weights are in the checkpoint: a run that is stopped after its best
// epoch still yields them.
func TestPatienceIsResumed(t *testing.T) {
	learn, held := pictures(48), pictures(30)
	whole := small(t, learn)
	want, err := Run(t.Context(), Config{Model: whole, Train: learn, Test: held, Recipe: impatient(), Threads: 2})
	require.NoError(t, err)

	for _, stopAfter := range []int{len(want) - 1, len(want)} {
		checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		_, err = Run(ctx, Config{
			Model: small(t, learn), Train: learn, Test: held, Recipe: impatient(), Threads: 2, Checkpoint: checkpoint,
			OnEpoch: func(past []Epoch) error {
				if len(past) == stopAfter {
					stop()
				}
				return ctx.Err()
			},
		})
		require.ErrorIs(t, err, context.Canceled)
		resumed := small(t, learn)
		got, err := Run(t.Context(), Config{Model: resumed, Train: learn, Test: held, Recipe: impatient(), Threads: 2, Checkpoint: checkpoint, Resume: true})
		require.NoError(t, err)
		require.Len(t, got, len(want))
		require.Equal(t, values(whole), values(resumed))
	}
}

func TestPatienceNeedsHeldOutPictures(t *testing.T) {
	set := pictures(48)
	_, err := Run(t.Context(), Config{Model: small(t, set), Train: set, Recipe: impatient(), Threads: 1})
	require.ErrorContains(t, err, "-validate")
	test := pictures(48)
	test.Name = "cifar10:test"
	_, err = Run(t.Context(), Config{Model: small(t, set), Train: set, Test: test, Recipe: impatient(), Threads: 1})
	require.ErrorContains(t, err, "cifar10:test, which is there to test them")
}
