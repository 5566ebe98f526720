package train

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

const size = 8

// pictures is a set that a small network can learn: each class has a colour of
// its own under noise.
func pictures(n int) *dataset.Set {
	s := &dataset.Set{Name: "made up", Classes: []string{"red", "green", "blue"}, Size: size}
	r := rand.New(rand.NewPCG(1, 1))
	for i := range n {
		label := i % 3
		s.Labels = append(s.Labels, label)
		for j := range size * size * 3 {
			v := r.IntN(128)
			if j%3 == label {
				v += 60
			}
			s.Pixels = append(s.Pixels, byte(v))
		}
	}
	return s
}

func small(t *testing.T, set *dataset.Set) *resnet.Model {
	c, err := resnet.Named("resnet20")
	require.NoError(t, err)
	c.Classes, c.Input.Size = set.Classes, set.Size
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	return m
}

func quick() recipe.Recipe {
	r := recipe.For("resnet20").WithEpochs(3)
	r.Batch, r.EMA = 16, 0.9
	return r
}

func values(m *resnet.Model) (all [][]float32) {
	for _, p := range m.Graph.Params() {
		all = append(all, append([]float32(nil), p.Value...))
	}
	return all
}

func TestLearns(t *testing.T) {
	set := pictures(96)
	m := small(t, set)
	r := quick().WithEpochs(12)
	history, err := Run(t.Context(), Config{Model: m, Train: set, Test: set, Recipe: r, Threads: 2})
	require.NoError(t, err)
	require.Len(t, history, 12)
	score, err := Evaluate(t.Context(), m, set, Options{Threads: 1})
	require.NoError(t, err)
	require.Greater(t, score.Top1, 0.95)
	require.Equal(t, score.Top1, *history[11].TestTop1)
	require.Less(t, history[11].TrainLoss, history[0].TrainLoss)
}

func TestResumedRunEqualsUnbroken(t *testing.T) {
	adam := quick()
	adam.Optimizer = recipe.Optimizer{Kind: recipe.Adam, WeightDecay: 0.01, Decoupled: true}
	adam.Schedule = recipe.Schedule{Kind: recipe.Constant, Peak: 1e-3}
	adam.EMAEvery, adam.Patience = 3, 2
	adam.Augment = recipe.Augment{Pad: 2, PadMode: recipe.Reflect, AlternatingFlip: true, Cutout: 2}
	for name, r := range map[string]recipe.Recipe{"SGD": quick(), "Adam": adam} {
		t.Run(name, func(t *testing.T) { testResume(t, r) })
	}
}

func testResume(t *testing.T, r recipe.Recipe) {
	set := pictures(70)
	run := func(c Config, stopAfter int) (*resnet.Model, []Epoch, error) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		m := small(t, set)
		steps := 0
		c.Model, c.Train, c.Test, c.Recipe, c.Threads = m, set, set, r, 2
		c.OnStep = func(Progress) {
			if steps++; steps == stopAfter {
				stop()
			}
		}
		history, err := Run(ctx, c)
		return m, history, err
	}
	whole, wholeHistory, err := run(Config{}, -1)
	require.NoError(t, err)

	// Stops in an epoch, and after the last step of one.
	for _, stop := range []int{2, 4, 6} {
		checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
		_, _, err = run(Config{Checkpoint: checkpoint}, stop)
		require.ErrorIs(t, err, ErrInterrupted)
		require.ErrorContains(t, err, checkpoint)
		resumed, history, err := run(Config{Checkpoint: checkpoint, Resume: true}, -1)
		require.NoError(t, err)
		require.Equal(t, values(whole), values(resumed), "stopped after %d steps", stop)
		require.Len(t, history, len(wholeHistory))
		for i := range history {
			require.Equal(t, wholeHistory[i].TrainLoss, history[i].TrainLoss)
			require.Equal(t, *wholeHistory[i].TestLoss, *history[i].TestLoss)
		}
	}
}

// A run that ends without a word goes on from the last checkpoint in its epoch.
func TestCheckpointsWithinAnEpoch(t *testing.T) {
	set := pictures(70)
	checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
	whole := small(t, set)
	_, err := Run(t.Context(), Config{Model: whole, Train: set, Recipe: quick(), Threads: 1})
	require.NoError(t, err)

	type killed struct{}
	steps := 0
	func() {
		defer func() { require.Equal(t, killed{}, recover()) }()
		Run(t.Context(), Config{
			Model: small(t, set), Train: set, Recipe: quick(), Threads: 1,
			Checkpoint: checkpoint, CheckpointEvery: 1,
			OnStep: func(Progress) {
				if steps++; steps == 7 {
					panic(killed{})
				}
			},
		})
	}()
	resumed, left := small(t, set), 0
	_, err = Run(t.Context(), Config{
		Model: resumed, Train: set, Recipe: quick(), Threads: 1, Checkpoint: checkpoint, Resume: true,
		OnStep: func(Progress) { left++ },
	})
	require.NoError(t, err)
	require.Equal(t, 3*4-6, left, "the step that was not saved is done again")
	require.Equal(t, values(whole), values(resumed))
}

func TestSameSeedSameBits(t *testing.T) {
	set := pictures(48)
	one, two := small(t, set), small(t, set)
	for _, m := range []*resnet.Model{one, two} {
		_, err := Run(t.Context(), Config{Model: m, Train: set, Recipe: quick(), Threads: 2})
		require.NoError(t, err)
	}
	require.Equal(t, values(one), values(two))
}

func TestResumeRefuses(t *testing.T) {
	set := pictures(48)
	checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
	interrupted, stop := context.WithCancel(t.Context())
	stop()
	config := func() Config {
		return Config{Model: small(t, set), Train: set, Test: set, Recipe: quick(), Threads: 2, Checkpoint: checkpoint}
	}
	_, err := Run(interrupted, config())
	require.ErrorIs(t, err, ErrInterrupted)

	_, err = Run(t.Context(), config())
	require.ErrorContains(t, err, "unfinished run")

	for what, change := range map[string]func(*Config){
		"recipe batch = 16, this run has batch = 8: use":         func(c *Config) { c.Recipe.Batch = 8 },
		"recipe nothing of that, this run has patience = 4: use": func(c *Config) { c.Recipe.Patience = 4 },
		"threads": func(c *Config) { c.Threads = 1 },
		"data":    func(c *Config) { c.Train = pictures(51) },
		"pictures to measure on made up, this run has none: use": func(c *Config) { c.Test = nil },
	} {
		c := config()
		c.Resume = true
		change(&c)
		_, err := Run(t.Context(), c)
		require.ErrorContains(t, err, "with "+what)
	}

	good, err := os.ReadFile(checkpoint)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(checkpoint, good[:len(good)-7], 0o600))
	c := config()
	c.Resume = true
	_, err = Run(t.Context(), c)
	require.ErrorContains(t, err, checkpoint)
}

func TestUnwritableCheckpointFailsAtOnce(t *testing.T) {
	set := pictures(48)
	steps := 0
	_, err := Run(t.Context(), Config{
		Model: small(t, set), Train: set, Recipe: quick(), Threads: 1,
		Checkpoint: filepath.Join(t.TempDir(), "missing", "run.checkpoint"),
		OnStep:     func(Progress) { steps++ },
	})
	require.Error(t, err)
	require.Zero(t, steps)
}

func TestRunRefuses(t *testing.T) {
	set := pictures(48)
	m := small(t, set)
	other := pictures(48)
	other.Classes = []string{"a", "b", "c"}
	_, err := Run(t.Context(), Config{Model: m, Train: other, Recipe: quick()})
	require.ErrorContains(t, err, `["a" "b" "c"]`)
	_, err = Run(t.Context(), Config{Model: m, Train: &dataset.Set{Classes: set.Classes, Size: size}, Recipe: quick()})
	require.ErrorContains(t, err, "no pictures")
	_, err = Run(t.Context(), Config{Model: m, Train: set, Test: &dataset.Set{Name: "held out", Classes: set.Classes, Size: size}, Recipe: quick()})
	require.ErrorContains(t, err, "held out: the data has no pictures")
	one := &dataset.Set{Classes: []string{"only"}, Size: size, Labels: []int{0}, Pixels: make([]byte, size*size*3)}
	_, err = Run(t.Context(), Config{Model: small(t, one), Train: one, Recipe: quick()})
	require.ErrorContains(t, err, "needs two")
	_, err = Run(t.Context(), Config{Model: m, Train: &dataset.Set{Classes: set.Classes, Size: 4}, Recipe: quick()})
	require.ErrorContains(t, err, "8×8 pixels")
}

func TestEpochErrorStopsTheRun(t *testing.T) {
	set := pictures(48)
	full := errors.New("disk full")
	_, err := Run(t.Context(), Config{
		Model: small(t, set), Train: set, Recipe: quick(), Threads: 1,
		OnEpoch: func([]Epoch) error { return full },
	})
	require.ErrorIs(t, err, full)
}
