package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestQuantile(t *testing.T) {
	values := []float64{4, 1, 3, 2}
	for q, want := range map[float64]float64{0: 1, 0.1: 1.3, 0.5: 2.5, 1: 4} {
		require.InDelta(t, want, quantile(values, q), 1e-12, "q = %g", q)
	}
	require.Equal(t, []float64{4, 1, 3, 2}, values, "the order is the caller's")
	require.Equal(t, 7.0, median([]float64{7}))
}
