package train

import (
	"cmp"
	"encoding/json/v2"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"canvasnet/resnet"
	"canvasnet/weights"
)

// A checkpoint is a weight file with more in it: the optimiser's state and
// the average of the weights as tensors of their own, and the position of the
// run as metadata. Everything random in a run is a function of the seed and
// the position, so nothing else is needed to go on as if never interrupted.

const (
	averagePrefix = "average/"
	bestPrefix    = "best/"
	positionKey   = "position"
)

// position is where a run is, and what it has measured so far.
type position struct {
	Epoch    int     `json:"epoch"`   // epochs finished
	Step     int     `json:"step"`    // steps done of the next one
	Loss     float64 `json:"loss"`    // summed over those steps
	Correct  int     `json:"correct"` // answers
	Named    int     `json:"named"`   // pictures that had one: all but those of no class
	Seconds  float64 `json:"seconds"`
	Averages int     `json:"averages"` // updates of the average

	Threads int     `json:"threads"`
	Kernels string  `json:"kernels"` // the machine's arithmetic
	Data    string  `json:"data"`
	N       int     `json:"n"`
	Drawn   int     `json:"drawings,omitempty"` // by people, to learn from too
	Test    string  `json:"test,omitempty"`     // what History is measured on, if anything
	From    string  `json:"from,omitempty"`     // the weights that the run started with
	Frozen  string  `json:"frozen,omitempty"`   // the last layer that does not learn
	History []Epoch `json:"history"`
}

// next is the position when the present step is done.
func (p position) next() position {
	p.Step++
	return p
}

func (p position) String() string {
	switch {
	case p.Step > 0:
		return fmt.Sprintf("epoch %d, step %d", p.Epoch+1, p.Step)
	case p.Epoch > 0:
		return fmt.Sprintf("epoch %d, after its last step", p.Epoch)
	}
	return "the beginning"
}

// due reports whether it is time for a checkpoint within an epoch.
func (r *run) due() bool {
	return r.Checkpoint != "" && r.CheckpointEvery > 0 && time.Since(r.savedAt) >= r.CheckpointEvery
}

// save writes the state of the run to the checkpoint file, if there is one,
// whole or not at all. It never replaces a good state by one that is not finite.
func (r *run) save() error {
	states := r.states()
	if err := r.stateDiverged(states); err != nil || r.Checkpoint == "" {
		return err
	}
	f := r.Model.File()
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return err
	}
	r.at.Averages = r.average.Steps()
	at, err := json.Marshal(r.at)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	meta.Recipe = r.Recipe.String()
	meta.Extra = map[string]string{positionKey: string(at)}
	f.Metadata = meta.Map()
	for _, name := range slices.Sorted(maps.Keys(states)) {
		f.Tensors = append(f.Tensors, &weights.Tensor{Name: name, Shape: []int{len(states[name])}, Data: states[name]})
	}
	if err := f.WriteFile(r.Checkpoint, weights.F32); err != nil {
		return err
	}
	r.saved, r.savedAt = r.at, time.Now()
	return nil
}

// states lists what a checkpoint keeps beside the weights, by tensor name.
func (r *run) states() map[string][]float32 {
	states := r.optimizer.State()
	if r.Recipe.EMA > 0 {
		for name, v := range r.average.State() {
			states[averagePrefix+name] = v
		}
	}
	for name, v := range r.best {
		states[bestPrefix+name] = v
	}
	return states
}

// restore takes up the run where the checkpoint left it.
func (r *run) restore() error {
	f, err := weights.ReadFile(r.Checkpoint)
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("resume: there is no checkpoint %s: leave out -resume to start anew", r.Checkpoint)
	}
	if err != nil {
		return err
	}
	refuse := func(what, has, want string) error {
		return fmt.Errorf("resume from %s: it was made with %s %s, this run has %s: use the same, or delete it to start anew", r.Checkpoint, what, has, want)
	}
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return fmt.Errorf("resume from %s: %w", r.Checkpoint, err)
	}
	var at position
	if err := json.Unmarshal([]byte(meta.Extra[positionKey]), &at); err != nil {
		return fmt.Errorf("resume from %s: not a checkpoint: %w", r.Checkpoint, err)
	}
	switch {
	case meta.Model != r.Model.Name:
		return refuse("network", meta.Model, r.Model.Name)
	case !slices.Equal(meta.Classes, r.Model.Classes):
		return refuse("classes", fmt.Sprint(meta.Classes), fmt.Sprint(r.Model.Classes))
	case meta.Recipe != r.Recipe.String():
		return refuse("recipe", onlyIn(meta.Recipe, r.Recipe.String()), onlyIn(r.Recipe.String(), meta.Recipe))
	case at.From != r.at.From:
		return refuse("initial weights", cmp.Or(at.From, "drawn from the seed"), cmp.Or(r.at.From, "those drawn from the seed"))
	case at.Frozen != r.at.Frozen:
		return refuse("frozen layers", frozenUpTo(at.Frozen), frozenUpTo(r.at.Frozen))
	case at.N != r.Train.Len() || at.Data != r.Train.Name || meta.Input != r.Model.Input:
		return refuse("data", fmt.Sprintf("%s of %d pictures", at.Data, at.N), fmt.Sprintf("%s of %d", r.Train.Name, r.Train.Len()))
	case at.Drawn != r.at.Drawn:
		return refuse("drawings", fmt.Sprintf("%d of them", at.Drawn), fmt.Sprint(r.at.Drawn))
	case at.Test != "" && at.Test != r.at.Test:
		return refuse("pictures to measure on", at.Test, cmp.Or(r.at.Test, "none"))
	case at.Threads != r.Threads:
		return refuse("threads", fmt.Sprintf("-threads %d", at.Threads), fmt.Sprintf("-threads %d", r.Threads))
	case at.Kernels != r.at.Kernels:
		return refuse("kernels", at.Kernels, r.at.Kernels)
	}
	if err := at.check(r); err != nil {
		return fmt.Errorf("resume from %s: %w", r.Checkpoint, err)
	}
	if err := r.restoreTensors(f); err != nil {
		return fmt.Errorf("resume from %s: %w", r.Checkpoint, err)
	}
	r.average.Resume(at.Averages)
	r.at, r.saved, r.savedAt = at, at, time.Now()
	return nil
}

// onlyIn lists the lines of a recipe that another has not.
func onlyIn(recipe, another string) string {
	others := strings.Split(another, "\n")
	var lines []string
	for line := range strings.SplitSeq(recipe, "\n") {
		if !slices.Contains(others, line) {
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	return cmp.Or(strings.Join(lines, ", "), "nothing of that")
}

func (p *position) check(r *run) error {
	if p.Epoch < 0 || p.Epoch > r.Recipe.Epochs || p.Step < 0 || p.Step > r.steps || len(p.History) != p.Epoch || p.Averages < 0 {
		return fmt.Errorf("position of epoch %d, step %d makes no sense", p.Epoch, p.Step)
	}
	return nil
}

// restoreTensors sorts the tensors of a checkpoint into the weights and the
// states they belong to.
func (r *run) restoreTensors(f *weights.File) error {
	model := &weights.File{}
	left := r.states()
	for _, t := range f.Tensors {
		state, ok := left[t.Name]
		if !ok {
			model.Tensors = append(model.Tensors, t)
			continue
		}
		if len(state) != len(t.Data) {
			return fmt.Errorf("tensor %q has %d elements, want %d", t.Name, len(t.Data), len(state))
		}
		copy(state, t.Data)
		delete(left, t.Name)
	}
	for name := range left {
		return fmt.Errorf("tensor %q is missing", name)
	}
	return resnet.SetParams(r.Model.Graph, model)
}
