package main

import (
	"encoding/json/v2"
	"errors"
	"flag"
	"fmt"
	"io"
	"runtime"
	"strconv"
)

// usageError is a mistake in how the program was called.
type usageError struct{ error }

// flags are the flags of a subcommand. Mistakes are reported by parse alone.
type flags struct {
	*flag.FlagSet
	arguments string // what it takes beside flags
	does      string
	stdout    io.Writer
}

func newFlags(name, arguments, does string, stdout io.Writer) *flags {
	fs := &flags{flag.NewFlagSet(name, flag.ContinueOnError), arguments, does, stdout}
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
	fmt.Fprintf(fs.stdout, "Usage: resnet %s [flags] %s\n\n%s\n\n", fs.Name(), fs.arguments, fs.does)
	fs.SetOutput(fs.stdout)
	fs.PrintDefaults()
}

// given reports whether the flag was set on the command line.
func (fs *flags) given(name string) bool {
	found := false
	fs.Visit(func(f *flag.Flag) { found = found || f.Name == name })
	return found
}

// count is a flag for a whole number from 1 up to most.
type count struct {
	n    *int
	most int
}

func (c count) String() string {
	if c.n == nil {
		return ""
	}
	return strconv.Itoa(*c.n)
}

func (c count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > c.most {
		return fmt.Errorf("want a whole number from 1 to %d", c.most)
	}
	*c.n = n
	return nil
}

// count defines a flag for a whole number from 1 up to most; preset, if not
// set, may be 0 to stand for a default that is known later.
func (fs *flags) count(name string, preset, most int, usage string) *int {
	n := preset
	fs.Var(count{&n, most}, name, usage)
	return &n
}

// threads defines the flag -threads.
func (fs *flags) threads() *int {
	return fs.count("threads", runtime.NumCPU(), 1024, "`number` of threads that share a batch")
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
