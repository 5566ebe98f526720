package teach

import (
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/picture"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// tiny is a file of an untrained network of two classes.
func tiny(t *testing.T) *weights.File {
	t.Helper()
	c, err := resnet.Named("resnet20")
	require.NoError(t, err)
	c.Classes, c.Input.Size = []string{"a", "b"}, 8
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	return m.File()
}

// noise is n bytes that depend on a word.
func noise(n int, word string) []byte {
	r := rand.New(rand.NewPCG(1, uint64(word[0])))
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.IntN(256))
	}
	return b
}

// samplePhotos are those that the page offers.
func samplePhotos(t *testing.T, classes []string) *dataset.Set {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, "site/samples/*.png"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	set := &dataset.Set{Classes: classes, Size: 32}
	for _, name := range files {
		file, err := os.Open(name)
		require.NoError(t, err)
		img, err := png.Decode(file)
		require.NoError(t, err)
		require.NoError(t, file.Close())
		label, _, _ := strings.Cut(filepath.Base(name), "-")
		set.Pixels = append(set.Pixels, picture.Square(img, 32)...)
		set.Labels = append(set.Labels, slices.Index(classes, label))
	}
	return set
}

// What was taught goes to a file and comes back: the answers, and the examples
// to go on learning with.
func TestUpdate(t *testing.T) {
	for _, dtype := range []weights.DType{weights.F32, weights.I8} {
		f := tiny(t)
		f.Metadata["eval"], f.Metadata["trained_on"], f.Metadata["own"] = `{"top1":1}`, "noise", "kept"
		s := load(t, f)
		for _, label := range []string{"c", "c", "a"} {
			require.NoError(t, s.Teach(label, noise(8*8*3, label)))
		}
		_, err := s.Learn(silent)
		require.NoError(t, err)
		require.NoError(t, s.Teach("not yet learned", noise(8*8*3, "d")))
		require.NoError(t, s.Update(f))
		data, err := f.Encode(dtype)
		require.NoError(t, err)

		f, err = weights.Decode(data)
		require.NoError(t, err)
		meta, err := weights.ParseMeta(f.Metadata)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b", "c"}, meta.Classes)
		require.Empty(t, meta.Eval)
		require.Equal(t, "noise, taught by hand: c (2), a (1)", meta.TrainedOn)
		require.Equal(t, "kept", meta.Extra["own"])
		again := load(t, f)
		require.Equal(t, []Count{{"c", 2, false}, {"a", 1, false}}, again.Examples())
		x := s.features(noise(8*8*3, "x"))
		require.InDeltaSlice(t, s.Logits(x), again.Logits(x), 0.1)

		require.NoError(t, again.Teach("d", noise(8*8*3, "d")))
		_, err = again.Learn(silent)
		require.NoError(t, err)
		require.Equal(t, []string{"a", "b", "c", "d"}, again.Classes())
	}
}

func TestUpdateOfAnUntaughtStudent(t *testing.T) {
	f, want := tiny(t), tiny(t)
	s := load(t, f)
	require.NoError(t, s.Update(f))
	require.Equal(t, want, f)
	require.ErrorContains(t, s.Update(&weights.File{}), "is missing")
}
