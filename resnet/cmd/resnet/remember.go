package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/teach"
	"canvasnet/weights"
)

func rememberCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("remember", "", `Remember stores exemplars in weights: what the last layer reads of a few pictures
of each class, chosen by herding. With them the page teaches the network new
classes without its forgetting the old ones. -data may be given several times,
for photos and drawings say: then each is a source of -per-class exemplars.`, stdout)
	path := fs.String("weights", "", "weight `file` to read (required)")
	var specs []string
	fs.Func("data", "data `spec`: "+dataset.SpecUsage+"; pictures that the network has learned from, such as CIFAR's training part (required)", func(spec string) error {
		specs = append(specs, spec)
		return nil
	})
	perClass := fs.count("per-class", 20, 1000, "`number` of exemplars of each class")
	threads := fs.threads()
	out := fs.String("out", "", "weight `file` to write; its tensors are stored as in -weights (required)")
	if err := parse(fs, args, "weights", "out"); err != nil {
		return err
	}
	if len(specs) == 0 {
		return usageError{errors.New("remember: flag -data is required")}
	}
	m, f, err := loadModel(*path)
	if err != nil {
		return err
	}
	all := new(resnet.Exemplars)
	for _, spec := range specs {
		set, err := openData(ctx, spec, "train", dataset.Options{Classes: m.Classes, Size: m.Input.Size}, stderr)
		if err != nil {
			return err
		}
		e, err := exemplarsOf(ctx, m, set, *perClass, *threads)
		if err != nil {
			return fmt.Errorf("remember %s: %w", set.Name, err)
		}
		all.Features = append(all.Features, e.Features...)
		all.Labels = append(all.Labels, e.Labels...)
		fmt.Fprintf(stdout, "%s: %d exemplars of %d pictures\n", set.Name, len(e.Labels), set.Len())
	}
	teach.SetExemplars(f, all)
	return writeAs(*path, f, *out)
}

// exemplarsOf chooses exemplars of each class out of a data set.
func exemplarsOf(ctx context.Context, m *resnet.Model, set *dataset.Set, perClass, threads int) (*resnet.Exemplars, error) {
	const batch = 128
	_, last, err := teach.Head(m.Graph)
	if err != nil {
		return nil, err
	}
	trunk, err := infer.CompileTo(m.Graph, last, batch)
	if err != nil {
		return nil, err
	}
	trunk.SetThreads(threads)
	width, size := last.Shape.Len(), set.Size*set.Size*3
	features := make([]float32, 0, set.Len()*width)
	x := make([]float32, batch*size)
	for at := 0; at < set.Len(); at += batch {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		// What x holds past the last picture goes through the network for nothing.
		n := min(batch, set.Len()-at)
		for i := range n {
			resnet.Normalize(x[i*size:][:size], set.Image(at+i), m.Input)
		}
		features = append(features, trunk.Run(x)[:n*width]...)
	}
	return teach.Choose(features, set.Labels, width, len(m.Classes), perClass), nil
}

// writeAs writes f in the precision of the weight file at path.
func writeAs(path string, f *weights.File, out string) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	dtype, err := weights.Precision(data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return f.WriteFile(out, dtype)
}
