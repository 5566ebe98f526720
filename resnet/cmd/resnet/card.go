package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/card"
	"canvasnet/weights"
)

// cardFlags are the flags of the card subcommand.
type cardFlags struct {
	*flags
	weights, shipped, data, log, notes, out string
	also                                    []string
	threads                                 *int
}

func cardCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := cardFlags{flags: newFlags("card", "", `Card writes the model card of trained weights, NAME.md, from what their files say
and what it measures. Beside it go NAME.svg, the curves, NAME.eval.json, what
eval prints of the shipped file, and with -shipped NAME.f32.eval.json, the same
of the weights as trained.`, stdout)}
	o.StringVar(&o.weights, "weights", "", "weight `file` as train wrote it (required)")
	o.StringVar(&o.shipped, "shipped", "", "the weight `file` that export made of it (default: the same file)")
	o.StringVar(&o.data, "data", "", "data `spec` to measure on: "+dataset.SpecUsage+"; CIFAR's test part unless it says otherwise (required)")
	o.Func("also", "another data `spec` to measure on, in all its styles, such as drawings:DIR; may be repeated", func(spec string) error {
		o.also = append(o.also, spec)
		return nil
	})
	o.StringVar(&o.log, "log", "", "`file` of the training's log, NAME.log.jsonl (required)")
	o.StringVar(&o.notes, "notes", "", "`file` of Markdown to add about the data")
	o.threads = o.flags.threads()
	o.StringVar(&o.out, "out", "", "Markdown `file` to write, NAME.md (required)")
	if err := parse(o.flags, args, "weights", "data", "log", "out"); err != nil {
		return err
	}
	if filepath.Ext(o.out) != ".md" {
		return usageError{fmt.Errorf("card: -out %s: want a file NAME.md", o.out)}
	}
	return o.run(ctx, stderr)
}

func (o *cardFlags) run(ctx context.Context, stderr io.Writer) error {
	facts := card.Facts{Name: strings.TrimSuffix(filepath.Base(o.out), ".md")}
	var err error
	if facts.Log, err = readLog(o.log); err != nil {
		return err
	}
	if o.notes != "" {
		notes, err := os.ReadFile(o.notes)
		if err != nil {
			return fmt.Errorf("card: %w", err)
		}
		facts.Notes, facts.NotesFile = strings.TrimSpace(string(notes)), filepath.Base(o.notes)
	}
	m, f, err := loadModel(o.weights)
	if err != nil {
		return err
	}
	if facts.Meta, err = weights.ParseMeta(f.Metadata); err != nil {
		return err
	}
	set, err := openData(ctx, o.data, "test", dataset.Options{Classes: m.Classes, Size: m.Input.Size}, stderr)
	if err != nil {
		return err
	}
	if facts.Shipped, err = o.measure(ctx, o.weights, m, set); err != nil {
		return err
	}
	facts.Model = m
	if o.shipped != "" {
		trained := facts.Shipped
		facts.Trained = &trained
		if facts.Model, err = o.loadShipped(m); err != nil {
			return err
		}
		if facts.Shipped, err = o.measure(ctx, o.shipped, facts.Model, set); err != nil {
			return err
		}
	}
	facts.Confusion = facts.Shipped.Score.Confusion(set)
	for _, spec := range o.also {
		other, err := o.measureOther(ctx, facts.Model, spec, stderr)
		if err != nil {
			return err
		}
		facts.Others = append(facts.Others, other)
	}
	return o.write(facts)
}

// measureOther evaluates a model on other data, in all its styles.
func (o *cardFlags) measureOther(ctx context.Context, m *resnet.Model, spec string, stderr io.Writer) (other card.Other, err error) {
	styles := dataset.Styles(spec)
	for _, style := range append([]string{""}, styles...) {
		set, err := openData(ctx, spec, "test", dataset.Options{Classes: m.Classes, Size: m.Input.Size, Style: style}, stderr)
		if err != nil {
			return card.Other{}, err
		}
		score, err := train.Evaluate(ctx, m, set, train.Options{Threads: *o.threads})
		if err != nil {
			return card.Other{}, err
		}
		if style == "" {
			other = card.Other{Score: score, Confusion: score.Confusion(set)}
		} else {
			other.Styles = append(other.Styles, card.Style{Name: style, Score: score})
		}
	}
	return other, nil
}

// loadShipped reads the file to be shipped, which has to be of the same network.
func (o *cardFlags) loadShipped(m *resnet.Model) (*resnet.Model, error) {
	shipped, _, err := loadModel(o.shipped)
	if err != nil {
		return nil, err
	}
	if shipped.Name != m.Name || !slices.Equal(shipped.Classes, m.Classes) || shipped.Input != m.Input || shipped.Temperature != m.Temperature || shipped.SureAbove != m.SureAbove {
		return nil, fmt.Errorf("card: %s is not what %s was exported to: network, classes, input, temperature or threshold differ: export it again", o.shipped, o.weights)
	}
	return shipped, nil
}

// measure evaluates a model on set, and describes the file it is from.
func (o *cardFlags) measure(ctx context.Context, path string, m *resnet.Model, set *dataset.Set) (card.File, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return card.File{}, err
	}
	dtype, err := weights.Precision(data)
	if err != nil {
		return card.File{}, fmt.Errorf("%s: %w", path, err)
	}
	score, err := train.Evaluate(ctx, m, set, train.Options{Threads: *o.threads})
	if err != nil {
		return card.File{}, fmt.Errorf("%s: %w", path, err)
	}
	sum := sha256.Sum256(data)
	return card.File{
		Name: filepath.Base(path), Bytes: len(data), SHA256: hex.EncodeToString(sum[:]), DType: dtype, Score: score,
	}, nil
}

// write writes the card, and before it what it points to.
func (o *cardFlags) write(facts card.Facts) error {
	text, err := facts.Markdown()
	if err != nil {
		return err
	}
	curves, err := facts.Curves()
	if err != nil {
		return err
	}
	base := strings.TrimSuffix(o.out, ".md")
	if facts.Trained != nil {
		if err := writeEvaluation(base+"."+facts.TrainedDType()+".eval.json", facts.Trained.Score); err != nil {
			return err
		}
	}
	return errors.Join(
		writeEvaluation(base+".eval.json", facts.Shipped.Score),
		weights.WriteAtomic(base+".svg", curves),
		weights.WriteAtomic(o.out, text))
}

func writeEvaluation(path string, e *train.Evaluation) error {
	text, err := json.Marshal(e, jsontext.WithIndent(" "))
	if err != nil {
		return err
	}
	return weights.WriteAtomic(path, append(text, '\n'))
}

// readLog reads the metrics that train wrote, one JSON object a line.
func readLog(path string) ([]train.Epoch, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read the log: %w: train writes it beside the weights", err)
	}
	var epochs []train.Epoch
	number := 0
	for line := range bytes.Lines(data) {
		number++
		var e train.Epoch
		if err := json.Unmarshal(line, &e); err != nil {
			return nil, fmt.Errorf("read the log %s: line %d: %w: pass the .log.jsonl file that train wrote", path, number, err)
		}
		epochs = append(epochs, e)
	}
	return epochs, nil
}
