package train

import (
	"errors"
	"fmt"
)

// Early stopping: a run with patience ends when it has not improved for so many
// epochs, and yields the weights of the best one (L. Prechelt, "Early stopping
// – but when?", 1998). Whether it improves is measured on pictures that are
// neither learned from nor used to report how good the result is.

// Best is the index of the epoch that measured best: with the greatest top-1,
// of equals the least loss, of equals the first. It is -1 if none measured
// anything.
func Best(history []Epoch) int {
	best := -1
	for i, e := range history {
		if e.TestTop1 == nil || e.TestLoss == nil {
			continue
		}
		if best < 0 || *e.TestTop1 > *history[best].TestTop1 ||
			*e.TestTop1 == *history[best].TestTop1 && *e.TestLoss < *history[best].TestLoss {
			best = i
		}
	}
	return best
}

// checkPatience refuses to stop by nothing, and by a test set: the run would
// choose what does best on it, and its accuracy there would be no measure of
// anything else any more.
func (c Config) checkPatience() error {
	switch {
	case c.Recipe.Patience == 0:
		return nil
	case c.Test == nil:
		return errors.New("train: the recipe has patience, but nothing measures whether the run improves: hold pictures out with -validate 0.1, or remove patience")
	case c.Test.IsTest():
		return fmt.Errorf("train: the recipe has patience, and would choose the weights by %s, which is there to test them: hold pictures of the training set out with -validate 0.1, or remove patience", c.Test.Name)
	}
	return nil
}

// keepBest copies the weights that the run would yield now, if they are the
// best so far.
func (r *run) keepBest() {
	if r.Recipe.Patience == 0 || Best(r.at.History) != len(r.at.History)-1 {
		return
	}
	r.swapAverage()
	defer r.swapAverage()
	for _, p := range r.Model.Graph.Params() {
		copy(r.best[p.FullName], p.Value)
	}
}

// stalled reports whether the patience is at an end.
func (r *run) stalled() bool {
	n := len(r.at.History)
	return r.Recipe.Patience > 0 && n-1-Best(r.at.History) >= r.Recipe.Patience
}

// yield makes the result of the run the weights of its model: the best ones if
// it has patience, or else the average if it keeps one.
func (r *run) yield() {
	if r.Recipe.Patience == 0 {
		r.swapAverage()
		return
	}
	for _, p := range r.Model.Graph.Params() {
		copy(p.Value, r.best[p.FullName])
	}
}

// swapAverage exchanges the weights with their average, if the run keeps one.
func (r *run) swapAverage() {
	if r.Recipe.EMA > 0 {
		r.average.Swap()
	}
}
