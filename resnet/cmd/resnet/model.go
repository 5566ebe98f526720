package main

import (
	"context"
	"fmt"
	"io"

	"canvasnet/resnet"
	"canvasnet/weights"
)

// loadModel reads a weight file of ours.
func loadModel(path string) (*resnet.Model, *weights.File, error) {
	f, err := weights.ReadFile(path)
	if err != nil {
		return nil, nil, err
	}
	m, err := resnet.Load(f)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, f, nil
}

// namedModel builds a network of the zoo; classes and size of 0 stand for the
// network's own.
func namedModel(name string, classes, size int, seed uint64) (*resnet.Model, error) {
	c, err := resnet.Named(name)
	if err != nil {
		return nil, err
	}
	if classes > 0 && classes != len(c.Classes) {
		c.Classes = resnet.Numbered(classes)
	}
	if size > 0 {
		c.Input.Size = size
	}
	return resnet.New(c, seed)
}

// modelSize defines the flags -classes and -input.
func modelSize(fs *flags) (classes, size *int) {
	return fs.count("classes", 0, resnet.MaxOutputs, "`number` of classes; 0 stands for the network's own"),
		fs.count("input", 0, weights.MaxInputSize, "height and width of the input in `pixels`; 0 stands for the network's own")
}

func summaryCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("summary", "", "Summary prints the layers of a network with shapes and parameters.", stdout)
	name := fs.String("model", "", "`name` of the network (required)")
	classes, size := modelSize(fs)
	asJSON := fs.Bool("json", false, "print one JSON object a layer")
	if err := parse(fs, args, "model"); err != nil {
		return err
	}
	m, err := namedModel(*name, *classes, *size, 0)
	if err != nil {
		return err
	}
	if !*asJSON {
		return m.WriteSummary(stdout)
	}
	for _, row := range resnet.Summary(m.Graph) {
		if err := printJSON(stdout, row); err != nil {
			return err
		}
	}
	return printJSON(stdout, totals{m.Name, m.Params(), m.MACs()})
}

// totals is the last line of a summary in JSON.
type totals struct {
	Model  string `json:"model"`
	Params int    `json:"params"` // learned
	MACs   int64  `json:"macs"`
}

func initCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("init", "", "Init writes untrained weights (He initialisation).", stdout)
	name := fs.String("model", "", "`name` of the network (required)")
	classes, size := modelSize(fs)
	seed := fs.Uint64("seed", 1, "seed of the random weights")
	out := fs.String("out", "", "weight `file` to write (required)")
	if err := parse(fs, args, "model", "out"); err != nil {
		return err
	}
	m, err := namedModel(*name, *classes, *size, *seed)
	if err != nil {
		return err
	}
	return m.File().WriteFile(*out, weights.F32)
}
