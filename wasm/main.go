//go:build js && wasm

// Wasm is the network as the web page runs it: a program for GOOS=js that lives
// in a worker (site/worker.js) and answers its calls.
//
//	fetch ─▶ weights.Decode ─▶ resnet.Load ─▶ infer.Plan
//	RGBA ─▶ picture.Square ─▶ Normalize ─▶ Plan.Run ─▶ Probabilities ─▶ the page
//
// Main hands an object of functions to the global canvasnetReady and then stays
// to serve them:
//
//	load(url, onProgress(loaded, total)) → Promise of {model, classes, inputSize, parameters, macs, simd}
//	classify(rgba, width, height, drawing) → {probabilities, seen, ms}
//	forward(float32array) → Float32Array
//	benchmark(runs, warmup) → {medianMs, p10Ms, p90Ms, runs}
//
// The last three return an Error, instead of throwing it, when they fail. They
// run in the callback itself: only load waits for events of JavaScript.
package main

import (
	"errors"
	"runtime"
	"syscall/js"
	"time"

	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/weights"
)

func main() {
	s := new(server)
	js.Global().Call("canvasnetReady", map[string]any{
		"load":      js.FuncOf(promise(s.load)),
		"classify":  js.FuncOf(guard(s.classify)),
		"forward":   js.FuncOf(guard(s.forward)),
		"benchmark": js.FuncOf(guard(s.benchmark)),
	})
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
	m, err := parse(data)
	if err != nil {
		return nil, errors.New("load the weights: " + url + ": " + err.Error())
	}
	if s.net, err = newNetwork(m); err != nil {
		return nil, err
	}
	go settle(s.net)
	return map[string]any{
		"model":      m.Name,
		"classes":    list(m.Classes),
		"inputSize":  m.Input.Size,
		"parameters": m.Params(),
		"macs":       m.MACs(),
		"simd":       kernel.Name() != kernel.Plain,
	}, nil
}

func parse(data []byte) (*resnet.Model, error) {
	f, err := weights.Decode(data)
	if err != nil {
		return nil, err
	}
	return resnet.Load(f)
}

var errNotLoaded = errors.New("no network is loaded: call load first and wait for it")

// classify names an RGBA picture: classify(Uint8ClampedArray (H, W, 4), width, height, drawing).
func (s *server) classify(args []js.Value) (any, error) {
	if s.net == nil {
		return nil, errNotLoaded
	}
	s.rgb = resize(s.rgb, args[0].Length())
	js.CopyBytesToGo(s.rgb, args[0])
	a, err := s.net.classify(s.rgb, args[1].Int(), args[2].Int(), args[3].Bool())
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"probabilities": float32Array(a.probabilities),
		"seen":          clampedArray(a.seen),
		"ms":            a.ms,
	}, nil
}

// forward runs the bare network: forward(Float32Array (N, H, W, 3)) → (N, classes).
func (s *server) forward(args []js.Value) (any, error) {
	if s.net == nil {
		return nil, errNotLoaded
	}
	logits, err := s.net.forward(floats(args[0]))
	if err != nil {
		return nil, err
	}
	return float32Array(logits), nil
}

// benchmark times the forward pass: benchmark(runs, warmup).
func (s *server) benchmark(args []js.Value) (any, error) {
	if s.net == nil {
		return nil, errNotLoaded
	}
	t := s.net.benchmark(args[0].Int(), args[1].Int())
	return map[string]any{"medianMs": t.median, "p10Ms": t.p10, "p90Ms": t.p90, "runs": t.runs}, nil
}
