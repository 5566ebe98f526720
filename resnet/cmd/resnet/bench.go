package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"
)

// timing is what bench prints.
type timing struct {
	Model           string  `json:"model"`
	What            string  `json:"what"`
	Batch           int     `json:"batch"`
	Threads         int     `json:"threads"`
	ImagesPerSecond float64 `json:"images_per_second"`
	MsPerStep       float64 `json:"ms_per_step"`
	GFLOPs          float64 `json:"gflops"` // 2 for each multiply-accumulate; training counts the forward pass three times
}

func benchCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("bench", "", "Bench times a network on random pictures: the median of some seconds.", stdout)
	name := fs.String("model", "", "`name` of the network (required)")
	what := fs.String("what", "infer", "infer (forward pass) or train (forward, backward, update)")
	batch := fs.count("batch", 0, 4096, "`number` of pictures in a step; 0 stands for 1 in infer and 128 in train")
	threads := fs.threads()
	seconds := fs.count("seconds", 3, 3600, "measure for this `number` of seconds")
	layers := fs.Bool("layers", false, "time each layer and compare it with the machine's peak; inference in one thread")
	asJSON := fs.Bool("json", false, "print one JSON object")
	if err := parse(fs, args, "model"); err != nil {
		return err
	}
	if *what != "infer" && *what != "train" {
		return usageError{fmt.Errorf("bench: -what %q, want infer or train", *what)}
	}
	if *batch == 0 {
		*batch = 1
		if *what == "train" {
			*batch = 128
		}
	}
	m, err := namedModel(*name, 0, 0, 1)
	if err != nil {
		return err
	}
	t := timing{Model: m.Name, What: *what, Batch: *batch, Threads: *threads}
	if *what == "train" {
		t.Threads = min(*threads, *batch) // images are what threads share
	}
	if *layers {
		if *what == "infer" {
			t.Threads = 1
		}
		return benchLayers(ctx, m, t, time.Duration(*seconds)*time.Second, *asJSON, stdout)
	}
	if err := t.measure(ctx, m, time.Duration(*seconds)*time.Second); err != nil {
		return err
	}
	if *asJSON {
		return printJSON(stdout, t)
	}
	_, err = fmt.Fprintf(stdout, "%s %s, batch %d, %d threads: %.1f images/s, %.2f ms a step, %.1f GFLOP/s\n",
		t.Model, t.What, t.Batch, t.Threads, t.ImagesPerSecond, t.MsPerStep, t.GFLOPs)
	return err
}

// measure takes the median of at least five steps, for at least a certain time.
func (t *timing) measure(ctx context.Context, m *resnet.Model, atLeast time.Duration) error {
	step, flops, err := t.step(m)
	if err != nil {
		return err
	}
	if err := step(); err != nil { // the first one takes the memory
		return err
	}
	var times []time.Duration
	for begin := time.Now(); len(times) < 5 || time.Since(begin) < atLeast; {
		if err := ctx.Err(); err != nil {
			return err
		}
		start := time.Now()
		if err := step(); err != nil {
			return err
		}
		times = append(times, time.Since(start))
	}
	slices.Sort(times)
	seconds := times[len(times)/2].Seconds()
	t.MsPerStep = seconds * 1e3
	t.ImagesPerSecond = float64(t.Batch) / seconds
	t.GFLOPs = flops * float64(t.Batch) / seconds / 1e9
	return nil
}

// step returns one step of work and its floating-point operations an image.
func (t *timing) step(m *resnet.Model) (step func() error, flops float64, err error) {
	x := randomPictures(t.Batch, m.Input.Size)
	flops = 2 * float64(m.MACs())
	if t.What == "infer" {
		step, err = t.inferStep(m, x)
		return step, flops, err
	}
	return t.trainStep(m, x), 3 * flops, nil
}

func randomPictures(n, size int) *nn.Tensor {
	x := nn.NewTensor(n, size, size, 3)
	for i := range x.Data {
		x.Data[i] = rand.Float32()
	}
	return x
}

func (t *timing) inferStep(m *resnet.Model, x *nn.Tensor) (func() error, error) {
	plan, err := infer.Compile(m.Graph, t.Batch)
	if err != nil {
		return nil, err
	}
	plan.SetThreads(t.Threads)
	return func() error {
		plan.Run(x.Data)
		return nil
	}, nil
}

func (t *timing) trainStep(m *resnet.Model, x *nn.Tensor) func() error {
	g := m.Graph
	g.SetThreads(t.Threads)
	labels := make([]int, t.Batch)
	loss := nn.CrossEntropy{}
	sgd := nn.SGD{Momentum: 0.9}
	sgd.Attach(g.Params())
	return func() error {
		logits, err := g.Forward(x, true)
		if err != nil {
			return err
		}
		g.ZeroGrad()
		g.Backward(loss.Backward(logits, labels))
		sgd.Step(1e-3)
		return nil
	}
}
