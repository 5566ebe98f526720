package nn

// Optimizer moves parameters so that the loss falls.
type Optimizer interface {
	// Attach makes the optimiser serve the learned parameters among ps, from the
	// start.
	Attach(ps []NamedParam)

	// Step moves every parameter by its gradient, with learning rate lr.
	Step(lr float64)

	// State returns what a checkpoint must keep beside the parameters, by name.
	// The slices are the optimiser's own, to read or to restore; what they hold
	// is all that the next Step depends on.
	State() map[string][]float32
}

// learned are the parameters among ps that are learned.
func learned(ps []NamedParam) (found []NamedParam) {
	for _, p := range ps {
		if p.Learned {
			found = append(found, p)
		}
	}
	return found
}

// zeros returns an array for each of ps, of its length.
func zeros(ps []NamedParam) [][]float32 {
	arrays := make([][]float32, len(ps))
	for i, p := range ps {
		arrays[i] = make([]float32, p.Len())
	}
	return arrays
}
