package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"canvasnet/nn/infer"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/resnet/picture"
	"canvasnet/resnet/picture/imagefile"
)

// prediction is what predict prints for a picture.
type prediction struct {
	Image   string             `json:"image"`
	Classes []classProbability `json:"classes"` // most probable first
}

type classProbability struct {
	Class string  `json:"class"`
	P     float32 `json:"p"`
}

func predictCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("predict", "IMAGE…", "Predict classifies PNG, JPEG, GIF and WebP pictures.", stdout)
	path := fs.String("weights", "", "weight `file` (required)")
	asJSON := fs.Bool("json", false, "print one JSON object a picture")
	if err := parse(fs, args, "weights"); err != nil {
		return err
	}
	if fs.NArg() == 0 {
		return usageError{errors.New("predict: name at least one picture")}
	}
	m, _, err := loadModel(*path)
	if err != nil {
		return err
	}
	plan, err := infer.Compile(m.Graph, 1)
	if err != nil {
		return err
	}
	// A bad picture does not keep the others from being classified.
	var failed error
	for _, file := range fs.Args() {
		if err := ctx.Err(); err != nil {
			return err
		}
		p, err := predict(m, plan, file)
		if err != nil {
			failed = errors.Join(failed, err)
			continue
		}
		if err := p.print(stdout, *asJSON); err != nil {
			return err
		}
	}
	return failed
}

func predict(m *resnet.Model, plan *infer.Plan, file string) (*prediction, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	img, err := imagefile.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	x := make([]float32, m.Input.Size*m.Input.Size*3)
	resnet.Normalize(x, picture.Square(img, m.Input.Size), m.Input)
	logits := plan.Run(x)
	if !kernel.Finite(logits) {
		return nil, fmt.Errorf("%s: the network's answer is not a finite number: its weights have diverged or are damaged", file)
	}
	probabilities := make([]float32, len(m.Classes))
	resnet.Probabilities(probabilities, logits, m.Temperature)
	p := &prediction{Image: file}
	for i, v := range probabilities {
		p.Classes = append(p.Classes, classProbability{m.Classes[i], v})
	}
	slices.SortStableFunc(p.Classes, func(a, b classProbability) int { return cmp.Compare(b.P, a.P) })
	return p, nil
}

func (p *prediction) print(w io.Writer, asJSON bool) error {
	if asJSON {
		return printJSON(w, p)
	}
	fmt.Fprintf(w, "%s:", p.Image)
	for _, c := range p.Classes[:min(3, len(p.Classes))] {
		fmt.Fprintf(w, "  %s %.1f %%", c.Class, 100*c.P)
	}
	_, err := fmt.Fprintln(w)
	return err
}
