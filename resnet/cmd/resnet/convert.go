package main

import (
	"context"
	"fmt"
	"io"

	"canvasnet/resnet"
	"canvasnet/weights"
)

func exportCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("export", "", "Export writes weights in another precision.", stdout)
	path := fs.String("weights", "", "weight `file` to read (required)")
	format := fs.String("format", "safetensors", "file format: safetensors")
	precision := fs.String("dtype", "f16", "f32, f16, or i8 with one scale for each output channel")
	out := fs.String("out", "", "`file` to write (required)")
	if err := parse(fs, args, "weights", "out"); err != nil {
		return err
	}
	if *format != "safetensors" {
		return usageError{fmt.Errorf("export: unknown format %q, want safetensors", *format)}
	}
	dtype, err := weights.ParseDType(*precision)
	if err != nil {
		return usageError{fmt.Errorf("export: %w", err)}
	}
	_, f, err := loadModel(*path)
	if err != nil {
		return err
	}
	return f.WriteFile(*out, dtype)
}

func importCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("import", "", `Import takes over safetensors with torchvision's tensor names, as PyTorch writes
them, and adds the metadata that canvasnet needs.`, stdout)
	path := fs.String("weights", "", "safetensors `file` to read (required)")
	name := fs.String("model", "", "`name` of the network (required)")
	out := fs.String("out", "", "weight `file` to write (required)")
	if err := parse(fs, args, "weights", "model", "out"); err != nil {
		return err
	}
	f, err := weights.ReadFile(*path)
	if err != nil {
		return err
	}
	classes := 0
	if fc := f.Tensor("fc.weight"); fc != nil && len(fc.Shape) == 2 {
		classes = fc.Shape[0]
	}
	m, err := namedModel(*name, classes, 0, 0)
	if err != nil {
		return err
	}
	if err := resnet.SetParams(m.Graph, f); err != nil {
		return fmt.Errorf("%s does not hold weights of %s: %w", *path, *name, err)
	}
	return m.File().WriteFile(*out, weights.F32)
}
