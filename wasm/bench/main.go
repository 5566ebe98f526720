// Bench measures the network as a web page runs it, in a headless Chromium:
//
//	-what time  one forward pass, next to onnxruntime-web and TensorFlow.js on the same weights
//	-what cold  from navigation to the first answer in a fresh profile, next to the same two
//	-what work  time and memory against depth and input size
//
// Results are Markdown tables, or JSON with -json. "make bench-web" builds what
// it needs and runs it from the root of the repository.
package main

import (
	"context"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// settings are the flags.
type settings struct {
	what    string
	models  []string
	rounds  int
	passes  int
	warmup  time.Duration
	samples int
	rate    float64
	latency time.Duration
	slim    string
	json    bool

	site, bench, shipped, resnet string
}

// benchmarks by the name that -what gives them.
var benchmarks = map[string]func(context.Context, *workshop) ([]section, error){
	"time": timePasses,
	"cold": coldStarts,
	"work": costOfWork,
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func parse(args []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	flags.StringVar(&s.what, "what", "time", "what to measure: time, cold or work")
	models := flags.String("models", "", "comma-separated `names` of networks, for work with their inputs as resnet18@224; empty for the usual ones")
	flags.IntVar(&s.rounds, "rounds", 15, "time: `number` of rounds; each runs every contender")
	flags.IntVar(&s.passes, "passes", 10, "time, work: forward `passes` of a contender in a round")
	flags.DurationVar(&s.warmup, "warmup", time.Second, "time, work: how long each contender runs before")
	flags.IntVar(&s.samples, "samples", 5, "cold: `number` of fresh profiles for each contender")
	flags.Float64Var(&s.rate, "rate", 10, "cold: speed of the slow connection in `Mbit/s`")
	flags.DurationVar(&s.latency, "latency", 40*time.Millisecond, "cold: round trip of the slow connection")
	flags.StringVar(&s.slim, "slim", "", "cold: another build of canvasnet.wasm, `file`, to measure too")
	flags.BoolVar(&s.json, "json", false, "print one JSON object and nothing else")
	flags.StringVar(&s.site, "site", "site", "`folder` of the built site")
	flags.StringVar(&s.bench, "bench", "wasm/bench", "`folder` of this program, with node_modules")
	flags.StringVar(&s.shipped, "weights", "weights", "`folder` of trained weights; networks without get random ones")
	flags.StringVar(&s.resnet, "resnet", "bin/resnet", "the `program` that makes and converts weights")
	if err := flags.Parse(args); err != nil {
		return s, err
	}
	switch {
	case flags.NArg() > 0:
		return s, fmt.Errorf("unknown argument %q: want flags only", flags.Arg(0))
	case benchmarks[s.what] == nil:
		return s, fmt.Errorf("-what is %q: want time, cold or work", s.what)
	case min(s.rounds, s.passes, s.samples) < 1:
		return s, fmt.Errorf("-rounds, -passes and -samples: want at least 1")
	case s.rate <= 0 || s.latency < 0:
		return s, fmt.Errorf("-rate: want more than 0, -latency: at least 0")
	}
	s.models = slices.DeleteFunc(strings.Split(*models, ","), func(name string) bool { return name == "" })
	return s, nil
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	s, err := parse(args)
	if err != nil {
		return err
	}
	for _, needed := range []string{filepath.Join(s.site, "canvasnet.wasm"), filepath.Join(s.bench, "node_modules"), s.resnet} {
		if _, err := os.Stat(needed); err != nil {
			return fmt.Errorf("%w: run \"make bench-web\" in the root of the repository", err)
		}
	}
	dir, err := os.MkdirTemp("", "canvasnet-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w := &workshop{settings: s, dir: dir}
	sections, err := benchmarks[s.what](ctx, w)
	if err != nil {
		return err
	}
	r := report{Machine: w.machine, Sections: sections}
	if s.json {
		return json.MarshalEncode(jsontext.NewEncoder(stdout), r)
	}
	_, err = io.WriteString(stdout, r.markdown())
	return err
}
