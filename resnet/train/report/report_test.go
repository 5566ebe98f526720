package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image/png"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var allFiles = []string{
	"accuracy.png", "accuracy.svg", "confusion.png", "confusion.svg", "index.html",
	"learning-rate.png", "learning-rate.svg", "loss.png", "loss.svg", "mistakes.png",
}

// write returns the files of a report by name.
func write(t *testing.T, run Run) map[string][]byte {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "new", "report")
	require.NoError(t, Write(dir, run))
	return read(t, dir)
}

func read(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := map[string][]byte{}
	for _, entry := range entries {
		files[entry.Name()], err = os.ReadFile(filepath.Join(dir, entry.Name()))
		require.NoError(t, err)
	}
	return files
}

func names(files map[string][]byte) []string {
	var out []string
	for name := range files {
		out = append(out, name)
	}
	return out
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

func TestWriteFilesCanBeRead(t *testing.T) {
	for _, classes := range []int{2, 10, 100} {
		files := write(t, exampleRun(classes, 12))
		require.ElementsMatch(t, allFiles, names(files))
		for name, data := range files {
			switch filepath.Ext(name) {
			case ".png":
				img, err := png.Decode(bytes.NewReader(data))
				require.NoError(t, err, name)
				assert.Greater(t, img.Bounds().Dx(), 400, name)
				assert.Greater(t, img.Bounds().Dy(), 200, name)
			case ".svg":
				assert.NoError(t, wellFormed(data, false), name)
			default:
				assert.NoError(t, wellFormed(data, true), name)
			}
		}
	}
}

func TestWriteIsDeterministic(t *testing.T) {
	assert.Equal(t, write(t, exampleRun(10, 12)), write(t, exampleRun(10, 12)))
}

func TestFilesFollowTheData(t *testing.T) {
	tests := []struct {
		name    string
		change  func(*Run)
		changed []string
	}{
		{"nothing", func(*Run) {}, nil},
		{"confusion", func(r *Run) { r.Confusion[3][5] += 200 }, []string{"confusion.png", "confusion.svg"}},
		{"training loss", func(r *Run) { r.Epochs[4].TrainLoss = 1.9 }, []string{"loss.png", "loss.svg"}},
		{"test loss", func(r *Run) { r.Epochs[4].TestLoss = 1.9 }, []string{"loss.png", "loss.svg"}},
		{"training accuracy", func(r *Run) { r.Epochs[4].TrainAccuracy = 0.2 }, []string{"accuracy.png", "accuracy.svg"}},
		{"test accuracy", func(r *Run) { r.Epochs[4].TestAccuracy = 0.2 }, []string{"accuracy.png", "accuracy.svg"}},
		{"learning rate", func(r *Run) { r.Epochs[4].LR = 0.01 }, []string{"learning-rate.png", "learning-rate.svg"}},
		{"pixels", func(r *Run) {
			for i := range r.Mistakes {
				r.Mistakes[i].Pixels[7] ^= 0xff
			}
		}, []string{"mistakes.png"}},
		{"class name", func(r *Run) { r.Classes[3] = "lynx" }, []string{"confusion.png", "confusion.svg", "mistakes.png"}},
	}
	before := write(t, exampleRun(6, 12))
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := exampleRun(6, 12)
			test.change(&run)
			var changed []string
			for name, data := range write(t, run) {
				if !bytes.Equal(data, before[name]) {
					changed = append(changed, name)
				}
			}
			if test.changed != nil {
				test.changed = append(test.changed, "index.html")
			}
			assert.ElementsMatch(t, test.changed, changed)
		})
	}
}

func TestWriteReplacesAnEarlierReport(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("mine"), 0o600))
	run := exampleRun(4, 3)
	require.NoError(t, Write(dir, run))
	run.Confusion, run.Mistakes = nil, nil
	require.NoError(t, Write(dir, run))

	files := read(t, dir)
	assert.ElementsMatch(t, []string{
		"accuracy.png", "accuracy.svg", "index.html", "learning-rate.png", "learning-rate.svg",
		"loss.png", "loss.svg", "notes.txt",
	}, names(files), "pictures without data go, and so do temporary files")
	assert.NotContains(t, string(files["index.html"]), "Confusion matrix")
	assert.NotContains(t, string(files["index.html"]), "<h2>")
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
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			run := exampleRun(10, 3)
			test.change(&run)
			dir := filepath.Join(t.TempDir(), "report")
			require.ErrorContains(t, Write(dir, run), test.want)
			assert.NoDirExists(t, dir, "bad input writes nothing")
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
	for name := range read(t, without(t, dir, "index.html")) {
		assert.Contains(t, allFiles, name, "no temporary file is left behind")
	}
}

// without removes an empty folder from dir.
func without(t *testing.T, dir, name string) string {
	t.Helper()
	require.NoError(t, os.Remove(filepath.Join(dir, name)))
	return dir
}

func TestHostileNames(t *testing.T) {
	run := exampleRun(4, 3)
	hostile := `</text><script>alert(1)</script>&"'` + "\x00\x1b\xff\n" + "日本語🙂"
	run.Model, run.Recipe, run.Data = hostile, hostile, hostile
	run.Classes[0], run.Classes[1], run.Classes[2] = hostile, "", strings.Repeat("long", 200)
	for name, data := range write(t, run) {
		switch filepath.Ext(name) {
		case ".svg":
			assert.NoError(t, wellFormed(data, false), name)
			assert.NotContains(t, string(data), "<script", name)
		case ".html":
			assert.NoError(t, wellFormed(data, true), name)
			assert.NotContains(t, string(data), "<script", name)
			assert.Contains(t, string(data), "日本語🙂", "the page keeps names that the pictures cannot write")
		}
	}
}

func TestDivergedRun(t *testing.T) {
	run := exampleRun(4, 5)
	for i := range run.Epochs {
		e := &run.Epochs[i]
		e.TrainLoss, e.TestLoss, e.TrainAccuracy, e.TestAccuracy = math.NaN(), math.Inf(1), math.NaN(), math.NaN()
	}
	run.Epochs[0].TrainLoss, run.Epochs[1].TrainLoss = 2.3, math.MaxFloat64
	files := write(t, run)
	assert.Contains(t, string(files["loss.svg"]), "training, last –")
	assert.Contains(t, string(files["loss.svg"]), "test, not measured")
	assert.Contains(t, string(files["loss.svg"]), ">2.0<", "the axis fits the one loss that can be drawn")
	assert.NotContains(t, string(files["loss.svg"]), "NaN")
	assert.NotContains(t, string(files["index.html"]), "Best test accuracy")
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
			Confusion: [][]int{{count, 1}, {1, 0}},
		}
		if check(run) != nil {
			t.Skip()
		}
		run = legible(run)
		for _, fig := range []figure{lossFigure(run), accuracyFigure(run), rateFigure(run), confusionFigure(run)} {
			svg, err := fig.svg()
			require.NoError(t, err)
			require.NoError(t, wellFormed(svg, false))
			require.NotContains(t, string(svg), "NaN")
		}
	})
}
