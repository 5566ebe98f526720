// Package recipe holds how to train: optimiser, schedule, augmentation, as
// commented TOML files. Those of the shipped weights are part of the program.
package recipe

import (
	"bytes"
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
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
	Batch          int       `toml:"batch"`                   // pictures in a step
	Seed           uint64    `toml:"seed"`                    // of initial weights, order and augmentation
	LabelSmoothing float64   `toml:"label_smoothing"`         // ε of C. Szegedy et al., arXiv 1512.00567, §7
	EMA            float64   `toml:"ema"`                     // decay per step of the average of the weights that is kept; 0 for none
	EMAEvery       int       `toml:"ema_every,omitzero"`      // steps between two updates of that average; 0 stands for 1
	Patience       int       `toml:"patience,omitzero"`       // epochs without improvement before the run stops; 0 for never
	ClassWeights   string    `toml:"class_weights,omitempty"` // how much a picture counts, by its class; "" for all alike
	Optimizer      Optimizer `toml:"optimizer"`
	Schedule       Schedule  `toml:"schedule"`
	Augment        Augment   `toml:"augment"`
	Mix            Mix       `toml:"mix,omitzero"`
}

// Balanced class weights make every class count the same in the loss, however
// many pictures it has.
const Balanced = "balanced"

// Kinds of optimiser.
const (
	SGD  = "sgd"  // stochastic gradient descent with momentum
	Adam = "adam" // arXiv 1412.6980; with decoupled weight decay, AdamW (arXiv 1711.05101)
)

// Optimizer is how weights follow their gradients.
type Optimizer struct {
	Kind        string  `toml:"kind,omitempty"`   // "" stands for SGD
	Momentum    float64 `toml:"momentum"`         // of SGD
	Nesterov    bool    `toml:"nesterov"`         // of SGD
	Beta1       float64 `toml:"beta1,omitzero"`   // of Adam: decay of the mean of gradients; 0 stands for 0.9
	Beta2       float64 `toml:"beta2,omitzero"`   // of Adam: decay of the mean of their squares; 0 stands for 0.999
	Epsilon     float64 `toml:"epsilon,omitzero"` // of Adam: against division by zero; 0 stands for 1e-7
	WeightDecay float64 `toml:"weight_decay"`     // for weights of convolutions and dense layers
	Decoupled   bool    `toml:"decoupled"`        // apart from the gradient (arXiv 1711.05101), else as an L2 penalty
}

// Kinds of schedule.
const (
	Constant = "constant"
	Step     = "step"
	OneCycle = "one-cycle"
	Cosine   = "cosine"
)

// Schedule is how the learning rate changes. Times are in epochs.
type Schedule struct {
	Kind       string    `toml:"kind"`
	Peak       float64   `toml:"peak"`       // greatest learning rate
	Initial    float64   `toml:"initial"`    // learning rate at the start of a one-cycle warm-up
	Final      float64   `toml:"final"`      // learning rate at the end of a cycle or cosine
	WarmUp     float64   `toml:"warm_up"`    // until the peak of a cycle or cosine
	Milestones []float64 `toml:"milestones"` // of steps: when Factor applies
	Factor     float64   `toml:"factor"`
}

// What padding shows.
const (
	Mean    = "mean"    // the mean colour of the training pictures
	Reflect = "reflect" // the picture, reflected at its edge
)

// Augment is how training pictures are varied.
type Augment struct {
	Pad             int    `toml:"pad"`                        // random crop after padding by so many pixels on each side
	PadMode         string `toml:"pad_mode,omitempty"`         // what they show; "" stands for Mean
	Flip            bool   `toml:"flip"`                       // mirror half of the pictures, drawn anew in each epoch
	AlternatingFlip bool   `toml:"alternating_flip,omitempty"` // mirror half of them in even epochs and the others in odd ones (arXiv 2404.00498)
	Cutout          int    `toml:"cutout"`                     // side of a square to blank (arXiv 1708.04552); 0 for none
}

// Mix is which shares of the pictures show something else than photos.
type Mix struct {
	Sketches  float64 `toml:"sketches"`  // photos rendered as sketches
	Drawings  float64 `toml:"drawings"`  // drawings by people and, where few are, by programs
	Scribbles float64 `toml:"scribbles"` // scribbles and empty sheets, which are of no class
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

// Find returns the recipe in a file, if name ends with .toml or has a folder, and
// else the one of that name that comes with the program.
func Find(name string) (Recipe, error) {
	if strings.HasSuffix(name, ".toml") || strings.ContainsRune(name, filepath.Separator) {
		return Load(name)
	}
	return Named(name)
}

// For returns the recipe that bears the network's name, or where there is none,
// one that suits small residual networks.
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
		return Recipe{}, fmt.Errorf("recipe: %w: name a TOML file, or one of %s", err, strings.Join(Names(), ", "))
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

// String is the recipe in TOML, without comments. Equal recipes have equal texts.
func (r Recipe) String() string {
	var b strings.Builder
	if err := toml.NewEncoder(&b).Encode(r); err != nil {
		panic(err) // every field has a form in TOML
	}
	return b.String()
}
