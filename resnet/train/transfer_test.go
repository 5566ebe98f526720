package train

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/resnet"

	"github.com/stretchr/testify/require"
)

// Frozen layers keep their bits, whatever the recipe averages and decays, and a
// resumed run ends as an unbroken one.
func TestFrozenLayersStay(t *testing.T) {
	set := pictures(70)
	run := func(c Config, stopAfter int) (before, after [][]float32, m *resnet.Model, err error) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		m = small(t, set)
		require.NoError(t, m.Freeze("2"))
		before = values(m)
		steps := 0
		c.Model, c.Train, c.Test, c.Recipe, c.Threads, c.From = m, set, set, quick(), 2, "weights.safetensors"
		c.OnStep = func(Progress) {
			if steps++; steps == stopAfter {
				stop()
			}
		}
		_, err = Run(ctx, c)
		return before, values(m), m, err
	}
	before, whole, m, err := run(Config{}, -1)
	require.NoError(t, err)
	moved := 0
	for i, p := range m.Graph.Params() {
		if p.Learned {
			moved++
			require.NotEqual(t, before[i], whole[i], p.FullName)
		} else if frozenStage(p.FullName) {
			require.Equal(t, before[i], whole[i], p.FullName)
		}
	}
	require.Positive(t, moved)

	checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
	_, _, _, err = run(Config{Checkpoint: checkpoint}, 6)
	require.ErrorIs(t, err, ErrInterrupted)
	_, resumed, _, err := run(Config{Checkpoint: checkpoint, Resume: true}, -1)
	require.NoError(t, err)
	require.Equal(t, whole, resumed)
}

// frozenStage tells the running statistics of frozen batch norms from those of
// others: neither are learned, but the latter follow the batches.
func frozenStage(name string) bool { return !strings.HasPrefix(name, "layer3.") }

func TestResumeRefusesAnotherStart(t *testing.T) {
	set := pictures(48)
	checkpoint := filepath.Join(t.TempDir(), "run.checkpoint")
	config := func(freeze, from string) Config {
		m := small(t, set)
		if freeze != "" {
			require.NoError(t, m.Freeze(freeze))
		}
		return Config{Model: m, Train: set, Recipe: quick(), Threads: 1, Checkpoint: checkpoint, From: from}
	}
	interrupted, stop := context.WithCancel(t.Context())
	stop()
	_, err := Run(interrupted, config("1", "a.safetensors"))
	require.ErrorIs(t, err, ErrInterrupted)
	for says, c := range map[string]Config{
		"with initial weights a.safetensors, this run has b.safetensors":               config("1", "b.safetensors"),
		"with initial weights a.safetensors, this run has those drawn from the seed":   config("", ""),
		"with frozen layers up to layer1.2.relu, this run has up to layer2.2.relu":     config("2", "a.safetensors"),
		"with frozen layers up to layer1.2.relu, this run has none: use the same, or ": config("", "a.safetensors"),
	} {
		c.Resume = true
		_, err := Run(t.Context(), c)
		require.ErrorContains(t, err, says)
	}
}
