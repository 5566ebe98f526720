package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"canvasnet/resnet/dataset"
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
