//go:build js && wasm

package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestQuantile(t *testing.T) {
	for _, test := range []struct {
		sorted []float64
		q      float64
		want   float64
	}{
		{[]float64{5}, 0.9, 5},
		{[]float64{1, 2}, 0.5, 1.5},
		{[]float64{1, 2, 3}, 0.5, 2},
		{[]float64{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100}, 0.1, 10},
		{[]float64{0, 10}, 1, 10},
	} {
		assert.InDelta(t, test.want, quantile(test.sorted, test.q), 1e-12, "%v of %v", test.q, test.sorted)
	}
}
