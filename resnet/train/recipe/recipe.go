// Package recipe holds how to train: optimiser, schedule, augmentation, as
// commented TOML files. Those of the shipped weights are part of the program.
package recipe

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

//go:embed recipes/*.toml
var files embed.FS

// Recipe is how a network is trained.
type Recipe struct {
	Name           string    `toml:"name"`
	Epochs         int       `toml:"epochs"`
	Batch          int       `toml:"batch"`           // pictures in a step
	Seed           uint64    `toml:"seed"`            // of initial weights, order and augmentation
	LabelSmoothing float64   `toml:"label_smoothing"` // ε of C. Szegedy et al., arXiv 1512.00567, §7
	EMA            float64   `toml:"ema"`             // decay per step of the average of the weights that is kept; 0 for none
	Optimizer      Optimizer `toml:"optimizer"`
	Schedule       Schedule  `toml:"schedule"`
	Augment        Augment   `toml:"augment"`
}

// Optimizer is stochastic gradient descent with momentum.
type Optimizer struct {
	Momentum    float64 `toml:"momentum"`
	Nesterov    bool    `toml:"nesterov"`
	WeightDecay float64 `toml:"weight_decay"` // for weights of convolutions and dense layers
	Decoupled   bool    `toml:"decoupled"`    // apart from the gradient (arXiv 1711.05101), else as an L2 penalty
}

// Kinds of schedule.
const (
	Step     = "step"
	OneCycle = "one-cycle"
	Cosine   = "cosine"
)

// Schedule is how the learning rate changes. Times are in epochs.
type Schedule struct {
	Kind       string    `toml:"kind"`
	Peak       float64   `toml:"peak"`       // greatest learning rate
	Initial    float64   `toml:"initial"`    // learning rate at the start of a one-cycle warm-up
	Final      float64   `toml:"final"`      // learning rate at the end, except of steps
	WarmUp     float64   `toml:"warm_up"`    // until the peak, except of steps
	Milestones []float64 `toml:"milestones"` // of steps: when Factor applies
	Factor     float64   `toml:"factor"`
}

// Augment is how training pictures are varied.
type Augment struct {
	Pad    int  `toml:"pad"`    // random crop after padding by so many pixels on each side
	Flip   bool `toml:"flip"`   // mirror half of the pictures
	Cutout int  `toml:"cutout"` // side of a square to blank (arXiv 1708.04552); 0 for none
}

// Names lists the recipes that Named knows.
func Names() []string {
	entries, err := fs.ReadDir(files, "recipes")
	if err != nil {
		panic(err) // the folder is part of the program
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".toml"))
	}
	slices.Sort(names)
	return names
}

// Named returns one of the recipes that come with the program.
func Named(name string) (Recipe, error) {
	data, err := files.ReadFile("recipes/" + name + ".toml")
	if err != nil {
		return Recipe{}, fmt.Errorf("no recipe %q: want one of %s, or a file", name, strings.Join(Names(), ", "))
	}
	return Parse(data)
}

// For returns the recipe of that network's shipped weights, or where it has
// none, one that suits small residual networks.
func For(model string) Recipe {
	for _, name := range []string{model, "resnet20"} {
		if r, err := Named(name); err == nil {
			return r
		}
	}
	panic("recipe: no built-in recipe works") // a test parses them all
}

// WithEpochs is the recipe stretched to another number of epochs: warm-up and
// milestones keep their share.
func (r Recipe) WithEpochs(epochs int) Recipe {
	// Multiplying first keeps a share of the whole run within the run.
	stretch := func(at float64) float64 { return at * float64(epochs) / float64(r.Epochs) }
	r.Schedule.WarmUp = stretch(r.Schedule.WarmUp)
	r.Schedule.Milestones = slices.Clone(r.Schedule.Milestones)
	for i, at := range r.Schedule.Milestones {
		r.Schedule.Milestones[i] = stretch(at)
	}
	r.Epochs = epochs
	return r
}

// Bounds on a recipe's text in bytes. Parsing takes time quadratic in the length of a
// line, so that a hostile file could hold the program for minutes. Name and milestones
// are bounded for String to stay within them.
const (
	maxText       = 1 << 14
	maxLine       = 1 << 10
	maxName       = 1 << 6
	maxMilestones = 1 << 5
)

// Load reads a recipe from a file.
func Load(path string) (Recipe, error) {
	f, err := os.Open(path)
	if err != nil {
		return Recipe{}, fmt.Errorf("recipe: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxText+1)) // even of a device without end
	if err != nil {
		return Recipe{}, fmt.Errorf("recipe: %w", err)
	}
	r, err := Parse(data)
	if err != nil {
		return Recipe{}, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

// Parse reads a recipe in TOML. Keys it does not know are errors, and so are
// values that cannot work.
func Parse(data []byte) (Recipe, error) {
	if err := checkText(data); err != nil {
		return Recipe{}, fmt.Errorf("recipe: %w", err)
	}
	var r Recipe
	meta, err := toml.Decode(string(data), &r)
	if err != nil {
		return Recipe{}, fmt.Errorf("recipe: %s", strings.TrimPrefix(err.Error(), "toml: ")) // names line and key
	}
	if err := checkKeys(data, meta.Keys()); err != nil {
		return Recipe{}, fmt.Errorf("recipe: %w", err)
	}
	if err := r.Check(); err != nil {
		return Recipe{}, fmt.Errorf("recipe %q: %w", r.Name, err)
	}
	return r, nil
}

func checkText(data []byte) error {
	if len(data) > maxText {
		return fmt.Errorf("longer than %d bytes: pass a recipe in TOML", maxText)
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		if len(line) > maxLine {
			return fmt.Errorf("line %d: %d bytes are too many: break it into lines of %d", i+1, len(line), maxLine)
		}
	}
	return nil
}

// Check reports the values that cannot work.
func (r Recipe) Check() error {
	within := func(key string, v, low, high float64) error {
		if math.IsNaN(v) || v < low || v > high {
			return fmt.Errorf("%s is %v, want %v to %v", key, v, low, high)
		}
		return nil
	}
	s := r.Schedule
	err := errors.Join(
		within("length of name", float64(len(r.Name)), 0, maxName),
		within("number of schedule.milestones", float64(len(s.Milestones)), 0, maxMilestones),
		within("epochs", float64(r.Epochs), 1, 1e6),
		within("batch", float64(r.Batch), 1, 1<<16),
		within("label_smoothing", r.LabelSmoothing, 0, 0.999),
		within("ema", r.EMA, 0, 0.999999),
		within("optimizer.momentum", r.Optimizer.Momentum, 0, 0.9999),
		within("optimizer.weight_decay", r.Optimizer.WeightDecay, 0, 1),
		within("schedule.peak", s.Peak, 1e-9, 100),
		within("schedule.initial", s.Initial, 0, s.Peak),
		within("schedule.final", s.Final, 0, s.Peak),
		within("schedule.warm_up", s.WarmUp, 0, float64(r.Epochs)),
		within("augment.pad", float64(r.Augment.Pad), 0, 4096),
		within("augment.cutout", float64(r.Augment.Cutout), 0, 4096),
	)
	if err != nil {
		return err
	}
	switch s.Kind {
	case Step:
		for _, m := range s.Milestones {
			if err := within("schedule.milestones", m, 0, float64(r.Epochs)); err != nil {
				return err
			}
		}
		if s.Initial != 0 || s.Final != 0 || s.WarmUp != 0 {
			return fmt.Errorf("schedule.kind %q has no initial, final or warm_up: remove them", Step)
		}
		return within("schedule.factor", s.Factor, 1e-9, 1)
	case OneCycle, Cosine:
		if len(s.Milestones) > 0 || s.Factor != 0 {
			return fmt.Errorf("schedule.kind %q has no milestones or factor: remove them, or choose %q", s.Kind, Step)
		}
		if s.Kind == Cosine && s.Initial != 0 {
			return fmt.Errorf("schedule.kind %q has no initial: remove it, for it rises from 0", Cosine)
		}
		return nil
	}
	return fmt.Errorf("schedule.kind is %q, want %q, %q or %q", s.Kind, Step, OneCycle, Cosine)
}

// String is the recipe in TOML, without comments. Equal recipes have equal texts.
func (r Recipe) String() string {
	var b strings.Builder
	if err := toml.NewEncoder(&b).Encode(r); err != nil {
		panic(err) // every field has a form in TOML
	}
	return b.String()
}
