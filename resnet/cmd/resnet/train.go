package main

import (
	"cmp"
	"context"
	"encoding/json/v2"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/recipe"
	"canvasnet/weights"
)

// trainFlags are the flags of the train subcommand.
type trainFlags struct {
	*flags
	model, data, test, recipe, out, report string
	drawings                               string
	from, freeze, classWeights             string
	validate, peak                         float64
	epochs, patience, size, threads        *int
	seed                                   uint64
	resume, json, findLR                   bool
	checkpointEvery                        time.Duration
}

func trainCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := trainFlags{flags: newFlags("train", "", `Train fits a network to a data set and writes its weights. The state of the run
is kept in FILE.checkpoint, written after each epoch, every few minutes and on
Ctrl-C; -resume goes on from there and ends with the same bits. Metrics go to a
.log.jsonl file beside FILE.`, stdout)}
	o.StringVar(&o.model, "model", "", "`name` of the network (required, but for -from)")
	o.StringVar(&o.from, "from", "", "weight `file` to start from: its network, with a new last layer if the classes differ (in any order), and by default the recipe \"transfer\"")
	o.StringVar(&o.freeze, "freeze", "", "with -from, the first layers, which then keep what they know: "+resnet.FreezeUsage)
	o.StringVar(&o.data, "data", "", "data `spec` to learn from: "+dataset.SpecUsage+" (required)")
	o.StringVar(&o.drawings, "drawings", "", "drawings to learn from too, as much as the recipe's mix says: a `spec` drawings:DIR")
	o.StringVar(&o.test, "test", "", "data `spec` to measure after each epoch (default: the test part of CIFAR)")
	o.Float64Var(&o.validate, "validate", 0, "measure on this `fraction` of the training data, held out, instead of -test, and fit the temperature to it; of drawings as much is held out")
	o.epochs = o.count("epochs", 0, 1e6, "`number` of passes over the data; 0 stands for the recipe's")
	o.StringVar(&o.recipe, "recipe", "", "recipe `file`, or the name of a built-in one: "+strings.Join(recipe.Names(), ", ")+" (default: the network's own, or resnet20's if it has none)")
	o.Float64Var(&o.peak, "lr", 0, "peak learning `rate` (default: the recipe's)")
	o.patience = o.count("patience", 0, 1e6, "stop after this `number` of epochs in a row that measure no better on held-out pictures, and keep the weights of the best; 0 stands for the recipe's, by default never")
	o.BoolVar(&o.findLR, "find-lr", false, "instead of training, try growing learning rates on the data and suggest one for -lr; nothing is written")
	o.StringVar(&o.classWeights, "class-weights", "", "how much a picture counts: \"balanced\" for classes of few pictures as much as for those of many, \"none\" for all pictures alike (default: the recipe's)")
	o.Uint64Var(&o.seed, "seed", 0, "seed of initial weights, order and augmentation (default: the recipe's)")
	o.size = o.count("input", 0, weights.MaxInputSize, "height and width in `pixels` that images: are brought to; 0 stands for the network's own")
	o.threads = o.flags.threads()
	o.BoolVar(&o.resume, "resume", false, "go on from the checkpoint")
	o.DurationVar(&o.checkpointEvery, "checkpoint-every", 5*time.Minute, "`time` between checkpoints in a long epoch; 0 for only one at its end")
	o.StringVar(&o.out, "out", "", "weight `file` to write (required, but for -find-lr)")
	o.StringVar(&o.report, "report", "", "`folder` to write a page into: curves, confusion matrix, worst mistakes")
	o.BoolVar(&o.json, "json", false, "print one JSON object an epoch")
	if err := parse(o.flags, args, "data"); err != nil {
		return err
	}
	if err := o.checkStart(); err != nil {
		return usageError{err}
	}
	if o.given("validate") && !(o.validate > 0 && o.validate < 1) {
		return usageError{fmt.Errorf("train: -validate %v: want a fraction between 0 and 1", o.validate)}
	}
	if o.given("lr") && !(o.peak >= recipe.MinPeak && o.peak <= recipe.MaxPeak) {
		return usageError{fmt.Errorf("train: -lr %v: want a rate from %v to %v, such as 0.1", o.peak, recipe.MinPeak, float64(recipe.MaxPeak))}
	}
	if o.checkpointEvery < 0 {
		return usageError{fmt.Errorf("train: -checkpoint-every %v: want a time such as 5m, or 0", o.checkpointEvery)}
	}
	if o.given("validate") && o.given("test") {
		return usageError{errors.New("train: -test and -validate exclude each other")}
	}
	return o.run(ctx, stdout, stderr)
}

func (o *trainFlags) run(ctx context.Context, stdout, stderr io.Writer) error {
	from, err := o.readStart()
	if err != nil {
		return err
	}
	c, err := resnet.Named(o.model)
	if err != nil {
		return err
	}
	r, err := o.loadRecipe()
	if err != nil {
		return err
	}
	if err := o.checkOutput(); err != nil {
		return err
	}
	c.Input.Size = cmp.Or(*o.size, from.size(), c.Input.Size)
	learn, test, err := o.loadData(ctx, c.Input.Size, stderr)
	if err != nil {
		return err
	}
	gallery, heldOut, err := loadDrawings(ctx, o.drawings, r, learn, o.validate)
	if err != nil {
		return err
	}
	if heldOut != nil && heldOut.Len() > 0 {
		test = test.Join(heldOut)
	}
	m, err := o.newModel(c, from, learn, r.Seed)
	if err != nil {
		return err
	}
	from.describe(stderr, m)
	describeClasses(stderr, learn, r)
	screen := newProgress(stdout, stderr, o.json)
	config := train.Config{
		Model: m, Train: learn, Test: test, Gallery: gallery, Recipe: r, Threads: *o.threads, From: from.String(),
		Checkpoint: o.checkpoint(), CheckpointEvery: o.checkpointEvery, Resume: o.resume,
		OnStep: screen.step,
		OnEpoch: func(past []train.Epoch) error {
			return errors.Join(screen.epoch(past[len(past)-1]), o.writeLog(past))
		},
	}
	if o.findLR {
		return o.findRate(ctx, config, stdout)
	}
	screen.begin(config)
	defer debug.SetGCPercent(debug.SetGCPercent(train.GCPercent))
	history, err := train.Run(ctx, config)
	screen.done()
	if err != nil {
		return err
	}
	screen.end(config, history)
	return o.finish(ctx, config, history, stdout)
}

// checkOutput finds out before the training what would keep its results from
// being written after it. The checkpoint tells whether the folder is writable.
func (o *trainFlags) checkOutput() error {
	if o.findLR {
		return nil
	}
	if info, err := os.Stat(o.out); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("-out %s is a folder or device: name a file", o.out)
	}
	if o.report == "" {
		return nil
	}
	if err := os.MkdirAll(o.report, 0o777); err != nil {
		return fmt.Errorf("-report: %w: name a folder that can be made", err)
	}
	return nil
}

func (o *trainFlags) checkpoint() string { return o.out + ".checkpoint" }

// writeLog keeps the metrics of all epochs, one JSON object a line.
func (o *trainFlags) writeLog(history []train.Epoch) error {
	var b strings.Builder
	for _, e := range history {
		if err := printJSON(&b, e); err != nil {
			return err
		}
	}
	path := strings.TrimSuffix(o.out, filepath.Ext(o.out)) + ".log.jsonl"
	return weights.WriteAtomic(path, []byte(b.String()))
}

// finish writes what the run yields: weights, with their evaluation where
// there is something to measure on, and the report.
func (o *trainFlags) finish(ctx context.Context, c train.Config, history []train.Epoch, stdout io.Writer) error {
	m, learn, test := c.Model, c.Train, c.Test
	if o.validate != 0 {
		if err := train.Calibrate(ctx, m, test, train.Options{Threads: *o.threads}); err != nil {
			return o.unfinished(err)
		}
		if c.Recipe.Mix.Scribbles > 0 {
			if _, err := fitSureAbove(ctx, m, *o.threads); err != nil {
				return o.unfinished(err)
			}
		}
	}
	f := m.File()
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return err
	}
	meta.Recipe = c.Recipe.String()
	meta.Command = o.commandLine("resume", "json", "report", "checkpoint-every")
	meta.TrainedOn = fmt.Sprintf("%s (%d pictures)", learn.Name, learn.Len()) + drawnFor(c) + o.startedFrom()
	var score *train.Evaluation
	if test != nil {
		if score, err = train.Evaluate(ctx, m, test, train.Options{Threads: *o.threads}); err != nil {
			return o.unfinished(err)
		}
		text, err := json.Marshal(score)
		if err != nil {
			return err
		}
		meta.Eval = string(text)
	}
	f.Metadata = meta.Map()
	if err := o.writeLog(history); err != nil {
		return err
	}
	if err := f.WriteFile(o.out, weights.F32); err != nil {
		return o.unfinished(err)
	}
	if o.report != "" {
		if err := train.WriteReport(o.report, m, c.Recipe, learn, test, history, score); err != nil {
			return fmt.Errorf("%w: the weights are in %s; -resume writes the report again", err, o.out)
		}
	}
	if err := os.Remove(o.checkpoint()); err != nil {
		return err
	}
	if score != nil && !o.json {
		printEvaluation(stdout, score)
	}
	return nil
}

// unfinished is an error after the last epoch, with what to do about it.
func (o *trainFlags) unfinished(err error) error {
	return fmt.Errorf("%w: the run is in %s: -resume finishes it", err, o.checkpoint())
}
