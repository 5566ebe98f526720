package dataset

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/dataset/drawing"
	"canvasnet/resnet/picture"
)

const quickdraw = "drawing/testdata/quickdraw"

func TestOpenDrawings(t *testing.T) {
	train, err := Open(t.Context(), "drawings:"+quickdraw, Options{})
	require.NoError(t, err)
	assert.Equal(t, "drawings:train", train.Name)
	assert.Equal(t, 32, train.Size)
	assert.Equal(t, cifar10Classes, train.Classes)
	assert.Equal(t, []int{4, 4, 4, 9, 0, 4, 4, 4, 2, 2}, train.Counts())

	test, err := Open(t.Context(), "drawings:"+quickdraw+":test", Options{})
	require.NoError(t, err)
	assert.Equal(t, "drawings:test", test.Name)
	assert.Equal(t, []int{0, 0, 0, 1, 0, 0, 0, 0, 2, 2}, test.Counts())

	usual, err := Open(t.Context(), "drawings:"+quickdraw, Options{DefaultSplit: "test"})
	require.NoError(t, err)
	assert.Equal(t, test, usual)

	// Each is what the page would have shown.
	samples, err := drawing.ReadFolder(t.Context(), os.DirFS(quickdraw), drawing.Test)
	require.NoError(t, err)
	require.Len(t, samples, test.Len())
	for i, sample := range samples {
		sheet := new(drawing.Renderer).Sheet(sample.Drawing, drawing.Board())
		require.Equal(t, picture.Drawing(sheet, 32), test.Image(i), i)
	}
}

func TestOpenDrawingsForWeights(t *testing.T) {
	// There are no deer, so the weights need not know any.
	classes := []string{"truck", "ship", "horse", "frog", "dog", "cat", "bird", "automobile", "airplane"}
	set, err := Open(t.Context(), "drawings:"+quickdraw, Options{Classes: classes, Size: 16})
	require.NoError(t, err)
	assert.Equal(t, classes, set.Classes)
	assert.Equal(t, []int{2, 2, 4, 4, 4, 9, 4, 4, 4}, set.Counts())
	assert.Len(t, set.Pixels, set.Len()*16*16*3)

	_, err = Open(t.Context(), "drawings:"+quickdraw, Options{Classes: classes[1:]})
	assert.ErrorContains(t, err, `don't know 1 of the data's classes (["truck"])`)
}

func TestOpenDrawingsErrors(t *testing.T) {
	_, err := Open(t.Context(), "drawings:nowhere", Options{})
	assert.ErrorContains(t, err, `open data "drawings:nowhere": `)
	assert.ErrorIs(t, err, os.ErrNotExist)

	dir := t.TempDir()
	write(t, filepath.Join(dir, "bitmaps", "cat.bin"), make([]byte, 100))
	_, err = Open(t.Context(), "drawings:"+dir, Options{})
	assert.ErrorContains(t, err, "bitmaps/cat.bin: 100 bytes are left")
}

func TestRenderDrawings(t *testing.T) {
	samples, err := drawing.ReadFolder(t.Context(), os.DirFS(quickdraw), drawing.Test)
	require.NoError(t, err)
	chalk := drawing.Board()
	chalk.Paper.Colour, chalk.Pen.Inks = drawing.Colour{}, []drawing.Colour{{255, 255, 255}}
	set, err := RenderDrawings(t.Context(), samples, 32, func(i int) drawing.Style {
		if i == 0 {
			return chalk
		}
		return drawing.Board()
	})
	require.NoError(t, err)
	assert.Equal(t, byte(0), set.Image(0)[0])
	assert.Equal(t, byte(255), set.Image(1)[0])

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = RenderDrawings(ctx, samples, 32, func(int) drawing.Style { return chalk })
	assert.ErrorIs(t, err, context.Canceled)

	samples[1].Class = "house"
	_, err = RenderDrawings(t.Context(), samples, 32, func(int) drawing.Style { return chalk })
	assert.ErrorContains(t, err, `drawing of the class "house"`)
}
