// Package onnx writes trained networks as ONNX models (https://onnx.ai), for
// onnxruntime, browsers, phones and viewers such as Netron.
//
// A model is a protocol buffer, onnx.proto of IR version 8, with operators of
// opset 17. Every layer becomes the operators of the same name, batch norm
// included, which runtimes fold themselves; values carry the names of layers,
// weights those of the safetensors file.
//
// Our activations are (N, H, W, C), those of ONNX (N, C, H, W). Weights of
// convolutions are (O, I, KH, KW) in both. Where an image with several pixels
// and channels turns into a vector of features, a Transpose keeps the order that
// the dense weights were trained with.
package onnx

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"unicode/utf8"

	"canvasnet/nn"
	"canvasnet/weights"

	"google.golang.org/protobuf/encoding/protowire"
)

// What a model asks of its reader.
const (
	irVersion = 8
	opset     = 17
)

// The names of the model's input, its output and the size of a batch.
const (
	inputName  = "input"
	outputName = "logits"
	batchName  = "batch"
)

// WriteFile writes the network to path as [Encode] forms it, all or nothing:
// see [weights.WriteAtomic].
func WriteFile(path string, g *nn.Graph, meta weights.Meta) error {
	data, err := Encode(g, meta)
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return weights.WriteAtomic(path, data)
}

// Encode returns the bytes of a model that computes in float32 what g computes
// outside of training: from "input" (batch, 3, H, W), normalised as meta.Input
// says, "logits" (batch, classes). The metadata of the weight file becomes the
// model's metadata_props. The same network and metadata always give the same
// bytes.
//
// The result holds the one copy that is made of the weights.
func Encode(g *nn.Graph, meta weights.Meta) ([]byte, error) {
	data, err := encode(g, meta)
	if err != nil {
		return nil, fmt.Errorf("encode ONNX: %w", err)
	}
	return data, nil
}

func encode(g *nn.Graph, meta weights.Meta) ([]byte, error) {
	if err := check(g, meta); err != nil {
		return nil, err
	}
	body, tensors, err := translate(g, meta)
	if err != nil {
		return nil, err
	}
	size := int64(len(body))
	for _, t := range tensors {
		size += t.size()
	}
	model := header(meta)
	model = protowire.AppendTag(model, modelGraph, protowire.BytesType)
	model = protowire.AppendVarint(model, uint64(size))
	if err := checkSize(int64(len(model)) + size); err != nil {
		return nil, err
	}
	model = slices.Grow(model, int(size))
	model = append(model, body...)
	for _, t := range tensors {
		model = t.append(model)
	}
	return model, nil
}

// check reports what keeps g and meta from being one classifier of pictures.
func check(g *nn.Graph, meta weights.Meta) error {
	if err := meta.Validate(); err != nil {
		return err
	}
	for key, value := range meta.Map() {
		if !utf8.ValidString(key) || !utf8.ValidString(value) {
			return fmt.Errorf("metadata %q is not UTF-8: correct it in the weight file", key)
		}
	}
	if err := g.Ready(); err != nil {
		return err
	}
	for _, p := range g.Params() {
		if len(p.Value) != p.Len() {
			return fmt.Errorf("parameter %q has %d values, its shape %v wants %d: load the weights again", p.FullName, len(p.Value), p.Shape, p.Len())
		}
	}
	size := meta.Input.Size
	if in, want := g.Input().Shape, (nn.Shape{H: size, W: size, C: 3}); in != want {
		return fmt.Errorf("the network's input is %v, its metadata say %v: pass the metadata of this network", in, want)
	}
	if out, want := g.Output().Shape, (nn.Shape{H: 1, W: 1, C: len(meta.Classes)}); out != want {
		return fmt.Errorf("the network's output is %v, its metadata name %d classes: pass the metadata of this network", out, want.C)
	}
	return nil
}

// checkSize reports a model that no protocol buffer can hold.
func checkSize(n int64) error {
	if n > math.MaxInt32 {
		return errors.New("the model is larger than the 2 GiB of a protocol buffer: choose a smaller network")
	}
	return nil
}

// header returns what a ModelProto says about its graph.
func header(meta weights.Meta) message {
	var m message
	m.number(modelIRVersion, irVersion)
	m.text(modelProducer, "canvasnet")
	if meta.TrainedOn != "" {
		m.text(modelDoc, meta.Model+" trained on "+meta.TrainedOn)
	}
	var operators message
	operators.text(opsetDomain, "")
	operators.number(opsetVersion, opset)
	m.embed(modelOpset, operators)
	props := meta.Map()
	for _, key := range slices.Sorted(maps.Keys(props)) {
		var entry message
		entry.text(entryKey, key)
		entry.text(entryValue, props[key])
		m.embed(modelMetadata, entry)
	}
	return m
}
