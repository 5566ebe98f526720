package report

import (
	"encoding/base64"
	"html"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smallRun has numbers that can be checked by hand.
func smallRun() Run {
	return Run{
		Model: "resnet8", Recipe: "quick", Data: "cifar10:data", Classes: []string{"cat", "dog", "yak"},
		Epochs: []Epoch{
			{Epoch: 1, LR: 0.1, TrainLoss: 2, TrainAccuracy: 0.25, TestLoss: 1.5, TestAccuracy: 0.625, Seconds: 60, ImagesPerSecond: 100},
			{Epoch: 2, LR: 0.01, TrainLoss: 1.25, TrainAccuracy: 0.5, TestLoss: 1.75, TestAccuracy: 0.6, Seconds: 20, ImagesPerSecond: 500},
			{Epoch: 3, LR: 0.001, TrainLoss: 0.75, TrainAccuracy: 0.7, TestLoss: math.NaN(), TestAccuracy: math.NaN(), Seconds: 20, ImagesPerSecond: 500},
		},
		Confusion: [][]int{{6, 2, 0}, {1, 3, 0}, {0, 0, 0}},
		Mistakes:  []Mistake{{Pixels: gradient(4, 0), Size: 4, Label: 0, Predicted: 1, P: 0.5}},
	}
}

func TestPageHoldsTheNumbers(t *testing.T) {
	files := write(t, smallRun())
	page := html.UnescapeString(string(files["index.html"]))
	for _, want := range []string{
		"<title>resnet8: training report</title>",
		"Recipe quick · data cifar10:data · 3 classes",
		`<dt>Test accuracy</dt><dd class="value">60.00 %</dd><dd class="note">after epoch 2</dd>`,
		`<dt>Best test accuracy</dt><dd class="value">62.50 %</dd><dd class="note">after epoch 1</dd>`,
		`<dt>Test loss</dt><dd class="value">1.75</dd>`,
		`<dt>Training accuracy</dt><dd class="value">70.00 %</dd><dd class="note">in epoch 3</dd>`,
		`<dt>Training loss</dt><dd class="value">0.75</dd>`,
		`<dt>Training time</dt><dd class="value">1 min 40 s</dd><dd class="note">260 images/s</dd>`,
		`cat</th><td>0</td><td>8</td><td>6</td><td>85.71 %</td><td>75.00 %</td><td class="name">dog (2)</td>`,
		`dog</th><td>1</td><td>4</td><td>3</td><td>60.00 %</td><td>75.00 %</td><td class="name">cat (1)</td>`,
		`yak</th><td>2</td><td>0</td><td>0</td><td>–</td><td>–</td><td class="name">–</td>`,
		`<th scope="row">3</th><td>0.001</td><td>0.75</td><td>70.00 %</td><td>–</td><td>–</td><td>20.0 s</td><td>500</td>`,
		base64.StdEncoding.EncodeToString(files["mistakes.png"]),
	} {
		assert.True(t, strings.Contains(page, want), "the page lacks %s", want)
	}
	assert.Equal(t, 4, strings.Count(page, "<svg"))
	assert.NotContains(t, page, "<?xml")
	for _, elsewhere := range []string{`src="http`, `href="`, "url(", "<link", "@import"} {
		assert.False(t, strings.Contains(page, elsewhere), "the page points elsewhere with %s", elsewhere)
	}
}

func TestSVGHoldsTheNumbers(t *testing.T) {
	files := write(t, smallRun())
	assert.Contains(t, string(files["accuracy.svg"]), "test, last 60.00 %, best 62.50 % at epoch 1 (ring)")
	assert.Contains(t, string(files["accuracy.svg"]), "accuracy (%)")
	assert.Contains(t, string(files["loss.svg"]), "training, last 0.75")
	assert.Contains(t, string(files["loss.svg"]), "cross-entropy (nats per image)")
	assert.Contains(t, string(files["learning-rate.svg"]), ">learning rate<")
	confusion := string(files["confusion.svg"])
	assert.Contains(t, confusion, "25.00 % of the true class")
	for _, count := range []string{">6<", ">2<", ">1<", ">3<"} {
		assert.Equal(t, 1, strings.Count(confusion, count), count)
	}
	assert.Equal(t, 2, strings.Count(confusion, ">yak<"), "a name for the row and one for the column")
	assert.Contains(t, confusion, "predicted class")
	assert.Contains(t, confusion, "true class")
	for name, data := range files {
		if strings.HasSuffix(name, ".svg") {
			text := strings.Count(string(data), "<text ")
			require.Positive(t, text, name)
			assert.Equal(t, text, strings.Count(string(data), "textLength="), name)
			assert.Equal(t, text, strings.Count(string(data), "Arial"), name)
		}
	}
}

func TestManyClassesLoseCountsThenNames(t *testing.T) {
	names := func(classes int) (names, counts int) {
		run := exampleRun(classes, 1)
		for i := range run.Classes {
			run.Classes[i] = "name"
			run.Confusion[i][i] = 321
		}
		svg, err := confusionFigure(run).svg()
		require.NoError(t, err)
		return strings.Count(string(svg), ">name<"), strings.Count(string(svg), ">321<")
	}
	for _, test := range []struct{ classes, names, counts int }{
		{10, 20, 10}, {30, 60, 30}, {100, 200, 0}, {300, 300, 0},
	} {
		gotNames, gotCounts := names(test.classes)
		assert.Equal(t, test.names, gotNames, "names of %d classes", test.classes)
		assert.Equal(t, test.counts, gotCounts, "counts of %d classes", test.classes)
	}
}

func TestFormat(t *testing.T) {
	assert.Equal(t, "91.25 %", formatPercent(0.9125))
	assert.Equal(t, "–", formatPercent(math.NaN()))
	assert.Equal(t, "2.303", formatLoss(math.Log(10)))
	assert.Equal(t, "∞", formatLoss(math.Inf(1)))
	assert.Equal(t, "–", formatLoss(math.NaN()))
	assert.Equal(t, "4.2 s", formatDuration(4.2))
	assert.Equal(t, "3 min 20 s", formatDuration(200))
	assert.Equal(t, "1 h 02 min", formatDuration(3725))
	assert.Equal(t, "277777 h 46 min", formatDuration(math.MaxFloat64))
}
