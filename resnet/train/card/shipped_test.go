package card

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/recipe"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const shippedDir = "../../../weights"

// TestShippedCards holds the cards of the shipped weights against the files
// beside them: whatever can be computed without the data stands on the card.
func TestShippedCards(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shippedDir, "*.safetensors"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".safetensors")
		t.Run(name, func(t *testing.T) {
			f := shippedFacts(t, name)
			learned, err := recipe.Parse([]byte(f.Meta.Recipe))
			require.NoError(t, err)
			builtIn, err := recipe.Named(learned.Name)
			require.NoError(t, err)
			assert.Equal(t, builtIn, learned, "whoever trains it anew gets the same")
			text, err := os.ReadFile(filepath.Join(shippedDir, name+".md"))
			require.NoError(t, err, "make card writes it")
			card := string(text)
			for _, part := range []string{"network", "files", "training", "evaluation"} {
				want, err := f.part(part)
				require.NoError(t, err)
				assert.Contains(t, card, string(want), "section %q: make card writes it anew", part)
			}
			if f.Trained != nil {
				const most = 0.002
				assert.LessOrEqual(t, f.Trained.Score.Top1-f.Shipped.Score.Top1, most, "its precision costs too much")
			}
			for _, c := range f.Shipped.Score.PerClass {
				assert.Contains(t, card, "| "+cell(c.Class)+" | "+group(c.N)+" | "+percent(c.Top1)+" |")
			}
			assert.FileExists(t, filepath.Join(shippedDir, name+".svg"))
		})
	}
}

// shippedFacts reads what is kept of a shipped network.
func shippedFacts(t *testing.T, name string) Facts {
	t.Helper()
	read := func(suffix string) []byte {
		data, err := os.ReadFile(filepath.Join(shippedDir, name+suffix))
		require.NoError(t, err)
		return data
	}
	evaluation := func(suffix string) *train.Evaluation {
		e := new(train.Evaluation)
		require.NoError(t, json.Unmarshal(read(suffix), e))
		return e
	}
	data := read(".safetensors")
	file, err := weights.Decode(data)
	require.NoError(t, err)
	meta, err := weights.ParseMeta(file.Metadata)
	require.NoError(t, err)
	m, err := resnet.Load(file)
	require.NoError(t, err)
	dtype, err := weights.Precision(data)
	require.NoError(t, err)
	sum := sha256.Sum256(data)

	f := Facts{Name: name, Model: m, Meta: meta}
	f.Shipped = File{
		Name: name + ".safetensors", Bytes: len(data), SHA256: hex.EncodeToString(sum[:]), DType: dtype,
		Score: evaluation(".eval.json"),
	}
	require.Equal(t, m.Name, f.Shipped.Score.Model)
	for line := range strings.Lines(string(read(".log.jsonl"))) {
		var e train.Epoch
		require.NoError(t, json.Unmarshal([]byte(line), &e))
		f.Log = append(f.Log, e)
	}
	if _, err := os.Stat(filepath.Join(shippedDir, name+".f32.eval.json")); err == nil {
		// Without quantisation and exemplars the same file would be so long.
		alone := *m
		alone.Exemplars = nil
		trained := alone.File()
		trained.Metadata = file.Metadata
		whole, err := trained.Encode(weights.F32)
		require.NoError(t, err)
		f.Trained = &File{Bytes: len(whole), DType: weights.F32, Score: evaluation(".f32.eval.json")}
	}
	return f
}
