package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// settle is how long a new browser takes to come to rest.
const settle = 500 * time.Millisecond

// coldStart is one line of the result: medians over the samples.
type coldStart struct {
	Model      string  `json:"model"`
	Connection string  `json:"connection"`
	Contender  string  `json:"contender"`
	First      float64 `json:"firstMs"` // from navigation to the first logits
	Ratio      float64 `json:"ratio"`   // to ours
	Bytes      int64   `json:"bytes"`   // received, headers included
	Memory     int64   `json:"memory"`  // of the renderer, in bytes; 0 where it is not known
}

// visitor is a page that loads a network and answers once.
type visitor struct {
	name    string
	page    string
	weights string // where the page loads them from
	files   *files
}

// connection is what lies between the browser and the server.
type connection struct {
	name    string
	rate    float64 // bytes a second; 0 for no limit
	latency time.Duration
}

// coldStarts times the way from navigation to the first logits, each time in a
// new browser with a fresh profile.
func coldStarts(ctx context.Context, w *workshop) ([]section, error) {
	if len(w.models) == 0 {
		w.models = []string{"resnet20"}
	}
	for _, script := range []string{"cold/first.js", "tfjs-model.js"} {
		if _, err := w.bundle(ctx, script); err != nil {
			return nil, err
		}
	}
	connections := []connection{
		{name: "local"},
		{fmt.Sprintf("%g Mbit/s, %v round trip", w.rate, w.latency), w.rate * 1e6 / 8, w.latency},
	}
	var rows []coldStart
	for _, model := range w.models {
		visitors, size, err := w.visitors(ctx, model)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", model, err)
		}
		progress("%s: compressing, and comparing logits", model)
		if err := w.rehearse(ctx, visitors, size); err != nil {
			return nil, fmt.Errorf("%s: %w", model, err)
		}
		for _, c := range connections {
			progress("%s: %d visits, %s", model, len(visitors)*w.samples, c.name)
			timed, err := w.visits(ctx, visitors, size, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", model, err)
			}
			for i := range timed {
				timed[i].Model = model
			}
			rows = append(rows, timed...)
		}
	}
	return []section{{
		Caption: fmt.Sprintf("From navigation to the first logits in a fresh profile, programs sent as brotli, weights as they are: medians of %d. Memory is the private memory of the renderer process then", w.samples),
		Rows:    rows,
		table:   coldTable(rows),
	}}, nil
}

func coldTable(rows []coldStart) table {
	t := table{header: []string{"network", "connection", "page", "first logits, ms", "× ours", "received, kB", "memory, MB"}, words: 3}
	for _, r := range rows {
		t.rows = append(t.rows, []string{
			r.Model, r.Connection, r.Contender,
			fmt.Sprintf("%.0f", r.First), fmt.Sprintf("%.2f", r.Ratio), fmt.Sprintf("%.0f", float64(r.Bytes)/1e3), megabytes(r.Memory),
		})
	}
	return t
}

// visitors makes the files of a network and lists the pages that load it, ours
// first. All numbers are those of the float16 file, however they are stored.
func (w *workshop) visitors(ctx context.Context, model string) ([]visitor, int, error) {
	trained, err := w.weights(ctx, model, 0)
	if err != nil {
		return nil, 0, err
	}
	size, err := inputSize(trained)
	if err != nil {
		return nil, 0, err
	}
	half, err := w.export(ctx, trained, "safetensors", "f16", model+".f16.safetensors")
	if err != nil {
		return nil, 0, err
	}
	single, err := w.export(ctx, half, "safetensors", "f32", model+".f32.safetensors")
	if err != nil {
		return nil, 0, err
	}
	onnx, err := w.export(ctx, half, "onnx", "f32", model+".onnx")
	if err != nil {
		return nil, 0, err
	}
	usual := &files{places: w.places(), brotli: true}
	visitors := []visitor{{"canvasnet", "ours.html", made(half), usual}}
	if w.slim != "" {
		slim := &files{places: append([]place{{"/site/canvasnet.wasm", w.slim}}, w.places()...), brotli: true}
		visitors = append(visitors, visitor{"canvasnet, slim", "ours.html", made(half), slim})
	}
	return append(visitors,
		visitor{"onnxruntime-web", "ort.html", made(onnx), usual},
		visitor{"TensorFlow.js wasm", "tfjs.html", made(single), usual},
		visitor{"TensorFlow.js wasm, float16 file", "tfjs.html", made(half), usual},
		visitor{"nothing", "blank.html", "", usual},
	), size, nil
}

// rehearse visits every page once, which also compresses its files, and
// compares the logits with ours.
func (w *workshop) rehearse(ctx context.Context, visitors []visitor, size int) error {
	var ours []float64
	for i, v := range visitors {
		seen, err := w.visit(ctx, v, size, connection{})
		if err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		if i == 0 {
			ours = seen.Logits
		}
		if d := maxDifference(seen.Logits, ours); v.weights != "" && !(d <= tolerance) {
			return fmt.Errorf("%s: a logit differs by %g from ours, more than %g: one of the two is wrong", v.name, d, tolerance)
		}
	}
	return nil
}

// visits samples all pages in turns.
func (w *workshop) visits(ctx context.Context, visitors []visitor, size int, c connection) ([]coldStart, error) {
	ms := make([][]float64, len(visitors))
	memory := make([][]float64, len(visitors))
	rows := make([]coldStart, len(visitors))
	for range w.samples {
		for i, v := range visitors {
			seen, err := w.visit(ctx, v, size, c)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", v.name, err)
			}
			ms[i] = append(ms[i], seen.Ms)
			memory[i] = append(memory[i], float64(seen.memory))
			rows[i].Bytes = seen.bytes
		}
	}
	for i, v := range visitors {
		rows[i].Connection, rows[i].Contender = c.name, v.name
		rows[i].First, rows[i].Memory = median(ms[i]), int64(median(memory[i]))
		rows[i].Ratio = rows[i].First / median(ms[0])
	}
	return rows, nil
}

// sighting is what one visit shows.
type sighting struct {
	Ms     float64   `json:"ms"`
	Logits []float64 `json:"logits"`
	bytes  int64
	memory int64
}

func (w *workshop) visit(ctx context.Context, v visitor, size int, c connection) (sighting, error) {
	var handler http.Handler = v.files
	if c.latency > 0 {
		handler = delayed(handler, c.latency)
	}
	l := &link{rate: c.rate}
	address, stopServer, err := serve(handler, l)
	if err != nil {
		return sighting{}, err
	}
	defer stopServer()
	browser, stopBrowser, err := startBrowser(ctx)
	if err != nil {
		return sighting{}, err
	}
	defer stopBrowser()
	if w.machine, err = describe(browser); err != nil {
		return sighting{}, err
	}
	time.Sleep(settle) // of starting the browser

	query := url.Values{"weights": {v.weights}, "size": {strconv.Itoa(size)}}
	page, closePage, err := openPage(browser, address+"/cold/"+v.page+"?"+query.Encode())
	if err != nil {
		return sighting{}, err
	}
	defer closePage()
	seen, err := value[sighting](page, "first")
	if err != nil {
		return sighting{}, err
	}
	seen.bytes = l.bytes()
	seen.memory, err = rendererMemory(browser)
	return seen, err
}
