// Command resnet trains residual networks, evaluates and converts their
// weights, classifies pictures, and serves the web page.
//
// Usage: resnet SUBCOMMAND [flags]; see resnet -h and resnet SUBCOMMAND -h.
// Errors go to standard error; the exit status is 1 for bad input and 2 for
// bad usage.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"text/tabwriter"
)

// command is one subcommand.
type command struct {
	name string
	does string
	run  func(ctx context.Context, args []string, stdout, stderr io.Writer) error
}

var commands = []command{
	{"summary", "print the layers of a network", summaryCommand},
	{"init", "write untrained weights", initCommand},
	{"train", "train a network", trainCommand},
	{"eval", "measure accuracy on a data set", evalCommand},
	{"calibrate", "fit probabilities to held-out pictures", calibrateCommand},
	{"card", "write the model card of trained weights", cardCommand},
	{"remember", "store exemplars, for the page to teach more classes", rememberCommand},
	{"predict", "classify pictures", predictCommand},
	{"sheet", "draw a contact sheet of data or answers", sheetCommand},
	{"export", "convert weights to another precision, or to ONNX", exportCommand},
	{"import", "take over weights from another program", importCommand},
	{"bench", "time inference or training", benchCommand},
	{"serve", "serve the web page", serveCommand},
}

func main() {
	// A second Ctrl-C ends the program at once: the first restores the default.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run is the program, with its exit status.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	err := dispatch(ctx, args, stdout, stderr)
	switch {
	case err == nil:
		return 0
	case errors.Is(err, flag.ErrHelp):
		return 0
	}
	fmt.Fprintln(stderr, "resnet:", err)
	if _, ok := errors.AsType[usageError](err); ok {
		return 2
	}
	return 1
}

func dispatch(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	if len(args) == 0 {
		usage(stderr)
		return usageError{errors.New("no subcommand given")}
	}
	switch args[0] {
	case "-h", "-help", "--help", "help":
		usage(stdout)
		return nil
	}
	for _, c := range commands {
		if c.name == args[0] {
			return c.run(ctx, args[1:], stdout, stderr)
		}
	}
	usage(stderr)
	return usageError{fmt.Errorf("unknown subcommand %q", args[0])}
}

func usage(w io.Writer) {
	fmt.Fprintf(w, "Usage: resnet SUBCOMMAND [flags]\n\n")
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range commands {
		fmt.Fprintf(t, "  %s\t%s\n", c.name, c.does)
	}
	t.Flush()
	fmt.Fprintf(w, "\nresnet SUBCOMMAND -h lists its flags.\n")
}
