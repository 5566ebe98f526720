//go:build js && wasm

package main

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/picture"
	"canvasnet/weights"
)

// network is a model made ready to run on one picture at a time. It knows
// nothing of JavaScript. Its buffers are used again by the next call.
type network struct {
	mu            sync.Mutex // the plan runs for one call at a time
	input         weights.Input
	temperature   float32
	plan          *infer.Plan
	x             []float32 // (1, H, W, 3), normalised
	probabilities []float32 // (classes)
	seen          []byte    // (H, W, 4), RGBA
}

func newNetwork(m *resnet.Model) (*network, error) {
	plan, err := infer.Compile(m.Graph, 1)
	if err != nil {
		return nil, errors.New("prepare " + m.Name + ": " + err.Error())
	}
	size := m.Input.Size
	return &network{
		input:         m.Input,
		temperature:   m.Temperature,
		plan:          plan,
		x:             make([]float32, size*size*3),
		probabilities: make([]float32, len(m.Classes)),
		seen:          make([]byte, size*size*4),
	}, nil
}

// answer is what classify found; its slices are the network's own.
type answer struct {
	probabilities []float32 // (classes), adding up to 1
	seen          []byte    // (H, W, 4): the input before normalisation, as RGBA
	ms            float64   // time of the forward pass, in milliseconds
}

// classify names a picture of width × height RGBA pixels, alpha not
// premultiplied. With drawing it looks for a drawing on plain paper, and names
// that.
func (n *network) classify(rgba []byte, width, height int, drawing bool) (answer, error) {
	see := picture.SquareRGBA
	if drawing {
		see = picture.DrawingRGBA
	}
	rgb, err := see(rgba, width, height, n.input.Size)
	if err != nil {
		return answer{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	resnet.Normalize(n.x, rgb, n.input)

	start := time.Now()
	logits := n.plan.Run(n.x)
	ms := milliseconds(time.Since(start))

	resnet.Probabilities(n.probabilities, logits, n.temperature)
	for i := range len(rgb) / 3 {
		copy(n.seen[4*i:], rgb[3*i:3*i+3])
		n.seen[4*i+3] = 255
	}
	return answer{n.probabilities, n.seen, ms}, nil
}

// forward maps normalised pictures (N, H, W, 3) to logits (N, classes), as the
// last layer gives them.
func (n *network) forward(x []float32) ([]float32, error) {
	one := len(n.x)
	if len(x) == 0 || len(x)%one != 0 {
		return nil, errors.New("forward: " + strconv.Itoa(len(x)) + " numbers given: pass whole pictures of " + strconv.Itoa(one))
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	var logits []float32
	for picture := range slices.Chunk(x, one) {
		logits = append(logits, n.plan.Run(picture)...)
	}
	return logits, nil
}

// timing holds times of single forward passes, in milliseconds.
type timing struct {
	median, p10, p90 float64
	runs             int
}

// benchmark times the forward pass runs times, after warmup untimed ones, on
// fixed noise. Runs is at least 1.
func (n *network) benchmark(runs, warmup int) timing {
	n.mu.Lock()
	defer n.mu.Unlock()
	noise := rand.New(rand.NewPCG(1, 1))
	for i := range n.x {
		n.x[i] = float32(noise.NormFloat64())
	}
	for range warmup {
		n.plan.Run(n.x)
	}
	ms := make([]float64, max(runs, 1))
	for i := range ms {
		start := time.Now()
		n.plan.Run(n.x)
		ms[i] = milliseconds(time.Since(start))
	}
	slices.Sort(ms)
	return timing{quantile(ms, 0.5), quantile(ms, 0.1), quantile(ms, 0.9), len(ms)}
}

// quantile interpolates linearly between the values around rank q·(n-1) of a
// sorted, non-empty slice.
func quantile(sorted []float64, q float64) float64 {
	rank := q * float64(len(sorted)-1)
	low := int(rank)
	high := min(low+1, len(sorted)-1)
	return sorted[low] + (rank-float64(low))*(sorted[high]-sorted[low])
}

func milliseconds(d time.Duration) float64 {
	return float64(d) / float64(time.Millisecond)
}
