package main

import (
	"encoding/json/v2"
	"errors"
	"flag"
	"fmt"
	"io"
)

// usageError is a mistake in how the program was called.
type usageError struct{ error }

// flags are the flags of a subcommand. Mistakes are reported by parse alone.
type flags struct {
	*flag.FlagSet
	arguments string // what it takes beside flags
	does      string
	stderr    io.Writer
}

func newFlags(name, arguments, does string, stderr io.Writer) *flags {
	fs := &flags{flag.NewFlagSet(name, flag.ContinueOnError), arguments, does, stderr}
	fs.SetOutput(io.Discard)
	return fs
}

// parse reads args and checks that the flags named in required are given, and
// that nothing follows the flags unless the subcommand takes arguments.
func parse(fs *flags, args []string, required ...string) error {
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fs.help()
			return err
		}
		return usageError{fmt.Errorf("%s: %w: resnet %s -h lists the flags", fs.Name(), err, fs.Name())}
	}
	for _, name := range required {
		if fs.Lookup(name).Value.String() == "" {
			return usageError{fmt.Errorf("%s: flag -%s is required", fs.Name(), name)}
		}
	}
	if fs.arguments == "" && fs.NArg() > 0 {
		return usageError{fmt.Errorf("%s: unexpected argument %q", fs.Name(), fs.Arg(0))}
	}
	return nil
}

func (fs *flags) help() {
	fmt.Fprintf(fs.stderr, "Usage: resnet %s [flags] %s\n\n%s\n\n", fs.Name(), fs.arguments, fs.does)
	fs.SetOutput(fs.stderr)
	fs.PrintDefaults()
}

// printJSON writes v as one line.
func printJSON(w io.Writer, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s\n", line)
	return err
}
