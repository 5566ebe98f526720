package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// pageOf returns the report of a run.
func pageOf(t *testing.T, run Run) string {
	t.Helper()
	page, err := Page(run)
	require.NoError(t, err)
	return string(page)
}

// wellFormed reads a document to its end.
func wellFormed(document []byte, html bool) error {
	d := xml.NewDecoder(bytes.NewReader(document))
	if html {
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	}
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestPageIsWellFormed(t *testing.T) {
	for _, classes := range []int{2, 10, 100} {
		assert.NoError(t, wellFormed([]byte(pageOf(t, exampleRun(classes, 12))), true))
	}
}

func TestPageIsDeterministic(t *testing.T) {
	assert.Equal(t, pageOf(t, exampleRun(10, 12)), pageOf(t, exampleRun(10, 12)))
}

// parts are the figures and pictures of a page by name, cut out of it.
func parts(t *testing.T, run Run) map[string]string {
	t.Helper()
	page := pageOf(t, run)
	out := map[string]string{}
	for _, name := range []string{"Accuracy per epoch", "Loss per epoch", "Learning rate per epoch", "Reliability", "Confusion matrix"} {
		if _, rest, ok := strings.Cut(page, `aria-label="`+name); ok {
			out[name], _, _ = strings.Cut(rest, "</svg>")
		}
	}
	if _, rest, ok := strings.Cut(page, "Most confident mistakes"); ok {
		out["mistakes"], _, _ = strings.Cut(rest, "<h2>")
	}
	return out
}

func TestPartsFollowTheData(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*Run)
		changed []string
	}{
		{"nothing", func(*Run) {}, nil},
		{"confusion", func(r *Run) { r.Confusion[3][5] += 200 }, []string{"Confusion matrix"}},
		{"training loss", func(r *Run) { r.Epochs[4].TrainLoss = 1.9 }, []string{"Loss per epoch"}},
		{"test loss", func(r *Run) { r.Epochs[4].TestLoss = 1.9 }, []string{"Loss per epoch"}},
		{"training accuracy", func(r *Run) { r.Epochs[4].TrainAccuracy = 0.2 }, []string{"Accuracy per epoch"}},
		{"test accuracy", func(r *Run) { r.Epochs[4].TestAccuracy = 0.2 }, []string{"Accuracy per epoch"}},
		{"learning rate", func(r *Run) { r.Epochs[4].LR = 0.01 }, []string{"Learning rate per epoch"}},
		{"accuracy of a bin", func(r *Run) { r.Calibration.Bins[9].Accuracy = 0.1 }, []string{"Reliability"}},
		{"confidence of a bin", func(r *Run) { r.Calibration.Bins[9].Confidence = 0.61 }, []string{"Reliability"}},
		{"images of a bin", func(r *Run) { r.Calibration.Bins[9].Images = 1 }, []string{"Reliability"}},
		{"pixels", func(r *Run) {
			for i := range r.Mistakes {
				r.Mistakes[i].Pixels[7] ^= 0xff
			}
		}, []string{"mistakes"}},
		{"class name", func(r *Run) { r.Classes[3] = "lynx" }, []string{"Confusion matrix", "mistakes"}},
	}
	before := parts(t, exampleRun(6, 12))
	require.Len(t, before, 6)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := exampleRun(6, 12)
			test.change(&run)
			var changed []string
			for name, part := range parts(t, run) {
				if part != before[name] {
					changed = append(changed, name)
				}
			}
			assert.ElementsMatch(t, test.changed, changed)
		})
	}
}

func TestPartsWithoutDataAreLeftOut(t *testing.T) {
	run := exampleRun(4, 3)
	run.Confusion, run.Mistakes, run.Calibration = nil, nil, nil
	got := parts(t, run)
	for _, name := range []string{"Accuracy per epoch", "Loss per epoch", "Learning rate per epoch"} {
		assert.Contains(t, got, name)
	}
	assert.Len(t, got, 3)
	page := pageOf(t, run)
	assert.NotContains(t, page, "<h2>Classes")
	assert.NotContains(t, page, "Calibration error")
}

func TestWriteReplacesAnEarlierReport(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "report")
	run := exampleRun(4, 3)
	require.NoError(t, Write(dir, run))
	run.Model = "another"
	require.NoError(t, Write(dir, run))
	page, err := os.ReadFile(filepath.Join(dir, "index.html"))
	require.NoError(t, err)
	assert.Equal(t, pageOf(t, run), string(page))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1)
}

func TestWriteRefusesBadInput(t *testing.T) {
	tests := []struct {
		name   string
		change func(*Run)
		want   string
	}{
		{"no epochs", func(r *Run) { r.Epochs = nil }, "report: the run has no epochs: train for at least one"},
		{"no classes", func(r *Run) { r.Classes = nil }, "the run has no classes"},
		{"epochs out of order", func(r *Run) { r.Epochs[1].Epoch = 1 }, "epoch 1 follows epoch 1"},
		{"epoch zero", func(r *Run) { r.Epochs[0].Epoch = 0 }, "epoch 0: its number is out of range: count from 1"},
		{"epoch far out", func(r *Run) { r.Epochs[2].Epoch = math.MaxInt }, "its number is out of range"},
		{"percent for fraction", func(r *Run) { r.Epochs[1].TestAccuracy = 91.25 }, "epoch 2: test accuracy is 91.25: give a fraction"},
		{"negative accuracy", func(r *Run) { r.Epochs[1].TrainAccuracy = -0.1 }, "training accuracy is -0.1"},
		{"infinite accuracy", func(r *Run) { r.Epochs[1].TrainAccuracy = math.Inf(1) }, "training accuracy is +Inf"},
		{"negative training loss", func(r *Run) { r.Epochs[1].TrainLoss = -1 }, "training loss is -1"},
		{"negative test loss", func(r *Run) { r.Epochs[1].TestLoss = math.Inf(-1) }, "test loss is -Inf"},
		{"learning rate NaN", func(r *Run) { r.Epochs[1].LR = math.NaN() }, "learning rate is NaN"},
		{"seconds", func(r *Run) { r.Epochs[1].Seconds = -1 }, "seconds is -1"},
		{"speed", func(r *Run) { r.Epochs[1].ImagesPerSecond = math.Inf(1) }, "images per second is +Inf"},
		{"missing row", func(r *Run) { r.Confusion = r.Confusion[:9] }, "confusion matrix has 9 rows for 10 classes"},
		{"short row", func(r *Run) { r.Confusion[2] = r.Confusion[2][:4] }, "confusion matrix row 2 has 4 counts for 10 classes"},
		{"negative count", func(r *Run) { r.Confusion[2][4] = -1 }, "counts -1 images of class 2 as 4"},
		{"no size", func(r *Run) { r.Mistakes[5].Size = 0 }, "mistake 5: size is 0 pixels"},
		{"huge size", func(r *Run) { r.Mistakes[5].Size = math.MaxInt }, "mistake 5: size is"},
		{"short pixels", func(r *Run) { r.Mistakes[5].Pixels = make([]byte, 3071) }, "mistake 5: 3071 bytes of pixels for 32×32×3: give 3072"},
		{"label", func(r *Run) { r.Mistakes[5].Label = 10 }, "give classes between 0 and 9"},
		{"prediction", func(r *Run) { r.Mistakes[5].Predicted = -1 }, "give classes between 0 and 9"},
		{"right answer", func(r *Run) { r.Mistakes[5].Predicted = r.Mistakes[5].Label }, "pass wrong answers only"},
		{"probability", func(r *Run) { r.Mistakes[5].P = math.NaN() }, "probability is NaN"},
		{"no bins", func(r *Run) { r.Calibration.Bins = nil }, "calibration has 0 bins: give 1 to 100"},
		{"bin of negative size", func(r *Run) { r.Calibration.Bins[3].Images = -1 }, "calibration bin 3 has -1 images"},
		{"bin in percent", func(r *Run) { r.Calibration.Bins[3].Accuracy = 20 }, "calibration bin 3"},
		{"confidence NaN", func(r *Run) { r.Calibration.Bins[3].Confidence = math.NaN() }, "calibration bin 3"},
		{"calibration error", func(r *Run) { r.Calibration.ECE = 2 }, "calibration error is 2, and 0.0271 uncalibrated"},
		{"temperature", func(r *Run) { r.Calibration.Temperature = 0 }, "temperature is 0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := exampleRun(10, 3)
			test.change(&run)
			dir := filepath.Join(t.TempDir(), "report")
			require.ErrorContains(t, Write(dir, run), test.want)
			assert.NoDirExists(t, dir, "bad input writes nothing")
			_, err := Curves(run)
			assert.ErrorContains(t, err, test.want)
		})
	}
}

func TestWriteNamesThePathItCannotWrite(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "taken")
	require.NoError(t, os.WriteFile(taken, nil, 0o600))
	for _, dir := range []string{taken, filepath.Join(taken, "report")} {
		err := Write(dir, exampleRun(4, 3))
		require.ErrorContains(t, err, "report: create the folder: mkdir "+taken)
		assert.ErrorContains(t, err, "choose a folder that can be written")
	}

	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "index.html"), 0o700))
	require.ErrorContains(t, Write(dir, exampleRun(4, 3)), filepath.Join(dir, "index.html"))
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Len(t, entries, 1, "no temporary file is left behind")
}

func TestHostileNames(t *testing.T) {
	run := exampleRun(4, 3)
	hostile := `</text><script>alert(1)</script>&"'` + "\x00\x1b\xff\n" + "日本語🙂"
	run.Model, run.Recipe, run.Data, run.Measured = hostile, hostile, hostile, hostile
	run.Classes[0], run.Classes[1], run.Classes[2] = hostile, "", strings.Repeat("long", 200)
	page := pageOf(t, run)
	assert.NoError(t, wellFormed([]byte(page), true))
	assert.NotContains(t, page, "<script")
	assert.Contains(t, page, "日本語🙂", "the page keeps names that the figures cannot write")
	curves, err := Curves(run)
	require.NoError(t, err)
	assert.NoError(t, wellFormed(curves, false))
	assert.NotContains(t, string(curves), "<script")
}

func TestDivergedRun(t *testing.T) {
	run := exampleRun(4, 5)
	for i := range run.Epochs {
		e := &run.Epochs[i]
		e.TrainLoss, e.TestLoss, e.TrainAccuracy, e.TestAccuracy = math.NaN(), math.Inf(1), math.NaN(), math.NaN()
	}
	run.Epochs[0].TrainLoss, run.Epochs[1].TrainLoss = 2.3, math.MaxFloat64
	page := pageOf(t, run)
	assert.Contains(t, page, "training, last –")
	assert.Contains(t, page, "held out, not measured")
	assert.Contains(t, parts(t, run)["Loss per epoch"], ">2.0<", "the axis fits the one loss that can be drawn")
	assert.NotContains(t, page, "NaN")
	assert.NotContains(t, page, "Best held out")
}

// TestCurvesStandAlone: the picture beside a model card needs no page around it.
func TestCurvesStandAlone(t *testing.T) {
	run := exampleRun(10, 12)
	svg, err := Curves(run)
	require.NoError(t, err)
	require.NoError(t, wellFormed(svg, false))
	for _, want := range []string{">Accuracy<", ">Loss<", ">Learning rate<", ">Reliability<", "prefers-color-scheme: dark"} {
		assert.Contains(t, string(svg), want)
	}
	run.Calibration = nil
	svg, err = Curves(run)
	require.NoError(t, err)
	assert.NotContains(t, string(svg), ">Reliability<")
}

func FuzzFigures(f *testing.F) {
	f.Add("resnet20", "cat", 0.1, 2.3, 0.5, 7)
	f.Add("]]>", "\x00", math.SmallestNonzeroFloat64, math.MaxFloat64, 1.0, math.MaxInt)
	f.Add("", "", 0.0, math.NaN(), 0.0, 0)
	f.Fuzz(func(t *testing.T, model, class string, rate, loss, accuracy float64, count int) {
		run := Run{
			Model: model, Classes: []string{class, "other"},
			Epochs: []Epoch{
				{Epoch: 1, LR: rate, TrainLoss: loss, TestAccuracy: accuracy, Seconds: rate},
				{Epoch: 2, TestLoss: loss, TrainAccuracy: accuracy, ImagesPerSecond: rate},
			},
			Confusion:   [][]int{{count, 1}, {1, 0}},
			Calibration: &Calibration{Bins: []Bin{{count, accuracy, rate}, {1, rate, accuracy}}, Temperature: loss},
		}
		if check(run) != nil {
			t.Skip()
		}
		run = legible(run)
		for _, fig := range []figure{lossFigure(run), accuracyFigure(run), rateFigure(run), confusionFigure(run), reliabilityFigure(run)} {
			svg, err := fig.svg()
			require.NoError(t, err)
			require.NoError(t, wellFormed(svg, false))
			require.NotContains(t, string(svg), "NaN")
		}
	})
}
