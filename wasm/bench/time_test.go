package main

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMaxDifference(t *testing.T) {
	require.Equal(t, 0.5, maxDifference([]float64{1, 2, 3}, []float64{1, 4, 2}))
	require.Equal(t, 0.25, maxDifference([]float64{0.5}, []float64{0.25}))
	require.Zero(t, maxDifference([]float64{1}, []float64{1}))
	for name, other := range map[string][]float64{
		"another length": {1},
		"not a number":   {1, math.NaN()},
	} {
		d := maxDifference([]float64{1, 2}, other)
		require.False(t, d <= tolerance, "%s: %g", name, d)
	}
}

func TestTimingTable(t *testing.T) {
	got := timingTable([]timing{{Model: "m", Contender: "c", Threads: 2, Median: 1.234, P10: 1, Ratio: 2, MaxDifference: 1e-6}})
	require.Equal(t, []string{"m", "c", "2", "1.23", "1.00", "2.00", "1.0e-06"}, got.rows[0])
	require.Len(t, got.header, len(got.rows[0]))
}
