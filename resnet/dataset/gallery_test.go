package dataset

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/dataset/drawing"
)

func TestOpenGalleryHoldsOut(t *testing.T) {
	all, none, err := OpenGallery(t.Context(), "drawings:"+quickdraw, cifar10Classes, 32, 0)
	require.NoError(t, err)
	assert.Equal(t, 37, all.Len())
	assert.Zero(t, none.Len())

	rest, heldOut, err := OpenGallery(t.Context(), "drawings:"+quickdraw, cifar10Classes, 16, 0.25)
	require.NoError(t, err)
	assert.Equal(t, 37, rest.Len()+heldOut.Len())
	assert.Equal(t, 9, heldOut.Len())
	assert.Equal(t, "drawings:train (held out)", heldOut.Name)
	assert.Equal(t, 16, heldOut.Size)
	present := 0
	for _, n := range heldOut.Counts() {
		if n > 0 {
			present++
		}
	}
	assert.Greater(t, present, 5, "held out of all over the folder")
}

func TestOpenGalleryErrors(t *testing.T) {
	for spec, text := range map[string]string{
		"cifar10:x":             "these are no drawings: write drawings:DIR",
		"drawings:nowhere":      `open drawings "drawings:nowhere": `,
		"drawings":              "no folder given",
		"drawings:" + quickdraw: `drawings of the class "airplane"`,
	} {
		_, _, err := OpenGallery(t.Context(), spec, []string{"rose", "tulip"}, 32, 0)
		assert.ErrorContains(t, err, text)
	}
	_, err := NewGallery(nil, []string{"rose", "tulip"})
	assert.ErrorContains(t, err, `there are no drawings of the classes ["rose" "tulip"]`)
}

func TestGalleryFollowsTheOrderOfClasses(t *testing.T) {
	cat := drawing.Sample{Drawing: drawing.Drawing{Strokes: []drawing.Stroke{{{X: 0.5, Y: 0.5}}}}, Class: "cat"}
	g, err := NewGallery([]drawing.Sample{cat}, []string{"rose", "cat"})
	require.NoError(t, err)
	assert.Equal(t, []int{1}, g.labels)
	assert.Equal(t, []string{"cat"}, g.classes)
}
