//go:build js && wasm

package main

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"time"

	"canvasnet/resnet"
	"canvasnet/resnet/inside"
	"canvasnet/resnet/picture"
	"canvasnet/resnet/teach"
	"canvasnet/weights"
)

// network is a model made ready to run on one picture at a time. It knows
// nothing of JavaScript. Its buffers are used again by the next call.
type network struct {
	mu          sync.Mutex // the plans run for one call at a time
	file        []byte     // that it was loaded from
	facts       facts      // as loaded
	input       weights.Input
	temperature float32
	sureAbove   float32
	student     *teach.Student
	view        *inside.View
	stopped     bool      // learning is to end
	x           []float32 // (1, H, W, 3), normalised
	seen        []byte    // (H, W, 4), RGBA
}

// facts are what the page is told of a network.
type facts struct {
	model      string
	classes    []string
	parameters int // trained
	macs       int64
	metadata   map[string]string // of the file
}

// newNetwork prepares the network in a weight file, which it keeps: a few
// megabytes, in which its weights are there to be exported.
func newNetwork(file []byte) (*network, error) {
	f, err := weights.Decode(file)
	if err != nil {
		return nil, err
	}
	m, err := resnet.Load(f)
	if err != nil {
		return nil, err
	}
	student, err := teach.New(m)
	if err != nil {
		return nil, errors.New("prepare " + m.Name + ": " + err.Error())
	}
	size := m.Input.Size
	return &network{
		file:        file,
		facts:       facts{m.Name, m.Classes, m.Params(), m.MACs(), f.Metadata},
		input:       m.Input,
		temperature: m.Temperature,
		sureAbove:   m.SureAbove,
		student:     student,
		view:        inside.New(m.Graph, student.Trunk()),
		x:           make([]float32, size*size*3),
		seen:        make([]byte, size*size*4),
	}, nil
}

// now returns the facts of the network with what it has learned.
func (n *network) now() facts {
	now := n.facts
	now.classes = n.student.Classes()
	weight, bias := n.student.Weights()
	more := len(now.classes) - len(n.facts.classes)
	now.parameters += more * (len(weight)/len(bias) + 1)
	now.macs += int64(more * len(weight) / len(bias))
	return now
}

// run takes a normalised picture to its logits.
func (n *network) run(x []float32) []float32 { return n.student.Logits(n.student.Trunk().Run(x)) }

// answer is what classify found.
type answer struct {
	probabilities []float32 // (classes), adding up to 1
	sure          bool      // whether the greatest of them is worth naming
	seen          []byte    // (H, W, 4): the input before normalisation, as RGBA; the network's own
	ms            float64   // time of the forward pass, in milliseconds
}

// classify names a picture of width × height RGBA pixels, alpha not
// premultiplied. With drawing it looks for a drawing on plain paper, and names
// that.
func (n *network) classify(rgba []byte, width, height int, drawing bool) (answer, error) {
	rgb, err := n.see(rgba, width, height, drawing)
	if err != nil {
		return answer{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	resnet.Normalize(n.x, rgb, n.input)

	start := time.Now()
	logits := n.run(n.x)
	ms := milliseconds(time.Since(start))
	return n.answer(rgb, logits, ms), nil
}

// see returns the picture as the network sees it, (H, W, 3) bytes.
func (n *network) see(rgba []byte, width, height int, drawing bool) ([]byte, error) {
	if drawing {
		return picture.DrawingRGBA(rgba, width, height, n.input.Size)
	}
	return picture.SquareRGBA(rgba, width, height, n.input.Size)
}

func (n *network) answer(rgb []byte, logits []float32, ms float64) answer {
	probabilities := make([]float32, len(logits))
	resnet.Probabilities(probabilities, logits, n.temperature)
	for i := range len(rgb) / 3 {
		copy(n.seen[4*i:], rgb[3*i:3*i+3])
		n.seen[4*i+3] = 255
	}
	return answer{probabilities, slices.Max(probabilities) >= n.sureAbove, n.seen, ms}
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
		logits = append(logits, n.run(picture)...)
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
		n.run(n.x)
	}
	ms := make([]float64, max(runs, 1))
	for i := range ms {
		start := time.Now()
		n.run(n.x)
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
