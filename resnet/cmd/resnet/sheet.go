package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image/png"
	"io"
	"math/rand/v2"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/recipe"
	"canvasnet/resnet/train/report"
	"canvasnet/weights"
)

// sheetFlags are the flags of the sheet subcommand.
type sheetFlags struct {
	*flags
	data, style, recipe, drawings, weights, out string
	n, columns, zoom, threads                   *int
	seed                                        uint64
}

func sheetCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := sheetFlags{flags: newFlags("sheet", "", `Sheet draws a contact sheet of data, in PNG: pictures as they are; with -recipe
as training sees them, varied and mixed with sketches and drawings; or with
-weights under the network's answers, half of them right and half wrong.`, stdout)}
	o.StringVar(&o.data, "data", "", "data `spec`: "+dataset.SpecUsage+" (required)")
	o.StringVar(&o.style, "style", "", "how drawings and sketches are shown, as in eval")
	o.StringVar(&o.recipe, "recipe", "", "recipe `file` or name to vary the pictures by")
	o.StringVar(&o.drawings, "drawings", "", "drawings that the recipe mixes in: a `spec` drawings:DIR")
	o.StringVar(&o.weights, "weights", "", "weight `file` of the network to ask")
	o.n = o.count("n", 100, 10000, "`number` of pictures")
	o.columns = o.count("columns", 10, 1000, "`number` of pictures in a row")
	o.zoom = o.count("zoom", 3, 100, "`pixels` of the sheet a side for each of a picture")
	o.Uint64Var(&o.seed, "seed", 1, "seed of the choice of pictures")
	o.threads = o.flags.threads()
	o.StringVar(&o.out, "out", "", "PNG `file` to write (required)")
	if err := parse(o.flags, args, "data", "out"); err != nil {
		return err
	}
	if o.recipe != "" && o.weights != "" {
		return usageError{errors.New("sheet: -recipe and -weights exclude each other: name one")}
	}
	tiles, err := o.tiles(ctx, stderr)
	if err != nil {
		return err
	}
	var file bytes.Buffer
	if err := png.Encode(&file, report.ContactSheet(tiles, *o.zoom, *o.columns)); err != nil {
		return err
	}
	return weights.WriteAtomic(o.out, file.Bytes())
}

// tiles are the pictures of the sheet.
func (o *sheetFlags) tiles(ctx context.Context, stderr io.Writer) ([]report.Tile, error) {
	if o.weights != "" {
		return o.answers(ctx, stderr)
	}
	set, err := openData(ctx, o.data, "train", dataset.Options{Style: o.style}, stderr)
	if err != nil {
		return nil, err
	}
	source := dataset.Source{Set: set, Seed: o.seed}
	if o.recipe != "" {
		if source, err = o.source(ctx, set); err != nil {
			return nil, err
		}
	}
	reader := source.NewReader()
	var tiles []report.Tile
	for _, i := range first(dataset.Order(set.Len(), o.seed, 0), *o.n) {
		t := report.Tile{Pixels: make([]byte, len(set.Image(i))), Size: set.Size, Caption: "nothing"}
		if label := reader.Read(t.Pixels, 0, i); label != dataset.NoClass {
			t.Caption = set.Classes[label]
		}
		tiles = append(tiles, t)
	}
	return tiles, nil
}

// source shows set as the recipe says.
func (o *sheetFlags) source(ctx context.Context, set *dataset.Set) (dataset.Source, error) {
	r, err := recipe.Find(o.recipe)
	if err != nil {
		return dataset.Source{}, err
	}
	r.Seed = o.seed
	gallery, _, err := loadDrawings(ctx, o.drawings, r, set, 0)
	if err != nil {
		return dataset.Source{}, err
	}
	mean, _ := set.MeanStd()
	input := weights.Input{Size: set.Size}
	for i, m := range mean {
		input.Mean[i] = float32(m)
	}
	return train.Config{Model: &resnet.Model{Input: input}, Train: set, Gallery: gallery, Recipe: r}.Source(), nil
}

// answers are pictures with what the network makes of them: as many right as
// wrong ones, as far as there are.
func (o *sheetFlags) answers(ctx context.Context, stderr io.Writer) ([]report.Tile, error) {
	m, _, err := loadModel(o.weights)
	if err != nil {
		return nil, err
	}
	set, err := openData(ctx, o.data, "test", dataset.Options{Classes: m.Classes, Size: m.Input.Size, Style: o.style}, stderr)
	if err != nil {
		return nil, err
	}
	score, err := train.Evaluate(ctx, m, set, train.Options{Threads: *o.threads})
	if err != nil {
		return nil, err
	}
	var right, wrong []report.Tile
	for _, i := range dataset.Order(set.Len(), o.seed, 0) {
		best := nn.Argmax(score.Predictions[i])
		t := report.Tile{
			Pixels: set.Image(i), Size: set.Size, Frame: report.Right,
			Caption: fmt.Sprintf("%s %.0f%%", m.Classes[best], 100*score.Predictions[i][best]),
		}
		if best == set.Labels[i] {
			right = append(right, t)
		} else {
			t.Frame = report.Wrong
			wrong = append(wrong, t)
		}
	}
	wrong = first(wrong, *o.n/2)
	tiles := append(first(right, *o.n-len(wrong)), wrong...)
	rng := rand.New(rand.NewPCG(o.seed, 0))
	rng.Shuffle(len(tiles), func(i, j int) { tiles[i], tiles[j] = tiles[j], tiles[i] })
	return tiles, nil
}

// first returns up to n elements of s.
func first[T any](s []T, n int) []T { return s[:min(n, len(s)):min(n, len(s))] }
