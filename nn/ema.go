package nn

import (
	"math"

	"canvasnet/nn/kernel"
)

// EMA is an exponential moving average of parameters and running statistics.
// Its weights often generalise better than the last ones: B. Polyak and
// A. Juditsky, 1992; M. Tan and Q. Le, arXiv 1905.11946, §5.
type EMA struct {
	Decay float64 // of the average per step, such as 0.999
	Every int     // steps between two updates, which then count for all of them; 0 stands for 1

	params  []NamedParam
	average [][]float32
	steps   int
}

// Attach starts the average at the present values of ps.
func (e *EMA) Attach(ps []NamedParam) {
	e.params, e.average, e.steps = ps, nil, 0
	for _, p := range ps {
		e.average = append(e.average, append([]float32(nil), p.Value...))
	}
}

// Update takes the values after a step into the average. Early on it forgets
// faster, with decay (1+t)/(10+t) at step t, so that the start is soon gone.
func (e *EMA) Update() {
	t := float64(e.steps)
	e.steps++
	every := max(e.Every, 1)
	if e.steps%every != 0 {
		return
	}
	decay := math.Pow(min(e.Decay, (1+t)/(10+t)), float64(every))
	for i, p := range e.params {
		kernel.Lerp(e.average[i], p.Value, float32(1-decay))
	}
}

// Swap exchanges the present values with the average: once to evaluate or to
// save the average, once more to go on training.
func (e *EMA) Swap() {
	for i, p := range e.params {
		for j, v := range p.Value {
			p.Value[j], e.average[i][j] = e.average[i][j], v
		}
	}
}

// State returns what a checkpoint must keep: the average of each parameter by
// its full name. The slices are the average's own, to read or to restore.
func (e *EMA) State() map[string][]float32 {
	s := make(map[string][]float32, len(e.params))
	for i, p := range e.params {
		s[p.FullName] = e.average[i]
	}
	return s
}

// Steps is the number of calls of Update so far.
func (e *EMA) Steps() int { return e.steps }

// Resume sets the number of calls of Update, when State has been restored.
func (e *EMA) Resume(steps int) { e.steps = steps }
