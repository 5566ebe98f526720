//go:build js && wasm

// Wasm is the network as the web page runs it: a program for GOOS=js that lives
// in a worker (site/worker.js) and answers its calls.
//
//	fetch ─▶ weights.Decode ─▶ resnet.Load ─▶ infer.Plan
//	RGBA ─▶ picture.Square ─▶ Normalize ─▶ Plan.Run ─▶ Probabilities ─▶ the page
//	                                       Plan.Observe ─▶ inside.View
//	                                       features ─▶ teach.Student ─▶ a new last layer
//
// Main hands an object of functions to the global canvasnetReady and then stays
// to serve them:
//
//	load(url, onProgress(loaded, total)) → Promise of INFO
//	open(bytes, name) → INFO
//	classify(rgba, width, height, drawing) → {probabilities, sure, seen, ms}
//	forward(float32array) → Float32Array
//	benchmark(runs, warmup) → {medianMs, p10Ms, p90Ms, runs}
//	blocks() → [{name, kind, shape, parameters, macs, residual, layers}]
//	inspect(rgba, width, height, drawing, layer, without) → {probabilities, sure, seen, ms, heat, maps, times}
//	teach(label, rgba, width, height, drawing) → {label, examples}
//	examples() → [{label, count, taught}]
//	learn(onProgress(step, steps, loss)) → Promise of {loss, accuracy, seconds, info: INFO}
//	stop() ends learn
//	undo() → {undone, info: INFO}
//	reset() → INFO
//	export() → Uint8Array
//
// INFO is {model, classes, inputSize, parameters, macs, simd, teachable,
// metadata}. All but load and learn return an Error, instead of throwing it, when
// they fail, and run in the callback itself: only these two wait for events of
// JavaScript.
package main

import (
	"errors"
	"runtime"
	"syscall/js"
	"time"

	"canvasnet/nn/kernel"
)

func main() {
	s := new(server)
	exports := map[string]any{
		"load":  js.FuncOf(promise(s.load)),
		"open":  js.FuncOf(guard(s.open)),
		"learn": js.FuncOf(promise(s.loaded(s.learn))),
	}
	for name, f := range map[string]function{
		"classify":  s.classify,
		"forward":   s.forward,
		"benchmark": s.benchmark,
		"blocks":    s.blocks,
		"inspect":   s.inspect,
		"teach":     s.teach,
		"examples":  s.examples,
		"stop":      s.stop,
		"undo":      s.undo,
		"reset":     s.reset,
		"export":    s.export,
	} {
		exports[name] = js.FuncOf(guard(s.loaded(f)))
	}
	js.Global().Call("canvasnetReady", exports)
	select {}
}

// server answers the page with the network loaded last.
type server struct {
	net *network
	rgb []byte // pixels of the caller, kept between calls
}

const (
	warmup = 4 // forward passes
	pause  = 20 * time.Millisecond
)

// settle does what the first answer need not wait for: a few forward passes let
// browsers notice hot functions and optimise them, and garbage is collected. In
// the pauses other requests get their turn.
func settle(net *network) {
	for range warmup {
		time.Sleep(pause)
		net.benchmark(1, 0)
	}
	time.Sleep(pause)
	runtime.GC()
}

// load fetches and prepares a network: load(url, onProgress).
func (s *server) load(args []js.Value) (any, error) {
	url := args[0].String()
	data, err := download(url, func(loaded, total int64) {
		args[1].Invoke(loaded, total)
	})
	if err != nil {
		return nil, err
	}
	return s.prepare(data, url)
}

// open prepares the network in a weight file: open(Uint8Array, name).
func (s *server) open(args []js.Value) (any, error) {
	data := make([]byte, args[0].Length())
	js.CopyBytesToGo(data, args[0])
	return s.prepare(data, args[1].String())
}

// prepare makes ready the network in a weight file, which comes from a place of
// that name.
func (s *server) prepare(data []byte, name string) (any, error) {
	net, err := newNetwork(data)
	if err != nil {
		return nil, errors.New("load the weights: " + name + ": " + err.Error())
	}
	s.net = net
	go settle(net)
	return info(net), nil
}

// info describes a network as it is now.
func info(n *network) map[string]any {
	now := n.now()
	metadata := make(map[string]any, len(now.metadata))
	for key, value := range now.metadata {
		metadata[key] = value
	}
	return map[string]any{
		"model":      now.model,
		"classes":    list(now.classes),
		"inputSize":  n.input.Size,
		"parameters": now.parameters,
		"macs":       now.macs,
		"simd":       kernel.Name() != kernel.Plain,
		"teachable":  true, // every network of the zoo ends with a dense layer
		"metadata":   metadata,
	}
}

var errNotLoaded = errors.New("no network is loaded: call load first and wait for it")

// loaded makes f fail as long as there is no network.
func (s *server) loaded(f function) function {
	return func(args []js.Value) (any, error) {
		if s.net == nil {
			return nil, errNotLoaded
		}
		return f(args)
	}
}

// classify names an RGBA picture: classify(Uint8ClampedArray (H, W, 4), width, height, drawing).
func (s *server) classify(args []js.Value) (any, error) {
	a, err := s.net.classify(s.pixels(args[0]), args[1].Int(), args[2].Int(), args[3].Bool())
	if err != nil {
		return nil, err
	}
	return a.value(), nil
}

// pixels copies those of the caller to memory of the server's own.
func (s *server) pixels(rgba js.Value) []byte {
	s.rgb = resize(s.rgb, rgba.Length())
	js.CopyBytesToGo(s.rgb, rgba)
	return s.rgb
}

func (a answer) value() map[string]any {
	return map[string]any{
		"probabilities": float32Array(a.probabilities),
		"sure":          a.sure,
		"seen":          clampedArray(a.seen),
		"ms":            a.ms,
	}
}

// forward runs the bare network: forward(Float32Array (N, H, W, 3)) → (N, classes).
func (s *server) forward(args []js.Value) (any, error) {
	logits, err := s.net.forward(floats(args[0]))
	if err != nil {
		return nil, err
	}
	return float32Array(logits), nil
}

// benchmark times the forward pass: benchmark(runs, warmup).
func (s *server) benchmark(args []js.Value) (any, error) {
	t := s.net.benchmark(args[0].Int(), args[1].Int())
	return map[string]any{"medianMs": t.median, "p10Ms": t.p10, "p90Ms": t.p90, "runs": t.runs}, nil
}
