//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
	"time"

	"canvasnet/resnet/teach"
	"canvasnet/weights"
)

// teach makes a picture an example of a class, and returns how many examples of
// it there are now.
func (n *network) teach(label string, rgba []byte, width, height int, drawing bool) (int, error) {
	rgb, err := n.see(rgba, width, height, drawing)
	if err != nil {
		return 0, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if err := n.student.Teach(label, rgb); err != nil {
		return 0, err
	}
	for _, c := range n.student.Examples() {
		if c.Taught && c.Label == label {
			return c.Count, nil
		}
	}
	return 0, nil
}

var errStopped = errors.New("learning was stopped; the network is as it was")

// breath is how long learning goes on before other requests get their turn.
const breath = 40 * time.Millisecond

// learn trains the last layer in a goroutine of its own.
func (n *network) learn(report func(teach.Progress)) (teach.Result, error) {
	n.stopped = false
	last := time.Now()
	return n.student.Learn(func(p teach.Progress) error {
		report(p)
		if time.Since(last) > breath {
			time.Sleep(time.Millisecond)
			last = time.Now()
		}
		if n.stopped {
			return errStopped
		}
		return nil
	})
}

// export returns the network as a weight file, stored as the one it came from.
func (n *network) export() ([]byte, error) {
	dtype, err := weights.Precision(n.file)
	if err != nil {
		return nil, err
	}
	f, err := weights.Decode(n.file)
	if err != nil {
		return nil, err
	}
	if err := n.student.Update(f); err != nil {
		return nil, err
	}
	return f.Encode(dtype)
}

// teach stores an example: teach(label, Uint8ClampedArray (H, W, 4), width,
// height, drawing).
func (s *server) teach(args []js.Value) (any, error) {
	label := args[0].String()
	count, err := s.net.teach(label, s.pixels(args[1]), args[2].Int(), args[3].Int(), args[4].Bool())
	if err != nil {
		return nil, err
	}
	return map[string]any{"label": label, "examples": count}, nil
}

// examples counts what there is to learn from: examples().
func (s *server) examples([]js.Value) (any, error) {
	counts := []any{}
	for _, c := range s.net.student.Examples() {
		counts = append(counts, map[string]any{"label": c.Label, "count": c.Count, "taught": c.Taught})
	}
	return counts, nil
}

// learn trains on the examples: learn(onProgress).
func (s *server) learn(args []js.Value) (any, error) {
	net, start := s.net, time.Now()
	r, err := net.learn(func(p teach.Progress) { args[0].Invoke(p.Step, p.Steps, p.Loss) })
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"loss": float32Array(r.Loss), "accuracy": r.Accuracy, "seconds": time.Since(start).Seconds(), "info": info(net),
	}, nil
}

// stop ends learn, which then fails: stop().
func (s *server) stop([]js.Value) (any, error) {
	s.net.stopped = true
	return map[string]any{}, nil
}

// undo takes back the last learn: undo().
func (s *server) undo([]js.Value) (any, error) {
	undone, err := s.net.student.Undo()
	if err != nil {
		return nil, err
	}
	return map[string]any{"undone": undone, "info": info(s.net)}, nil
}

// reset goes back to the weights as loaded: reset().
func (s *server) reset([]js.Value) (any, error) {
	if err := s.net.student.Reset(); err != nil {
		return nil, err
	}
	return info(s.net), nil
}

// export writes the network as it is now: export().
func (s *server) export([]js.Value) (any, error) {
	data, err := s.net.export()
	if err != nil {
		return nil, err
	}
	array := js.Global().Get("Uint8Array").New(len(data))
	js.CopyBytesToJS(array, data)
	return array, nil
}
