package main

import (
	"context"
	"fmt"
	"io"

	"canvasnet/resnet/dataset"

	"github.com/schollz/progressbar/v3"
)

// openData opens a data SPEC, showing the progress of a download.
func openData(ctx context.Context, spec, split string, o dataset.Options, stderr io.Writer) (*dataset.Set, error) {
	var bar *progressbar.ProgressBar
	o.DefaultSplit = split
	o.Progress = func(done, total int64) {
		if bar == nil {
			bar = progressbar.NewOptions64(total,
				progressbar.OptionSetWriter(stderr), progressbar.OptionShowBytes(true),
				progressbar.OptionSetDescription("downloading "+spec), progressbar.OptionThrottle(throttle(stderr)))
		}
		bar.Set64(done)
	}
	set, err := dataset.Open(ctx, spec, o)
	if bar != nil {
		bar.Exit()
		fmt.Fprintln(stderr)
	}
	return set, err
}
