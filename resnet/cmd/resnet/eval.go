package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
)

func evalCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	fs := newFlags("eval", "", "Eval measures the accuracy of weights on a data set.", stdout)
	path := fs.String("weights", "", "weight `file` (required)")
	data := fs.String("data", "", "data `spec`: "+dataset.SpecUsage+"; CIFAR's test part unless it says otherwise (required)")
	style := fs.String("style", "", "how drawings and sketches are shown: a `name`, or \"all\" for one after the other (default: the first of drawings "+strings.Join(dataset.Styles("drawings"), ", ")+"; sketches "+strings.Join(dataset.Styles("sketches"), ", ")+")")
	mirror := fs.Bool("tta", false, "test-time augmentation: average over each picture and its mirror image")
	graph := fs.Bool("graph", false, "run the layers one by one as in training, not the inference plan: slower, to compare")
	threads := fs.threads()
	asJSON := fs.Bool("json", false, "print one JSON object")
	if err := parse(fs, args, "weights", "data"); err != nil {
		return err
	}
	m, _, err := loadModel(*path)
	if err != nil {
		return err
	}
	styles := []string{*style}
	if all := dataset.Styles(*data); *style == "all" && len(all) > 0 {
		styles = all
	}
	for _, style := range styles {
		set, err := openData(ctx, *data, "test", dataset.Options{Classes: m.Classes, Size: m.Input.Size, Style: style}, stderr)
		if err != nil {
			return err
		}
		score, err := train.Evaluate(ctx, m, set, train.Options{Mirror: *mirror, Threads: *threads, Graph: *graph})
		if err != nil {
			return err
		}
		if *asJSON {
			err = printJSON(stdout, score)
		} else {
			printEvaluation(stdout, score)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func printEvaluation(w io.Writer, e *train.Evaluation) {
	fmt.Fprintf(w, "%s on %s: %d pictures, %.0f images/s\n", e.Model, e.Data, e.N, e.ImagesPerSecond)
	fmt.Fprintf(w, "top-1 %.2f %%  top-3 %.2f %%  top-5 %.2f %%  mean of classes %.2f %%  NLL %.4f  ECE %.4f\n", 100*e.Top1, 100*e.Top3, 100*e.Top5, 100*e.Macro(), e.NLL, e.ECE)
	if e.Temperature != 1 {
		fmt.Fprintf(w, "at temperature %v; without it NLL %.4f  ECE %.4f\n", e.Temperature, e.UncalibratedNLL, e.UncalibratedECE)
	}
	for _, c := range e.PerClass {
		fmt.Fprintf(w, "  %-12s %6.2f %%, top-3 %6.2f %% of %d\n", c.Class, 100*c.Top1, 100*c.Top3, c.N)
	}
}
