package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/recipe"
)

// loadData opens what to learn from and what to measure on, which may be nil.
// Image files are brought to size pixels a side.
func (o *trainFlags) loadData(ctx context.Context, size int, stderr io.Writer) (learn, test *dataset.Set, err error) {
	if learn, err = openData(ctx, o.data, "train", dataset.Options{Size: size}, stderr); err != nil {
		return nil, nil, err
	}
	switch {
	case o.validate != 0:
		return splitData(learn, o.validate)
	case o.findLR:
		return learn, nil, nil
	case o.test == "" && strings.HasPrefix(o.data, "cifar"):
		o.test = strings.TrimSuffix(o.data, ":train")
	case o.test == "":
		return learn, nil, nil
	}
	test, err = openData(ctx, o.test, "test", dataset.Options{Classes: learn.Classes, Size: learn.Size}, stderr)
	return learn, test, err
}

// splitSeed fixes which pictures are held out, whatever the seed of a run.
const splitSeed = 20151210

func splitData(set *dataset.Set, fraction float64) (learn, test *dataset.Set, err error) {
	learn, test, err = set.Split(fraction, splitSeed)
	if err == nil && min(learn.Len(), test.Len()) == 0 {
		err = fmt.Errorf("-validate %v of %d pictures leaves a part empty: choose another fraction", fraction, set.Len())
	}
	return learn, test, err
}

// loadDrawings opens the drawings of a SPEC that a recipe mixes in among photos,
// and holds a fraction of them out. There are none if the recipe mixes none in.
func loadDrawings(ctx context.Context, spec string, r recipe.Recipe, photos *dataset.Set, fraction float64) (g *dataset.Gallery, heldOut *dataset.Set, err error) {
	switch mixes := r.Mix.Drawings > 0; {
	case spec == "" && mixes:
		return nil, nil, usageError{fmt.Errorf("the recipe %q mixes drawings in: add -drawings drawings:DIR, or take another recipe", r.Name)}
	case spec != "" && !mixes:
		return nil, nil, usageError{fmt.Errorf("-drawings: the recipe %q mixes no drawings in: add mix.drawings to it, or take another recipe", r.Name)}
	case spec == "":
		return nil, nil, nil
	}
	return dataset.OpenGallery(ctx, spec, photos.Classes, photos.Size, fraction)
}

// drawnFor tells of the drawings that a run learned from.
func drawnFor(c train.Config) string {
	if c.Gallery == nil {
		return ""
	}
	return fmt.Sprintf(", %s (%d drawings)", "drawings:train", c.Gallery.Len())
}
