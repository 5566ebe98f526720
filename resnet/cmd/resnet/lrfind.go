package main

import (
	"context"
	"fmt"
	"io"

	"canvasnet/resnet/train"
)

// findRate prints how the loss answers to growing learning rates, and the one
// to use.
func (o *trainFlags) findRate(ctx context.Context, c train.Config, stdout io.Writer) error {
	const every = 4 // steps a line
	var failed error
	if !o.json {
		fmt.Fprintln(stdout, "step  learning rate    loss  smoothed")
	}
	found, err := train.FindRate(ctx, c, func(s train.RateStep) {
		switch {
		case failed != nil:
		case o.json:
			failed = printJSON(stdout, s)
		case s.Step%every == 0:
			_, failed = fmt.Fprintf(stdout, "%4d  %13.2e  %6.3f  %8.3f\n", s.Step, s.LR, s.Loss, s.Smoothed)
		}
	})
	if err == nil {
		err = failed
	}
	if err != nil {
		return err
	}
	if o.json {
		return printJSON(stdout, found)
	}
	end := ""
	if found.Diverged {
		end = fmt.Sprintf(", and blew up after %.2g", found.Steps[len(found.Steps)-1].LR)
	}
	_, err = fmt.Fprintf(stdout, "The loss was least at %.2g%s. Suggested: -lr %v (the recipe has %v)\n", found.Least, end, found.Suggested, c.Recipe.Schedule.Peak)
	return err
}
