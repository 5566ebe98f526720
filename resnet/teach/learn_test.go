package teach

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

const repository = "../.."

// shipped is the page's network, without exemplars.
func shipped(t *testing.T) (*weights.File, *Student) {
	t.Helper()
	f, err := weights.ReadFile(filepath.Join(repository, "weights", "canvasnet.safetensors"))
	require.NoError(t, err)
	return f, load(t, f)
}

func load(t *testing.T, f *weights.File) *Student {
	t.Helper()
	m, err := resnet.Load(f)
	require.NoError(t, err)
	s, err := New(m)
	require.NoError(t, err)
	return s
}

// features are what the student's last layer reads of a picture.
func (s *Student) features(rgb []byte) []float32 {
	resnet.Normalize(s.x, rgb, s.input)
	return append([]float32(nil), s.trunk.Run(s.x)...)
}

// named is what a student calls a picture.
func (s *Student) named(rgb []byte) string {
	return s.Classes()[nn.Argmax(s.Logits(s.features(rgb)))]
}

// part of the pictures that a student calls by their name.
func (s *Student) part(name string, pictures [][]byte) float64 {
	right := 0
	for _, p := range pictures {
		if s.named(p) == name {
			right++
		}
	}
	return float64(right) / float64(len(pictures))
}

// scored are pictures as features, with what to call them.
type scored struct {
	features [][]float32
	names    []string
}

func (s *Student) scored(set *dataset.Set) (x scored) {
	for i, label := range set.Labels {
		x.features = append(x.features, s.features(set.Image(i)))
		x.names = append(x.names, set.Classes[label])
	}
	return x
}

// score is how many a student gets right.
func (s *Student) score(x scored) int {
	right := 0
	for i, f := range x.features {
		if s.Classes()[nn.Argmax(s.Logits(f))] == x.names[i] {
			right++
		}
	}
	return right
}

func pictures(t *testing.T, classes []string) *dataset.Set {
	t.Helper()
	set, err := dataset.Open(context.Background(), "images:"+filepath.Join(repository, "resnet/dataset/testdata/cifar10-200"), dataset.Options{Classes: classes})
	require.NoError(t, err)
	return set
}

func silent(Progress) error { return nil }

// Classes taught with ten drawings each are recognised in more drawings of the
// kind, and the photos that the page offers stay what they are, with exemplars
// and without.
func TestTaughtClassIsKnownAndOthersAreNotForgotten(t *testing.T) {
	_, s := shipped(t)
	set := pictures(t, s.loaded.classes)
	known, samples := s.scored(set), s.scored(samplePhotos(t, s.loaded.classes))
	exemplars := Choose(slices.Concat(known.features...), set.Labels, s.loaded.width(), len(set.Classes), 20)
	for name, c := range map[string]struct {
		stored    resnet.Exemplars
		forgotten int // of the photos it learned from, at most
	}{
		"exemplars":         {*exemplars, set.Len() / 100},
		"impressions alone": {resnet.Exemplars{}, set.Len() / 10},
	} {
		t.Run(name, func(t *testing.T) {
			for _, word := range words {
				require.NoError(t, s.Reset())
				s.stored = c.stored
				before, photos := s.score(samples), s.score(known)
				for _, p := range draw(t, word, 10, 32, 1) {
					require.NoError(t, s.Teach(word, p))
				}
				r, err := s.Learn(silent)
				require.NoError(t, err)
				part, after := s.part(word, draw(t, word, 40, 32, 2)), s.score(samples)
				t.Logf("%s: %.0f %% of further drawings; samples %d before, %d after; training photos %d before, %d after; loss %.3f",
					word, 100*part, before, after, photos, s.score(known), r.Loss[len(r.Loss)-1])
				require.Greater(t, part, 0.9)
				require.GreaterOrEqual(t, r.Accuracy, 0.9)
				require.Less(t, r.Loss[len(r.Loss)-1], r.Loss[0])
				require.GreaterOrEqual(t, after, before)
				require.GreaterOrEqual(t, s.score(known), photos-c.forgotten)
			}
		})
	}
}

// A wrong guess is put right by a few examples, and no new class comes of it.
func TestCorrection(t *testing.T) {
	_, s := shipped(t)
	wrong := draw(t, "star", 13, 32, 3)
	for _, p := range wrong[:3] {
		require.NoError(t, s.Teach("frog", p))
	}
	before := s.part("frog", wrong)
	_, err := s.Learn(silent)
	require.NoError(t, err)
	require.Equal(t, s.loaded.classes, s.Classes())
	require.Greater(t, s.part("frog", wrong[3:]), max(before, 0.5))
}

func TestUndoAndReset(t *testing.T) {
	s := load(t, tiny(t))
	teach := func(label string) {
		require.NoError(t, s.Teach(label, make([]byte, 8*8*3)))
		_, err := s.Learn(silent)
		require.NoError(t, err)
	}
	undone, err := s.Undo()
	require.NoError(t, err)
	require.False(t, undone)

	weight, _ := s.Weights()
	teach("c")
	first, _ := s.Weights()
	require.Equal(t, []string{"a", "b", "c"}, s.Classes())
	teach("d")
	require.Equal(t, []string{"a", "b", "c", "d"}, s.Classes())
	require.Equal(t, []Count{{"c", 1, true}, {"d", 1, true}}, s.Examples())

	undone, err = s.Undo()
	require.NoError(t, err)
	require.True(t, undone)
	require.Equal(t, []string{"a", "b", "c"}, s.Classes())
	again, _ := s.Weights()
	require.Equal(t, first, again)
	require.Len(t, s.Examples(), 2, "examples stay")

	_, err = s.Learn(silent)
	require.NoError(t, err)
	require.NoError(t, s.Reset())
	require.Equal(t, []string{"a", "b"}, s.Classes())
	require.Empty(t, s.Examples())
	loaded, _ := s.Weights()
	require.Equal(t, weight, loaded)
}

func TestLearnIsReproducible(t *testing.T) {
	var weight [2][]float32
	for i := range weight {
		s := load(t, tiny(t))
		for _, label := range []string{"c", "a", "d"} {
			require.NoError(t, s.Teach(label, []byte(noise(8*8*3, label))))
		}
		_, err := s.Learn(silent)
		require.NoError(t, err)
		weight[i], _ = s.Weights()
	}
	require.Equal(t, weight[0], weight[1])
}

func TestLearnThatIsStopped(t *testing.T) {
	s := load(t, tiny(t))
	require.NoError(t, s.Teach("c", make([]byte, 8*8*3)))
	enough, calls := errors.New("enough"), 0
	_, err := s.Learn(func(p Progress) error {
		calls++
		require.Equal(t, calls, p.Step)
		require.Equal(t, steps, p.Steps)
		_, err := s.Learn(silent)
		require.ErrorIs(t, err, errLearning)
		require.ErrorIs(t, s.Teach("d", make([]byte, 8*8*3)), errLearning)
		require.ErrorIs(t, s.Reset(), errLearning)
		_, err = s.Undo()
		require.ErrorIs(t, err, errLearning)
		if p.Step == 3 {
			return enough
		}
		return nil
	})
	require.ErrorIs(t, err, enough)
	require.Equal(t, 3, calls)
	require.Equal(t, []string{"a", "b"}, s.Classes())
	_, err = s.Learn(silent)
	require.NoError(t, err)
}

func TestMistakes(t *testing.T) {
	s := load(t, tiny(t))
	_, err := s.Learn(silent)
	require.ErrorContains(t, err, "teach an example first")
	picture := make([]byte, 8*8*3)
	for label, want := range map[string]string{
		"":                               "no name",
		" \t":                            "no name",
		"\xff":                           "not UTF-8",
		string(make([]byte, MaxLabel+1)): "the limit is 100",
	} {
		require.ErrorContains(t, s.Teach(label, picture), want)
	}
	require.ErrorContains(t, s.Teach("c", picture[1:]), "191 bytes, want 192")
	require.Empty(t, s.Examples())
}
