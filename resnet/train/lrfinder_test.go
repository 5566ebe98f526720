package train

import (
	"context"
	"math"
	"testing"

	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

func TestFindRate(t *testing.T) {
	set := pictures(96)
	m := small(t, set)
	before := values(m)
	var seen []RateStep
	patient := quick() // what needs pictures to measure on does not count
	patient.Patience = 2
	found, err := FindRate(t.Context(), Config{Model: m, Train: set, Recipe: patient, Threads: 1}, func(s RateStep) { seen = append(seen, s) })
	require.NoError(t, err)
	require.Equal(t, before, values(m), "the model is as it was")
	require.Equal(t, found.Steps, seen)
	require.InDelta(t, lowRate, seen[0].LR, 1e-12)
	for i := 1; i < len(seen); i++ {
		require.Greater(t, seen[i].LR, seen[i-1].LR)
	}
	require.Greater(t, found.Suggested, 1e-3)
	require.Less(t, found.Suggested, 1.0)
	require.Less(t, found.Suggested, found.Least)

	again, err := FindRate(t.Context(), Config{Model: m, Train: set, Recipe: quick(), Threads: 1}, nil)
	require.NoError(t, err)
	require.Equal(t, found, again)

	// What it suggests works.
	r := quick().WithEpochs(12)
	r.Schedule = recipe.Schedule{Kind: recipe.OneCycle, Peak: found.Suggested, WarmUp: 2}
	history, err := Run(t.Context(), Config{Model: m, Train: set, Recipe: r, Threads: 1})
	require.NoError(t, err)
	require.Greater(t, history[11].TrainTop1, 0.9)
}

// curve is a rate test of a hundred steps with the given losses.
func curve(loss func(lr float64) float64) *RateTest {
	t := &RateTest{}
	for i := 0; i < rateSteps && !t.Diverged; i++ {
		t.add(rateAt(i), loss(rateAt(i)))
	}
	return t
}

func TestRateSuggestion(t *testing.T) {
	bowl := func(lr float64) float64 { return 1 + math.Abs(math.Log10(lr)+1.5) } // least at 10^-1.5
	c := curve(bowl)
	require.NoError(t, c.suggest())
	require.InEpsilon(t, math.Pow(10, -1.5), c.Least, 2, "not far behind the least loss")
	require.InEpsilon(t, c.Least/2, c.Suggested, 0.05)
	require.False(t, c.Diverged)

	for name, end := range map[string]float64{"not a number": math.NaN(), "infinite": math.Inf(1), "large": 1e6} {
		c := curve(func(lr float64) float64 {
			if lr > 0.5 {
				return end
			}
			return bowl(lr)
		})
		require.True(t, c.Diverged, name)
		require.Less(t, c.Steps[len(c.Steps)-1].LR, 0.7, name)
		require.NoError(t, c.suggest(), name)
	}

	for name, loss := range map[string]float64{"flat": 2, "diverged at once": math.NaN()} {
		c := curve(func(float64) float64 { return loss })
		require.ErrorContains(t, c.suggest(), "no rate from 1e-05 to 10 lowers the loss", name)
	}
}

func TestFindRateStops(t *testing.T) {
	set := pictures(48)
	m := small(t, set)
	before := values(m)
	ctx, stop := context.WithCancel(t.Context())
	_, err := FindRate(ctx, Config{Model: m, Train: set, Recipe: quick(), Threads: 1}, func(s RateStep) {
		if s.Step == 3 {
			stop()
		}
	})
	require.ErrorIs(t, err, ErrInterrupted)
	require.Equal(t, before, values(m))
}
