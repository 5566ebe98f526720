package card

import (
	"flag"
	"math"
	"os"
	"path/filepath"
	"testing"

	"canvasnet/resnet"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/report"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var update = flag.Bool("update", false, "write testdata/golden.md anew")

// tinyFacts are of a network that nobody trained.
func tinyFacts(t *testing.T) Facts {
	t.Helper()
	m, err := resnet.New(resnet.Config{
		Name: "tiny", Stages: []int{1, 1}, Widths: []int{4, 8}, Classes: []string{"cat", "dog", "a|b_c"},
		Input: weights.Input{Size: 8, Mean: [3]float32{0.5, 0.25, 0.125}, Std: [3]float32{0.25, 0.5, 1}},
	}, 1)
	require.NoError(t, err)
	m.Exemplars = &resnet.Exemplars{Features: make([]float32, 2*8), Labels: []int{0, 1}}
	score := func(top1, nll, ece float64) *train.Evaluation {
		return &train.Evaluation{
			Model: "tiny", Data: "cifar10:test", N: 1200, Top1: top1, Top5: 1, NLL: nll, ECE: ece,
			Temperature: 1.25, UncalibratedNLL: nll + 0.125, UncalibratedECE: 2 * ece,
			PerClass: []train.ClassScore{{Class: "cat", N: 1000, Top1: 0.9}, {Class: "dog", N: 200, Top1: 0.5}, {Class: "a|b_c"}},
			Reliability: []report.Bin{
				{}, {Images: 200, Confidence: 0.5, Accuracy: 0.25}, {Images: 1000, Confidence: 0.875, Accuracy: 0.9375},
			},
			ImagesPerSecond: 123,
		}
	}
	var log []train.Epoch
	for i := range 30 {
		e := train.Epoch{Epoch: i + 1, LR: 0.1 / float64(i+1), TrainLoss: 2 / float64(i+2), TrainTop1: 1 - 1/float64(i+2), Seconds: 61.5, ImagesPerSecond: 800}
		if i > 0 {
			loss, top1 := 3/float64(i+2), 0.8-float64((i-17)*(i-17))/1000
			e.TestLoss, e.TestTop1 = &loss, &top1
		}
		log = append(log, e)
	}
	return Facts{
		Name: "tiny", Model: m,
		Meta: weights.Meta{
			Recipe: "name = \"tiny\"\nepochs = 30\n\n[optimizer]\n  momentum = 0.9\n", Command: "resnet train -model tiny -validate 0.04",
			TrainedOn: "cifar10:train (rest) (48000 pictures)", Eval: `{"model":"tiny","data":"cifar10:train (held out)","n":2000}`,
		},
		Log:     log,
		Trained: &File{Name: "tiny-f32.safetensors", Bytes: 1106768, SHA256: "feed", DType: weights.F32, Score: score(0.8335, 0.5, 0.03)},
		Shipped: File{Name: "tiny.safetensors", Bytes: 298864, SHA256: "beef", DType: weights.I8, Score: score(0.8333, 0.50004, 0.0299)},

		Confusion: [][]int{{900, 100, 0}, {96, 100, 4}, {0, 0, 0}},
		Others: []Other{{
			Score: &train.Evaluation{Data: "drawings:test", N: 40, Top1: 0.75, Top3: 1, PerClass: []train.ClassScore{
				{Class: "cat", N: 30, Top1: 0.8, Top3: 1}, {Class: "dog", N: 10, Top1: 0.6, Top3: 1}, {Class: "a|b_c"},
			}},
			Confusion: [][]int{{24, 6, 0}, {4, 6, 0}, {0, 0, 0}},
			Styles:    []Style{{Name: "chalk", Score: &train.Evaluation{Top1: 0.5, Top3: 0.9}}},
		}},
		Notes:     "A note about the *data*.",
		NotesFile: "notes.md",
	}
}

func TestGolden(t *testing.T) {
	got, err := tinyFacts(t).Markdown()
	require.NoError(t, err)
	golden := filepath.Join("testdata", "golden.md")
	if *update {
		require.NoError(t, os.WriteFile(golden, got, 0o644))
	}
	want, err := os.ReadFile(golden)
	require.NoError(t, err)
	require.Equal(t, string(want), string(got))
}

func TestCardOfOneFile(t *testing.T) {
	f := tinyFacts(t)
	f.Trained, f.Notes, f.NotesFile, f.Meta.Command, f.Meta.Eval = nil, "", "", "", ""
	f.Meta.TrainedOn = "images:photos (90 pictures)"
	f.Shipped.Score.Temperature = 1
	f.Shipped.Score.Data = "images:others"
	text, err := f.Markdown()
	require.NoError(t, err)
	for _, want := range []string{
		"| top-1 | 83.33 % |\n", "No temperature has been fitted.", "The pictures are their owners'",
		"resnet eval -weights tiny.safetensors -data images:DIR\n",
	} {
		assert.Contains(t, string(text), want)
	}
	for _, absent := range []string{"as trained", "-shipped", "CIFAR", "drawings are foreign", "resnet train -model", "Held out and measured", "at temperature", "-notes"} {
		assert.NotContains(t, string(text), absent)
	}
}

func TestManyClassesGetAList(t *testing.T) {
	const classes = 30
	f := tinyFacts(t)
	f.Model.Classes = resnet.Numbered(classes)
	f.Confusion, f.Shipped.Score.PerClass = nil, nil
	for i := range classes {
		row := make([]int, classes)
		row[i], row[(i+1)%classes] = 50, i
		f.Confusion = append(f.Confusion, row)
		f.Shipped.Score.PerClass = append(f.Shipped.Score.PerClass, train.ClassScore{Class: f.Model.Classes[i], N: 50 + i, Top1: 0.5})
	}
	f.Trained = nil
	text, err := f.Markdown()
	require.NoError(t, err)
	assert.Contains(t, string(text), "The most frequent mistakes:\n\n| class | taken for | times |\n|---|---|---:|\n| class 29 | class 0 | 29 |\n| class 28 | class 29 | 28 |\n")
	assert.NotContains(t, string(text), "| class 9 | class 10 | 9 |", "only the most frequent")
	assert.NotContains(t, string(text), "True classes in rows")
}

func TestCurves(t *testing.T) {
	svg, err := tinyFacts(t).Curves()
	require.NoError(t, err)
	assert.Contains(t, string(svg), "calibration error 2.99 %; uncalibrated 5.98 %")
	assert.Contains(t, string(svg), "best 80.00 % at epoch 18")
	again, err := tinyFacts(t).Curves()
	require.NoError(t, err)
	assert.Equal(t, svg, again)
}

func TestRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*Facts){
		"card of tiny: the log has no epochs: pass": func(f *Facts) { f.Log = nil },
		"its evaluation others":                     func(f *Facts) { f.Trained.Score.PerClass = nil },
		"has 2 rows for 3 classes":                  func(f *Facts) { f.Confusion = f.Confusion[:2] },
		"row 1 of the confusion matrix has 0":       func(f *Facts) { f.Confusion[1] = nil },
	} {
		f := tinyFacts(t)
		spoil(&f)
		_, err := f.Markdown()
		assert.ErrorContains(t, err, want)
		_, err = f.Curves()
		assert.Error(t, err, want)
	}
}

func TestFormat(t *testing.T) {
	assert.Equal(t, "12", group(12))
	assert.Equal(t, "1,234,567", group(int64(1234567)))
	assert.Equal(t, "0.00 points", points(0.50001, 0.5))
	assert.Equal(t, "0.00 points", points(0.49999, 0.5))
	assert.Equal(t, "-0.25 points", points(0.4975, 0.5))
	assert.Equal(t, "+0.0013", signed(0.5013, 0.5))
	assert.Equal(t, `\<b\>\|\_x y\`+"`", cell("<b>|_x\ny`"))
	assert.Equal(t, "    a\n\n    b", indent("a\n\nb\n"))
	assert.Equal(t, "1h2m5s", duration(3725.2))
	var none *float64
	assert.Equal(t, "–", percent(none))
	assert.Equal(t, "–", percent(math.NaN()))
	assert.Equal(t, "91.33 %", percent(0.9133))
	assert.Equal(t, "64.80 %", percent(float32(0.648)))
	assert.Equal(t, "–", decimals(none))
}
