package train

import (
	"math"
	"os"
	"path/filepath"
	"testing"

	"canvasnet/nn/kernel"
	"canvasnet/resnet"

	"github.com/stretchr/testify/require"
)

// parameter returns the values of the named parameter.
func parameter(t *testing.T, m *resnet.Model, name string) []float32 {
	for _, p := range m.Graph.Params() {
		if p.FullName == name {
			return p.Value
		}
	}
	require.FailNow(t, "no parameter "+name)
	return nil
}

// A run stops at the first step whose numbers are not finite, names where that
// began, and leaves the checkpoint as it was.
func TestDivergenceIsNamed(t *testing.T) {
	nan := float32(math.NaN())
	for name, c := range map[string]struct {
		damage func(m *resnet.Model)
		says   []string
	}{
		"a layer overflows": {func(m *resnet.Model) {
			kernel.Scale(parameter(t, m, "layer2.0.bn1.weight"), 1e4)
			kernel.Scale(parameter(t, m, "layer2.0.conv2.weight"), 1e38)
		}, []string{"the loss is NaN", `the output of layer "layer2.0.conv2"`}},
		"a parameter": {func(m *resnet.Model) { parameter(t, m, "layer1.0.bn1.bias")[3] = nan },
			[]string{"the loss is NaN", `parameter "layer1.0.bn1.bias"`}},
		"a statistic, which no step of training reads": {func(m *resnet.Model) { parameter(t, m, "bn1.running_var")[0] = nan },
			[]string{"a weight is not finite", `parameter "bn1.running_var"`}},
	} {
		t.Run(name, func(t *testing.T) {
			set := pictures(48)
			m := small(t, set)
			checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
			steps := 0
			var before []byte
			_, err := Run(t.Context(), Config{
				Model: m, Train: set, Recipe: quick(), Threads: 1, Checkpoint: checkpoint,
				OnStep: func(Progress) {
					if steps++; steps == 4 {
						var err error
						before, err = os.ReadFile(checkpoint)
						require.NoError(t, err)
						c.damage(m)
					}
				},
			})
			for _, says := range c.says {
				require.ErrorContains(t, err, says)
			}
			require.ErrorContains(t, err, "in epoch 2, ")
			require.ErrorContains(t, err, "lower schedule.peak, now 0.2")
			require.ErrorContains(t, err, checkpoint+" keeps the last good state, of epoch 1, after its last step")
			after, err := os.ReadFile(checkpoint)
			require.NoError(t, err)
			require.Equal(t, before, after)
			_, err = Run(t.Context(), Config{Model: small(t, set), Train: set, Recipe: quick(), Threads: 1, Checkpoint: checkpoint, Resume: true})
			require.NoError(t, err)
		})
	}
}

// A checkpoint within an epoch does not take up what the next step would find.
func TestCheckpointRefusesNaN(t *testing.T) {
	set := pictures(48)
	m := small(t, set)
	checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
	steps := 0
	_, err := Run(t.Context(), Config{
		Model: m, Train: set, Recipe: quick(), Threads: 1, Checkpoint: checkpoint, CheckpointEvery: 1,
		OnStep: func(Progress) {
			if steps++; steps == 5 {
				parameter(t, m, "fc.bias")[1] = float32(math.Inf(-1))
			}
		},
	})
	require.ErrorContains(t, err, `a weight is not finite in epoch 2, step 2; the first that is not finite is parameter "fc.bias"`)
	require.ErrorContains(t, err, "the last good state, of epoch 2, step 1")
}

// The gradient of a layer overflows where its output does not: it reads huge
// numbers, and makes them small.
func TestGradientThatIsNotFinite(t *testing.T) {
	set := pictures(48)
	m := small(t, set)
	kernel.Scale(parameter(t, m, "layer2.1.bn1.weight"), 1e35)
	kernel.Scale(parameter(t, m, "layer2.1.conv2.weight"), 1e-40)
	kernel.Scale(parameter(t, m, "fc.weight"), 1e6)
	_, err := Run(t.Context(), Config{Model: m, Train: set, Recipe: quick(), Threads: 1})
	require.ErrorContains(t, err, "a gradient is not finite in epoch 1, step 1")
	require.ErrorContains(t, err, `the gradient of parameter "layer2.1.conv2.weight"`)
}

// A learning rate far too high ends in this error, not in a file of NaN.
func TestRateFarTooHigh(t *testing.T) {
	set := pictures(48)
	r := quick()
	r.Schedule.Peak = 100
	r.Optimizer.WeightDecay = 1
	r.EMA = 0
	_, err := Run(t.Context(), Config{Model: small(t, set), Train: set, Recipe: r.WithEpochs(200), Threads: 2})
	require.ErrorContains(t, err, "not finite")
	require.ErrorContains(t, err, "lower schedule.peak, now 100")
}
