package train

import (
	"context"
	"path/filepath"
	"slices"
	"testing"

	"canvasnet/nn"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/dataset/drawing"
	"canvasnet/resnet/train/recipe"

	"github.com/stretchr/testify/require"
)

// line is somebody's drawing of a class.
func line(class string) []drawing.Sample {
	strokes := []drawing.Stroke{{{X: 0, Y: 0}, {X: 1, Y: 1}}}
	return []drawing.Sample{{Drawing: drawing.Drawing{Strokes: strokes}, Class: class}}
}

// mixed is a run that learns from photos, sketches, drawings and scribbles.
func mixed(t *testing.T) Config {
	set := pictures(96)
	r := quick().WithEpochs(3)
	r.Mix = recipe.Mix{Sketches: 0.2, Drawings: 0.3, Scribbles: 0.3}
	gallery, err := dataset.NewGallery(line("red"), set.Classes)
	require.NoError(t, err)
	return Config{Model: small(t, set), Train: set, Gallery: gallery, Recipe: r, Threads: 2}
}

func TestMixedRun(t *testing.T) {
	c := mixed(t)
	history, err := Run(t.Context(), c)
	require.NoError(t, err)
	require.Less(t, history[2].TrainLoss, history[0].TrainLoss)

	again := mixed(t)
	_, err = Run(t.Context(), again)
	require.NoError(t, err)
	require.Equal(t, values(c.Model), values(again.Model))
}

// Scribbles have no right answer: the rest alone count.
func TestAccuracyLeavesScribblesOut(t *testing.T) {
	c := mixed(t)
	c.Recipe = quick().WithEpochs(12)
	c.Recipe.Mix = recipe.Mix{Scribbles: 0.5}
	var last Progress
	c.OnStep = func(p Progress) { last = p }
	history, err := Run(t.Context(), c)
	require.NoError(t, err)
	require.Greater(t, last.Top1, 0.7)
	require.Equal(t, history[11].TrainTop1, last.Top1)
}

func TestFitSureAbove(t *testing.T) {
	photos := pictures(96)
	m := small(t, photos)
	r := quick().WithEpochs(12)
	r.Mix = recipe.Mix{Scribbles: 0.3}
	_, err := Run(t.Context(), Config{Model: m, Train: photos, Recipe: r, Threads: 2})
	require.NoError(t, err)

	all, err := Sure(t.Context(), m, photos, Options{Threads: 1})
	require.NoError(t, err)
	require.Equal(t, 1.0, all, "without a threshold every answer counts")

	nothing, err := dataset.Scribbles(t.Context(), 200, size, photos.Classes, 1)
	require.NoError(t, err)
	require.NoError(t, FitSureAbove(t.Context(), m, nothing, Options{Threads: 1}))
	named, err := Sure(t.Context(), m, nothing, Options{Threads: 1})
	require.NoError(t, err)
	require.InDelta(t, 0.04, named, 0.03)
	some, err := Sure(t.Context(), m, photos, Options{Threads: 1})
	require.NoError(t, err)
	require.Greater(t, some, 0.5)
}

func TestMixedRunResumes(t *testing.T) {
	whole := mixed(t)
	_, err := Run(t.Context(), whole)
	require.NoError(t, err)

	ctx, stop := context.WithCancel(t.Context())
	c, steps := mixed(t), 0
	c.Checkpoint = filepath.Join(t.TempDir(), "run.checkpoint")
	c.OnStep = func(Progress) {
		if steps++; steps == 8 {
			stop()
		}
	}
	_, err = Run(ctx, c)
	require.ErrorIs(t, err, ErrInterrupted)

	other := mixed(t)
	other.Checkpoint, other.Resume = c.Checkpoint, true
	other.Gallery, err = dataset.NewGallery(slices.Repeat(line("blue"), 2), other.Train.Classes)
	require.NoError(t, err)
	_, err = Run(t.Context(), other)
	require.ErrorContains(t, err, "drawings 1 of them, this run has 2")

	resumed := mixed(t)
	resumed.Checkpoint, resumed.Resume = c.Checkpoint, true
	_, err = Run(t.Context(), resumed)
	require.NoError(t, err)
	require.Equal(t, values(whole.Model), values(resumed.Model))
}

func TestMixNeedsDrawings(t *testing.T) {
	c := mixed(t)
	c.Gallery = nil
	_, err := Run(t.Context(), c)
	require.ErrorContains(t, err, "mixes drawings in, and there are none")
}

func TestNoClassIsTheSameInBothRooms(t *testing.T) {
	require.Equal(t, nn.NoClass, dataset.NoClass)
	require.False(t, slices.Contains(pictures(3).Labels, nn.NoClass))
}
