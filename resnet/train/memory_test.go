package train

import (
	"runtime"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

// TestMemory compares the estimate with what a run really takes.
func TestMemory(t *testing.T) {
	adam := quick()
	adam.Optimizer = recipe.Optimizer{Kind: recipe.Adam}
	for name, c := range map[string]struct {
		model string
		batch int
		r     recipe.Recipe
	}{
		"mostly activations": {"resnet20", 500, quick()},
		"mostly weights":     {"resnet18-cifar", 2, adam},
	} {
		t.Run(name, func(t *testing.T) {
			set := pictures(c.batch)
			config, err := resnet.Named(c.model)
			require.NoError(t, err)
			config.Classes, config.Input.Size = set.Classes, set.Size
			before := heap()
			m, err := resnet.New(config, 1)
			require.NoError(t, err)
			c.r.Batch, c.r.Epochs = c.batch, 1
			run, err := newRun(Config{Model: m, Train: set, Recipe: c.r, Threads: 2})
			require.NoError(t, err)
			order := make([]int, c.batch)
			run.load(order)
			require.NoError(t, run.step())
			taken := float64(heap() - before)
			runtime.KeepAlive(run)
			estimate := run.Memory()
			t.Logf("%v; taken: %.0f MB", estimate, taken/(1<<20))
			require.InEpsilon(t, taken, float64(estimate.Total())/(1+GCPercent/100.0), 0.4)
		})
	}
}

// heap is how many bytes are in use.
func heap() uint64 {
	runtime.GC()
	var s runtime.MemStats
	runtime.ReadMemStats(&s)
	return s.HeapAlloc
}

func TestMemoryGrowsWithTheRecipe(t *testing.T) {
	set := pictures(48)
	c := Config{Model: small(t, set), Train: set, Recipe: quick(), Threads: 1}
	c.Recipe.EMA = 0
	all, learned := int64(0), int64(0)
	for _, p := range c.Model.Graph.Params() {
		all += int64(p.Len())
		if p.Learned {
			learned += int64(p.Len())
		}
	}
	require.EqualValues(t, 48*size*size*3+48*8, c.Memory().Data)
	require.EqualValues(t, 4*learned, c.Memory().State)
	require.Zero(t, c.Memory().Checkpoint)
	c.Test, c.Checkpoint = set, "file"
	c.Recipe.EMA, c.Recipe.Patience, c.Recipe.Optimizer = 0.9, 2, recipe.Optimizer{Kind: recipe.Adam}
	require.EqualValues(t, 2*(48*size*size*3+48*8), c.Memory().Data)
	require.EqualValues(t, 4*(2*learned+2*all), c.Memory().State)
	require.EqualValues(t, 4*(2*learned+3*all), c.Memory().Checkpoint)
	one := c.Memory().Activations
	c.Recipe.Batch *= 2
	require.Equal(t, 2*one, c.Memory().Activations)
	require.Contains(t, c.Memory().String(), "MB of memory: activations")
}

func TestCheckMemory(t *testing.T) {
	set := pictures(48)
	c := Config{Model: small(t, set), Train: set, Recipe: quick(), Threads: 1}
	needs := c.Memory().Total()
	require.NoError(t, c.checkMemory(needs))
	require.NoError(t, c.checkMemory(0), "where the machine does not tell, anything goes")
	err := c.checkMemory(needs - 1)
	require.ErrorContains(t, err, "lower batch in the recipe, now 16, to 15 at most")
	c.Recipe.Batch = 15
	require.NoError(t, c.checkMemory(needs-1))
	require.ErrorContains(t, c.checkMemory(1<<10), "train a smaller network")
}
