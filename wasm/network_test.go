//go:build js && wasm

package main

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"canvasnet/resnet"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// prepared is a network that comes from a file.
func prepared(t *testing.T, m *resnet.Model) *network {
	t.Helper()
	file, err := m.File().Encode(weights.F32)
	require.NoError(t, err)
	n, err := newNetwork(file)
	require.NoError(t, err)
	return n
}

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

// Temperature changes the probabilities, not the logits; these say who is sure.
func TestClassifyAtTemperature(t *testing.T) {
	c, err := resnet.Named("resnet20")
	require.NoError(t, err)
	c.Input.Size = 8
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	m.Temperature = 2
	n := prepared(t, m)

	rgba := make([]byte, 8*8*4)
	for i := range rgba {
		rgba[i] = byte(i * 37)
		if i%4 == 3 {
			rgba[i] = 255
		}
	}
	got, err := n.classify(rgba, 8, 8, false)
	require.NoError(t, err)
	logits, err := n.forward(n.x)
	require.NoError(t, err)
	for i := range logits {
		assert.InDelta(t, math.Log(float64(got.probabilities[i]/got.probabilities[0])), (logits[i]-logits[0])/2, 1e-3)
	}
	assert.NotEqual(t, logits[0], logits[1], "an untrained network still tells classes apart")
	assert.True(t, got.sure, "without a threshold every answer counts")

	top := slices.Max(got.probabilities)
	for threshold, sure := range map[float32]bool{top - 0.01: true, top + 0.01: false} {
		m.SureAbove = threshold
		got, err := prepared(t, m).classify(rgba, 8, 8, false)
		require.NoError(t, err)
		assert.Equal(t, sure, got.sure)
	}
}

// A drawing in a corner is seen as one in the middle, if it is looked for.
func TestClassifyDrawing(t *testing.T) {
	c, err := resnet.Named("resnet20")
	require.NoError(t, err)
	c.Input.Size = 8
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	n := prepared(t, m)

	const side = 64
	seen := func(left int, drawing bool) []byte {
		rgba := make([]byte, side*side*4) // transparent: white
		for y := 20; y < 50; y++ {
			for x := left; x < left+20; x++ {
				rgba[(y*side+x)*4+3] = 255
			}
		}
		a, err := n.classify(rgba, side, side, drawing)
		require.NoError(t, err)
		return bytes.Clone(a.seen)
	}
	assert.Equal(t, seen(2, true), seen(30, true))
	assert.NotEqual(t, seen(2, false), seen(30, false))
}
