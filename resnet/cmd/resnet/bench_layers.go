package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"canvasnet/nn/infer"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
)

// layerTime is a line of bench -layers.
type layerTime struct {
	Layer  string  `json:"layer"`
	Method string  `json:"method,omitempty"` // of inference
	Pass   string  `json:"pass,omitempty"`   // of training: forward or backward
	Us     float64 `json:"us"`               // the shortest time, in microseconds
	GFLOPs float64 `json:"gflops"`           // by definition of the layer, whatever the method saves
	Share  float64 `json:"share_of_peak"`    // GFLOPs in peaks of the micro-kernels, all threads

	flops float64
}

// benchLayers times every layer, again and again, and keeps the shortest time of
// each.
func benchLayers(ctx context.Context, m *resnet.Model, t timing, atLeast time.Duration, asJSON bool, stdout io.Writer) error {
	times, err := t.layers(m)
	if err != nil {
		return err
	}
	peak := kernel.Peak(100*time.Millisecond) * float64(t.Threads)
	best, err := times()
	if err != nil {
		return err
	}
	for begin := time.Now(); time.Since(begin) < atLeast; {
		if err := ctx.Err(); err != nil {
			return err
		}
		next, err := times()
		if err != nil {
			return err
		}
		for i := range best {
			best[i].Us = min(best[i].Us, next[i].Us)
		}
	}
	total := layerTime{Layer: "all of " + m.Name}
	for i := range best {
		best[i].rate(peak)
		total.Us += best[i].Us
		total.flops += best[i].flops
	}
	total.rate(peak)
	if asJSON {
		for _, l := range best {
			if err := printJSON(stdout, l); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "layer\t\tµs\tGFLOP/s\tof %.0f\t\n", peak)
	for _, l := range append(best, total) {
		fmt.Fprintf(table, "%s\t%s%s\t%.1f\t%.1f\t%.0f %%\t\n", l.Layer, l.Method, l.Pass, l.Us, l.GFLOPs, 100*l.Share)
	}
	return table.Flush()
}

func (l *layerTime) rate(peak float64) {
	if l.Us == 0 {
		return // the first layer has no backward pass if nothing in it learns
	}
	l.GFLOPs = l.flops / l.Us / 1e3
	l.Share = l.GFLOPs / peak
}

// layers returns a function that runs the network once and times its layers.
func (t *timing) layers(m *resnet.Model) (func() ([]layerTime, error), error) {
	x := randomPictures(t.Batch, m.Input.Size)
	if t.What == "train" {
		step := t.trainStep(m, x)
		return func() ([]layerTime, error) { return trainingLayers(m, t.Batch, step) }, step()
	}
	plan, err := infer.Compile(m.Graph, t.Batch)
	if err != nil {
		return nil, err
	}
	return func() (times []layerTime, _ error) {
		for _, s := range plan.Profile(x.Data) {
			times = append(times, layerTime{Layer: s.Layer, Method: s.Method, Us: s.Time.Seconds() * 1e6, flops: 2 * float64(s.MACs)})
		}
		return times, nil
	}, nil
}

// trainingLayers times the layers in a step of training. The backward pass does
// the work of the forward pass twice, for the gradients by inputs and by weights,
// but for the first layer, which has only the latter.
func trainingLayers(m *resnet.Model, batch int, step func() error) (times []layerTime, err error) {
	if err := step(); err != nil {
		return nil, err
	}
	for i, s := range m.Graph.Times() {
		name := s.First.Name
		if s.First != s.Last {
			name += " … " + s.Last.Name
		}
		flops := 2 * float64(resnet.MACs(s.First)*int64(batch))
		back := 2 * flops
		if i == 0 {
			back = flops
		}
		times = append(times,
			layerTime{Layer: name, Pass: "forward", Us: s.Forward.Seconds() * 1e6, flops: flops},
			layerTime{Layer: name, Pass: "backward", Us: s.Backward.Seconds() * 1e6, flops: back})
	}
	return times, nil
}
