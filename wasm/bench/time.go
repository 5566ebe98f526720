package main

import (
	"context"
	"fmt"
	"math"
	"time"
)

// tolerance is how far the logits of two contenders may lie apart, as
// maxDifference measures it.
const tolerance = 1e-3

// pause lets the threads of one contender come to rest before the next begins:
// thread pools spin for a while before they sleep.
const pause = 20 * time.Millisecond

// contender runs a network in the page.
type contender struct {
	name    string
	script  string // its worker; "" for ours
	threads int
}

// options are what the page needs to open a contender.
type options struct {
	Script  string `json:"script"`
	Threads int    `json:"threads"`
	Weights string `json:"weights"`
	ONNX    string `json:"onnx"`
	Size    int    `json:"size"`
}

// timing is one line of the result. Times are in milliseconds.
type timing struct {
	Model         string  `json:"model"`
	Contender     string  `json:"contender"`
	Threads       int     `json:"threads"`
	Median        float64 `json:"medianMs"`
	P10           float64 `json:"p10Ms"`
	Ratio         float64 `json:"ratio"`         // median over ours
	MaxDifference float64 `json:"maxDifference"` // of a logit from ours
}

// timePasses times forward passes of each network by all contenders, in turns,
// so that whatever else the machine does meets them all.
func timePasses(ctx context.Context, w *workshop) ([]section, error) {
	if len(w.models) == 0 {
		w.models = []string{"resnet20", "resnet18-cifar", "keras-resnet34", "canvasnet"}
	}
	tfjs, err := w.bundle(ctx, "tfjs.js")
	if err != nil {
		return nil, err
	}
	contenders := []contender{
		{"canvasnet", "", 1},
		{"onnxruntime-web", "/ort.js", 1},
		{"onnxruntime-web", "/ort.js", 2},
		{"TensorFlow.js wasm", made(tfjs), 1},
		{"TensorFlow.js wasm", made(tfjs), 2},
	}
	url, stopServer, err := serve(isolated(&files{places: w.places()}), &link{})
	if err != nil {
		return nil, err
	}
	defer stopServer()
	browser, stopBrowser, err := startBrowser(ctx)
	if err != nil {
		return nil, err
	}
	defer stopBrowser()
	if w.machine, err = describe(browser); err != nil {
		return nil, err
	}

	var rows []timing
	for _, model := range w.models {
		progress("%s: %d contenders, %d rounds", model, len(contenders), w.rounds)
		timed, err := w.timeModel(browser, url, model, contenders)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", model, err)
		}
		rows = append(rows, timed...)
	}
	return []section{{
		Caption: fmt.Sprintf("One forward pass of one picture, float32: %d interleaved rounds of %d passes, median and 10th percentile of the rounds' medians", w.rounds, w.passes),
		Rows:    rows,
		table:   timingTable(rows),
	}}, nil
}

func timingTable(rows []timing) table {
	t := table{header: []string{"network", "contender", "threads", "median, ms", "p10, ms", "× ours", "largest difference"}, words: 2}
	for _, r := range rows {
		t.rows = append(t.rows, []string{
			r.Model, r.Contender, fmt.Sprint(r.Threads),
			fmt.Sprintf("%.2f", r.Median), fmt.Sprintf("%.2f", r.P10), fmt.Sprintf("%.2f", r.Ratio), fmt.Sprintf("%.1e", r.MaxDifference),
		})
	}
	return t
}

// timeModel compares contenders, the first of which is ours, in a page of
// their own.
func (w *workshop) timeModel(browser context.Context, url, model string, contenders []contender) ([]timing, error) {
	o, err := w.modelFiles(browser, model)
	if err != nil {
		return nil, err
	}
	page, closePage, err := openPage(browser, url+"/index.html")
	if err != nil {
		return nil, err
	}
	defer closePage()

	rows := make([]timing, len(contenders))
	var ours []float64
	for i, c := range contenders {
		o.Script, o.Threads = c.script, c.threads
		id := fmt.Sprint(i)
		threads, err := call[int](page, "bench.open", id, o)
		if err != nil {
			return nil, fmt.Errorf("load %s: %w", c.name, err)
		}
		logits, err := call[[]float64](page, "bench.forward", id, o.Size)
		if err != nil {
			return nil, fmt.Errorf("run %s: %w", c.name, err)
		}
		if i == 0 {
			ours = logits
		}
		d := maxDifference(logits, ours)
		if !(d <= tolerance) {
			return nil, fmt.Errorf("%s, %d threads: a logit differs by %g from ours, more than %g: one of the two is wrong", c.name, threads, d, tolerance)
		}
		rows[i] = timing{Model: model, Contender: c.name, Threads: threads, MaxDifference: d}
	}

	for i, c := range contenders {
		if _, err := call[any](page, "bench.warmUp", fmt.Sprint(i), w.warmup.Milliseconds()); err != nil {
			return nil, fmt.Errorf("run %s: %w", c.name, err)
		}
	}
	ms := make([][]float64, len(contenders))
	for round := range w.rounds {
		for turn := range contenders {
			i := (round + turn) % len(contenders)
			time.Sleep(pause)
			t, err := call[float64](page, "bench.time", fmt.Sprint(i), w.passes)
			if err != nil {
				return nil, fmt.Errorf("run %s: %w", contenders[i].name, err)
			}
			ms[i] = append(ms[i], t)
		}
	}
	for i := range rows {
		rows[i].Median, rows[i].P10 = median(ms[i]), quantile(ms[i], 0.1)
		rows[i].Ratio = rows[i].Median / median(ms[0])
	}
	return rows, nil
}

// modelFiles makes the files of a network.
func (w *workshop) modelFiles(ctx context.Context, model string) (options, error) {
	file, err := w.weights(ctx, model, 0)
	if err != nil {
		return options{}, err
	}
	size, err := inputSize(file)
	if err != nil {
		return options{}, err
	}
	onnx, err := w.export(ctx, file, "onnx", "f32", model+".onnx")
	return options{Weights: made(file), ONNX: made(onnx), Size: size}, err
}

// maxDifference is the largest difference of a from b, as a share of the
// largest logit in b if that is more than 1: those of untrained networks go into
// the hundreds. It is not a number if the vectors cannot be compared.
func maxDifference(a, b []float64) float64 {
	if len(a) != len(b) {
		return math.NaN()
	}
	d, scale := 0.0, 1.0
	for i := range a {
		d = max(d, math.Abs(a[i]-b[i])) // NaN if one of them is
		scale = max(scale, math.Abs(b[i]))
	}
	return d / scale
}
