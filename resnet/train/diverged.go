package train

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"canvasnet/nn/kernel"
)

// diverged is the error that ends a run when what, at position at, is not
// finite any more; first is where that began. The checkpoint stays as it is:
// it has the last good state.
func (r *run) diverged(what, first string, at position) error {
	advice := fmt.Sprintf("lower schedule.peak, now %v, in the recipe or with -lr, and start anew", r.Recipe.Schedule.Peak)
	if r.Checkpoint != "" {
		advice += fmt.Sprintf("; %s keeps the last good state, of %v: -resume goes on from there, to the same end unless the machine was at fault", r.Checkpoint, r.saved)
	}
	return fmt.Errorf("train: %s in %v; the first that is not finite is %s: %s", what, at, first, advice)
}

// lossDiverged is diverged for the loss of the present step.
func (r *run) lossDiverged(loss float64) error {
	first := r.Model.Graph.NotFinite()
	if first == "" {
		first = "the loss itself"
	}
	return r.diverged(fmt.Sprintf("the loss is %v", loss), first, r.at.next())
}

// gradientDiverged is diverged for the gradients of the present step, or nil if
// they are finite. Every gradient is read once more for it, which is little
// beside what the step does.
func (r *run) gradientDiverged() error {
	if first := r.Model.Graph.NotFiniteGrad(); first != "" {
		return r.diverged("a gradient is not finite", first, r.at.next())
	}
	return nil
}

// stateDiverged is diverged for the first of the weights or of what a
// checkpoint holds beside them that is not finite, or nil if all are.
func (r *run) stateDiverged(states map[string][]float32) error {
	for _, p := range r.Model.Graph.Params() {
		if !kernel.Finite(p.Value) {
			return r.diverged("a weight is not finite", "parameter "+strconv.Quote(p.FullName), r.at)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(states)) {
		if !kernel.Finite(states[name]) {
			return r.diverged("the state of the run is not finite", strconv.Quote(name), r.at)
		}
	}
	return nil
}
