package dataset

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/dataset/sketch"
)

func TestStylesDiffer(t *testing.T) {
	seen := map[string]string{}
	for _, style := range Styles("drawings:" + quickdraw) {
		set, err := Open(t.Context(), "drawings:"+quickdraw, Options{Style: style})
		require.NoError(t, err)
		assert.Equal(t, "drawings:train ("+style+")", set.Name)
		same, found := seen[string(set.Pixels)]
		assert.False(t, found, "%s and %s", style, same)
		seen[string(set.Pixels)] = style
	}
	assert.Len(t, seen, 12)

	usual, err := Open(t.Context(), "drawings:"+quickdraw, Options{})
	require.NoError(t, err)
	assert.Equal(t, Styles("drawings")[0], seen[string(usual.Pixels)])
}

func TestOpenSketches(t *testing.T) {
	dir := t.TempDir()
	writeCIFAR10(t, dir)
	photos, err := Open(t.Context(), "cifar10:"+dir+":test", Options{})
	require.NoError(t, err)
	for _, kind := range sketch.Kinds() {
		set, err := Open(t.Context(), "sketches:"+dir+":test", Options{Style: kind.String()})
		require.NoError(t, err)
		assert.Equal(t, "sketches:test ("+kind.String()+")", set.Name)
		assert.Equal(t, photos.Labels, set.Labels)
		want := make([]byte, len(photos.Image(0)))
		for i := range set.Len() {
			sketch.Render(want, photos.Image(i), 32, sketch.Canonical(kind), nil)
			require.Equal(t, want, set.Image(i))
		}
	}
}

func TestUnknownStyles(t *testing.T) {
	for spec, text := range map[string]string{
		"drawings:x": `drawings have no style "oil": use one of board, fine,`,
		"sketches:x": `sketches have no style "oil": use one of edges, dog,`,
		"cifar10:x":  `cifar10 come as they are`,
		"images:x":   `images come as they are`,
	} {
		_, err := Open(t.Context(), spec, Options{Style: "oil"})
		assert.ErrorContains(t, err, text)
	}
}
