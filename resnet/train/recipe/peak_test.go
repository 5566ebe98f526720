package recipe

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWithPeakKeepsShares(t *testing.T) {
	for _, name := range Names() {
		r, err := Named(name)
		require.NoError(t, err)
		for _, peak := range []float64{1e-7, 0.013, 0.3, 7} {
			got := r.WithPeak(peak)
			require.NoError(t, got.Check(), name)
			assert.Equal(t, peak, got.Schedule.Peak)
			assert.InDelta(t, r.Schedule.Initial/r.Schedule.Peak, got.Schedule.Initial/peak, 1e-12)
			assert.InDelta(t, r.Schedule.Final/r.Schedule.Peak, got.Schedule.Final/peak, 1e-12)
		}
		require.ErrorContains(t, r.WithPeak(0).Check(), "schedule.peak is 0")
	}
}

// However numbers round, a rate that starts at its peak goes on doing so.
func TestWithPeakRounds(t *testing.T) {
	r := Recipe{Epochs: 1, Batch: 1, Schedule: Schedule{Kind: OneCycle, Peak: 0.3, Initial: 0.3, Final: 0.3}}
	for peak := 0.001; peak < 10; peak *= 1.1 {
		require.NoError(t, r.WithPeak(peak).Check())
	}
}

func TestClassWeights(t *testing.T) {
	r, err := Parse([]byte("class_weights = \"balanced\"\n" + valid))
	require.NoError(t, err)
	assert.Equal(t, Balanced, r.ClassWeights)
	_, err = Parse([]byte("class_weights = \"some\"\n" + valid))
	require.ErrorContains(t, err, `class_weights is "some", want "balanced"`)
}
