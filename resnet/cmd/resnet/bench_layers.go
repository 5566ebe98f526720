package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
)

// layerTime is a line of bench -layers.
type layerTime struct {
	Layer  string  `json:"layer"`
	Method string  `json:"method"`
	Us     float64 `json:"us"` // the shortest time, in microseconds
	GFLOPs float64 `json:"gflops"`
}

// benchLayers times every step of inference, again and again, and keeps the
// shortest time of each.
func benchLayers(ctx context.Context, m *resnet.Model, batch, seconds int, asJSON bool, stdout io.Writer) error {
	plan, err := infer.Compile(m.Graph, batch)
	if err != nil {
		return err
	}
	x := randomPictures(batch, m.Input.Size)
	best := plan.Profile(x.Data)
	for begin := time.Now(); time.Since(begin) < time.Duration(seconds)*time.Second; {
		if err := ctx.Err(); err != nil {
			return err
		}
		for i, s := range plan.Profile(x.Data) {
			best[i].Time = min(best[i].Time, s.Time)
		}
	}
	table := tabwriter.NewWriter(stdout, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "layer\tmethod\tµs\tGFLOP/s\t\n")
	var total time.Duration
	for _, s := range best {
		t := layerTime{Layer: s.Layer, Method: s.Method, Us: s.Time.Seconds() * 1e6}
		if s.MACs > 0 {
			t.GFLOPs = 2 * float64(s.MACs) / s.Time.Seconds() / 1e9
		}
		total += s.Time
		if asJSON {
			if err := printJSON(stdout, t); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%.1f\t%.1f\t\n", t.Layer, t.Method, t.Us, t.GFLOPs)
	}
	if asJSON {
		return nil
	}
	fmt.Fprintf(table, "all of %s\t\t%.1f\t%.1f\t\n", m.Name, total.Seconds()*1e6,
		2*float64(m.MACs())*float64(batch)/total.Seconds()/1e9)
	return table.Flush()
}
