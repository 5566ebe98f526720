package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// workloads are what costOfWork measures by default: growing depth, growing
// input, and the largest network that is of use in a page. The numbers after @
// are the sides of the input in pixels.
var workloads = []string{
	"resnet20@32", "resnet32@32", "resnet44@32", "resnet56@32", "resnet110@32",
	"resnet18@32", "resnet18@64", "resnet18@96", "resnet18@128", "resnet18@160", "resnet18@192", "resnet18@224",
	"resnet50@224",
}

// cost is one line of the result.
type cost struct {
	Model      string  `json:"model"`
	Input      int     `json:"input"` // pixels
	MACs       int64   `json:"macs"`
	Median     float64 `json:"medianMs"`
	PerMillion float64 `json:"microsecondsPerMillionMACs"`
	Memory     int64   `json:"memory"` // of the renderer, in bytes; 0 where it is not known
	Gap        float64 `json:"gapMs"`  // longest time in which the page could not react
}

// costOfWork measures our network alone, each time in a new browser.
func costOfWork(ctx context.Context, w *workshop) ([]section, error) {
	if len(w.models) == 0 {
		w.models = workloads
	}
	var rows []cost
	for _, workload := range w.models {
		progress("%s", workload)
		c, err := w.costOf(ctx, workload)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", workload, err)
		}
		rows = append(rows, c)
	}
	return []section{{
		Caption: fmt.Sprintf("One forward pass of one picture in the page, median of %d. Memory is the private memory of the renderer process after them. The gap is the longest between two ticks of a 10 ms timer of the page, from loading to the last pass", w.rounds*w.passes),
		Rows:    rows,
		table:   costTable(rows),
	}}, nil
}

func costTable(rows []cost) table {
	t := table{header: []string{"network", "input", "million multiply-adds", "median, ms", "µs per million", "memory, MB", "longest gap, ms"}, words: 1}
	for _, r := range rows {
		t.rows = append(t.rows, []string{
			r.Model, strconv.Itoa(r.Input), fmt.Sprintf("%.0f", float64(r.MACs)/1e6),
			fmt.Sprintf("%.2f", r.Median), fmt.Sprintf("%.1f", r.PerMillion), megabytes(r.Memory), fmt.Sprintf("%.0f", r.Gap),
		})
	}
	return t
}

func (w *workshop) costOf(ctx context.Context, workload string) (cost, error) {
	model, side, _ := strings.Cut(workload, "@")
	input, err := strconv.Atoi(side)
	if err != nil {
		return cost{}, fmt.Errorf("write network and pixels, such as resnet18@224: %w", err)
	}
	file, err := w.weights(ctx, model, input)
	if err != nil {
		return cost{}, err
	}
	address, stopServer, err := serve(isolated(&files{places: w.places()}), &link{})
	if err != nil {
		return cost{}, err
	}
	defer stopServer()
	browser, stopBrowser, err := startBrowser(ctx)
	if err != nil {
		return cost{}, err
	}
	defer stopBrowser()
	if w.machine, err = describe(browser); err != nil {
		return cost{}, err
	}
	page, closePage, err := openPage(browser, address+"/index.html")
	if err != nil {
		return cost{}, err
	}
	defer closePage()

	c, err := call[cost](page, "bench.cost", options{Weights: made(file)}, w.warmup.Milliseconds(), w.rounds*w.passes)
	if err != nil {
		return cost{}, err
	}
	c.Model, c.Input = model, input
	c.PerMillion = 1e9 * c.Median / float64(c.MACs)
	c.Memory, err = rendererMemory(browser)
	return c, err
}
