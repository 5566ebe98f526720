package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
	"canvasnet/weights"
)

// calibrateFlags are the flags of the calibrate subcommand.
type calibrateFlags struct {
	*flags
	weights, data, out string
	validate           float64
	threads            *int
	scribbles, json    bool
}

func calibrateCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := calibrateFlags{flags: newFlags("calibrate", "", `Calibrate fits the temperature that the network's probabilities are computed at
to pictures that it has not learned from, and stores it in the weights: of the
answers given with 80 %, 80 in 100 should be right. Answers stay the same. Train
does so by itself with -validate.`, stdout)}
	o.StringVar(&o.weights, "weights", "", "weight `file` to read (required)")
	o.StringVar(&o.data, "data", "", "data `spec`: "+dataset.SpecUsage+"; CIFAR's training part, for its test part has to stay unseen (required)")
	o.Float64Var(&o.validate, "validate", 0, "take this `fraction` of the data: the part that train with the same -validate holds out")
	o.BoolVar(&o.scribbles, "scribbles", false, "fit too how sure an answer has to be for scribbles to get none; for networks that learned from some")
	o.threads = o.flags.threads()
	o.StringVar(&o.out, "out", "", "weight `file` to write; its tensors are stored as in -weights (required)")
	o.BoolVar(&o.json, "json", false, "print one JSON object, as eval does")
	if err := parse(o.flags, args, "weights", "data", "out"); err != nil {
		return err
	}
	if o.given("validate") && !(o.validate > 0 && o.validate < 1) {
		return usageError{fmt.Errorf("calibrate: -validate %v: want a fraction between 0 and 1", o.validate)}
	}
	return o.run(ctx, stdout, stderr)
}

func (o *calibrateFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	m, f, err := loadModel(o.weights)
	if err != nil {
		return err
	}
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return err
	}
	heldOut, err := o.loadData(ctx, m, meta.TrainedOn, stderr)
	if err != nil {
		return err
	}
	options := train.Options{Threads: *o.threads}
	if err := train.Calibrate(ctx, m, heldOut, options); err != nil {
		return err
	}
	score, err := train.Evaluate(ctx, m, heldOut, options)
	if err != nil {
		return err
	}
	if o.scribbles {
		named, err := fitSureAbove(ctx, m, *o.threads)
		if err != nil {
			return err
		}
		sure, err := train.Sure(ctx, m, heldOut, options)
		if err != nil {
			return err
		}
		fmt.Fprintf(stderr, "Sure from %v on: %.1f %% of other scribbles get an answer, %.1f %% of %s.\n", m.SureAbove, 100*named, 100*sure, heldOut.Name)
	}
	meta.Temperature, meta.SureAbove = m.Temperature, m.SureAbove
	if err := o.write(meta); err != nil {
		return err
	}
	if o.json {
		return printJSON(stdout, score)
	}
	printEvaluation(stdout, score)
	return nil
}

// fitSureAbove fits the model's threshold to scribbles that it has not learned
// from, and returns the share of others that get an answer all the same.
func fitSureAbove(ctx context.Context, m *resnet.Model, threads int) (named float64, err error) {
	const scribbles = 2000
	var sets [2]*dataset.Set
	for i := range sets {
		if sets[i], err = dataset.Scribbles(ctx, scribbles, m.Input.Size, m.Classes, uint64(splitSeed+i)); err != nil {
			return 0, err
		}
	}
	options := train.Options{Threads: threads}
	if err := train.FitSureAbove(ctx, m, sets[0], options); err != nil {
		return 0, err
	}
	return train.Sure(ctx, m, sets[1], options)
}

// loadData opens the pictures to fit to, and warns of those that the network
// knows already.
func (o *calibrateFlags) loadData(ctx context.Context, m *resnet.Model, trainedOn string, stderr io.Writer) (*dataset.Set, error) {
	set, err := openData(ctx, o.data, "train", dataset.Options{Classes: m.Classes, Size: m.Input.Size}, stderr)
	if err != nil {
		return nil, err
	}
	if set.IsTest() {
		return nil, errors.New("calibrate: a test set that the temperature is fitted to does not test it any more: " +
			"take held-out pictures of the training part, such as -data " + strings.TrimSuffix(anonymous(o.data), ":test") + ":train -validate 0.04")
	}
	heldOut, learned := set, 0
	if o.validate != 0 {
		var rest *dataset.Set
		if rest, heldOut, err = splitData(set, o.validate); err != nil {
			return nil, err
		}
		learned = rest.Len()
	}
	if knows(trainedOn, set.Name, learned) {
		fmt.Fprintf(stderr, "warning: the network has learned from these pictures (it was trained on %s): it is surer of them than of others, and the temperature will be too low. Hold pictures out when training, with -validate.\n", trainedOn)
	}
	return heldOut, nil
}

var trainedOnForm = regexp.MustCompile(`^(.*?)( \(rest\))? \((\d+) pictures\)`)

// knows reports whether a network with that metadata has seen more of a data
// set than the first so many pictures in the order of splits.
func knows(trainedOn, name string, learned int) bool {
	parts := trainedOnForm.FindStringSubmatch(trainedOn)
	if parts == nil || parts[1] != name {
		return false
	}
	n, err := strconv.Atoi(parts[3])
	return err != nil || n > learned
}

// write stores metadata, and leaves the tensors as they are.
func (o *calibrateFlags) write(meta weights.Meta) error {
	data, err := os.ReadFile(o.weights)
	if err != nil {
		return err
	}
	if data, err = weights.WithMetadata(data, meta.Map()); err != nil {
		return fmt.Errorf("%s: %w", o.weights, err)
	}
	return weights.WriteAtomic(o.out, data)
}
