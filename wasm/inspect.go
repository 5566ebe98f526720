//go:build js && wasm

package main

import (
	"syscall/js"
	"time"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/resnet/inside"
)

// inspection is an answer with what was seen inside.
type inspection struct {
	answer
	heat  []float32    // (H, W, classes), nil if the network has no class activation maps
	shape nn.Shape     // of the maps that heat is of
	maps  *inside.Maps // of the layer asked for, or nil
	times []inside.Time
}

// inspect classifies a picture as classify does, and shows how.
func (n *network) inspect(rgba []byte, width, height int, drawing bool, layer string, without []string) (inspection, error) {
	rgb, err := n.see(rgba, width, height, drawing)
	if err != nil {
		return inspection{}, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	resnet.Normalize(n.x, rgb, n.input)
	seen, err := n.view.Look(n.x, layer, without)
	if err != nil {
		return inspection{}, err
	}
	start := time.Now()
	logits := n.student.Logits(seen.Features)
	head := n.view.Blocks[len(n.view.Blocks)-1]
	times := append(seen.Times, inside.Time{Layer: head.Layers[len(head.Layers)-1].Name, Took: time.Since(start)})

	ms := 0.0
	for _, t := range times {
		ms += milliseconds(t.Took)
	}
	found := inspection{answer: n.answer(rgb, logits, ms), maps: seen.Maps, times: times}
	if seen.Before != nil {
		weight, _ := n.student.Weights()
		found.heat, found.shape = inside.Heat(seen.Before, weight), seen.Before.Shape
	}
	return found, nil
}

// blocks lists the blocks of the network: blocks().
func (s *server) blocks([]js.Value) (any, error) {
	s.net.view.SetClasses(len(s.net.student.Classes()))
	var blocks []any
	for _, b := range s.net.view.Blocks {
		var layers []any
		for _, l := range b.Layers {
			layers = append(layers, map[string]any{
				"name": l.Name, "kind": l.Kind, "shape": shape(l.Shape), "parameters": l.Params, "macs": l.MACs,
			})
		}
		blocks = append(blocks, map[string]any{
			"name": b.Name, "kind": b.Kind, "shape": shape(b.Shape), "parameters": b.Params, "macs": b.MACs,
			"residual": b.Residual(), "layers": layers,
		})
	}
	return blocks, nil
}

func shape(s nn.Shape) []any { return []any{s.H, s.W, s.C} }

// inspect looks inside while an RGBA picture is named: inspect(Uint8ClampedArray
// (H, W, 4), width, height, drawing, layer or "", names of blocks).
func (s *server) inspect(args []js.Value) (any, error) {
	without := make([]string, args[5].Length())
	for i := range without {
		without[i] = args[5].Index(i).String()
	}
	found, err := s.net.inspect(s.pixels(args[0]), args[1].Int(), args[2].Int(), args[3].Bool(), args[4].String(), without)
	if err != nil {
		return nil, err
	}
	value := found.answer.value()
	value["heat"], value["maps"] = nil, nil
	if found.heat != nil {
		value["heat"] = map[string]any{
			"height": found.shape.H, "width": found.shape.W, "classes": len(found.probabilities), "data": float32Array(found.heat),
		}
	}
	if m := found.maps; m != nil {
		value["maps"] = map[string]any{
			"layer": m.Layer, "height": m.Shape.H, "width": m.Shape.W, "channels": m.Shape.C, "data": float32Array(m.Data),
		}
	}
	var times []any
	for _, t := range found.times {
		times = append(times, map[string]any{"layer": t.Layer, "ms": milliseconds(t.Took)})
	}
	value["times"] = times
	return value, nil
}
