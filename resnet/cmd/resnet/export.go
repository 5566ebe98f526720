package main

import (
	"context"
	"fmt"
	"io"

	"canvasnet/weights"
	"canvasnet/weights/onnx"
)

func exportCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("export", "", `Export writes weights in another precision, or the whole network as an ONNX model
for other programs.`, stdout)
	path := fs.String("weights", "", "weight `file` to read (required)")
	format := fs.String("format", "safetensors", "file format: safetensors or onnx")
	precision := fs.String("dtype", "f16", "f32, f16, or i8 with one scale for each output channel; onnx is always f32")
	out := fs.String("out", "", "`file` to write (required)")
	if err := parse(fs, args, "weights", "out"); err != nil {
		return err
	}
	dtype, err := weights.ParseDType(*precision)
	if err != nil {
		return usageError{fmt.Errorf("export: %w", err)}
	}
	switch *format {
	case "safetensors":
		_, f, err := loadModel(*path)
		if err != nil {
			return err
		}
		return f.WriteFile(*out, dtype)
	case "onnx":
		if fs.given("dtype") && dtype != weights.F32 {
			return usageError{fmt.Errorf("export: -dtype %s does not go with -format onnx, whose operators take weights of the type they compute in, f32: leave out -dtype, and convert the model with the tools of its runtime", *precision)}
		}
		return exportONNX(*path, *out)
	}
	return usageError{fmt.Errorf("export: unknown format %q, want safetensors or onnx", *format)}
}

// exportONNX writes the network of a weight file as an ONNX model.
func exportONNX(path, out string) error {
	m, f, err := loadModel(path)
	if err != nil {
		return err
	}
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return err
	}
	return onnx.WriteFile(out, m.Graph, meta)
}
