package train

import (
	"fmt"
	"sort"

	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
)

// Memory is about how much a run needs, in bytes. None of it grows with the
// number of epochs.
type Memory struct {
	Activations int64 // what layers put out for a batch, and the gradients by it
	Weights     int64 // parameters, gradients, and both as the kernels arrange them
	Measuring   int64 // the inference plan
	State       int64 // of the optimiser, the average and the best weights
	Checkpoint  int64 // the file, while it is put together
	Data        int64 // pictures to learn from and to measure on
}

// GCPercent is how much garbage, in percent of what is in use, Memory counts
// on: the value for debug.SetGCPercent. What is in use is a few large arrays
// without pointers, so it costs nothing to collect five times as often as Go
// does by default, which would double the memory.
const GCPercent = 20

// Total is the sum, and the garbage beside it.
func (m Memory) Total() int64 {
	sum := m.Activations + m.Weights + m.State + m.Measuring + m.Checkpoint + m.Data
	return sum + sum*GCPercent/100
}

func (m Memory) String() string {
	mb := func(bytes int64) int64 { return (bytes + 1<<19) >> 20 }
	return fmt.Sprintf("about %d MB of memory: activations and gradients %d, weights %d, optimiser and averages %d, measuring %d, checkpoint %d, pictures %d",
		mb(m.Total()), mb(m.Activations), mb(m.Weights), mb(m.State), mb(m.Measuring), mb(m.Checkpoint), mb(m.Data))
}

const floatSize = 4

// Memory estimates what Run will need, before it takes any of it.
func (c Config) Memory() Memory {
	var m Memory
	threads := int64(max(c.Threads, 1))
	all, learned := int64(0), int64(0)
	for _, p := range c.Model.Graph.Params() {
		all += int64(p.Len())
		if p.Learned {
			learned += int64(p.Len())
		}
	}
	// Filters are arranged for the forward pass and for the backward pass, and
	// each thread sums up a gradient of its own.
	arranged := int64(c.Model.Graph.FilterLen())
	m.Weights = floatSize * (all + learned + (2+threads)*arranged)
	if c.Test != nil {
		m.Measuring = floatSize * (all + arranged)
	}

	states := learned // velocity
	if c.Recipe.Optimizer.Kind == recipe.Adam {
		states += learned
	}
	if c.Recipe.EMA > 0 {
		states += all
	}
	if c.Recipe.Patience > 0 {
		states += all
	}
	m.State = floatSize * states
	if c.Checkpoint != "" {
		m.Checkpoint = floatSize * (all + states)
	}
	_, batch := c.Steps()
	m.Activations = floatSize * int64(batch) * int64(c.Model.Graph.ActivationLen())
	for _, set := range []*dataset.Set{c.Train, c.Test} {
		if set != nil {
			m.Data += int64(len(set.Pixels)) + 8*int64(len(set.Labels))
		}
	}
	return m
}

// checkMemory refuses a run that total bytes of memory have no room for. A total
// of 0 stands for unknown.
func (c Config) checkMemory(total int64) error {
	m := c.Memory()
	if total <= 0 || m.Total() <= total {
		return nil
	}
	advice := "train a smaller network, or on a larger machine"
	_, batch := c.Steps()
	fits := sort.Search(batch, func(n int) bool {
		smaller := c
		smaller.Recipe.Batch = n + 1
		return smaller.Memory().Total() > total
	})
	if fits > 0 {
		advice = fmt.Sprintf("lower batch in the recipe, now %d, to %d at most", c.Recipe.Batch, fits)
	}
	return fmt.Errorf("train %s: the run needs %v; there are %d MB: %s", c.Model.Name, m, total>>20, advice)
}
