package nn

import "time"

// StepTime is how long a layer, with those that run as one with it, took.
type StepTime struct {
	First, Last       *Node
	Forward, Backward time.Duration // Backward includes the gradients by parameters
}

// Times returns what the last Forward and the Backward after it took, layer by
// layer in the order they run: zero for layers that no gradient had to pass.
func (g *Graph) Times() []StepTime {
	times := make([]StepTime, len(g.run))
	for i, s := range g.run {
		times[i] = StepTime{First: s.first, Last: s.node, Forward: s.forward, Backward: s.backward}
	}
	return times
}
