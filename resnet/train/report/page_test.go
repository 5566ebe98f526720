package report

import (
	"html"
	"math"
	"regexp"
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
		Measured:  "cifar10:test",
		Calibration: &Calibration{
			Bins: []Bin{{}, {Images: 199, Confidence: 0.5, Accuracy: 0.625}, {Images: 1, Confidence: 0.75, Accuracy: 1}},
			ECE:  0.125, Temperature: 1.25, UncalibratedECE: 0.25,
		},
		Mistakes: []Mistake{{Pixels: gradient(4, 0), Size: 4, Label: 0, Predicted: 1, P: 0.5}},
	}
}

func TestPageHoldsTheNumbers(t *testing.T) {
	page := html.UnescapeString(pageOf(t, smallRun()))
	for _, want := range []string{
		"<title>resnet8: training report</title>",
		"Recipe quick · learned from cifar10:data · measured on cifar10:test · 3 classes",
		`<dt>Held-out accuracy</dt><dd class="value">60.00 %</dd><dd class="note">after epoch 2</dd>`,
		`<dt>Best held out</dt><dd class="value">62.50 %</dd><dd class="note">after epoch 1</dd>`,
		`<dt>Held-out loss</dt><dd class="value">1.75</dd>`,
		`<dt>Calibration error</dt><dd class="value">12.50 %</dd><dd class="note">temperature 1.25</dd>`,
		`<dt>Training accuracy</dt><dd class="value">70.00 %</dd><dd class="note">in epoch 3</dd>`,
		`<dt>Training loss</dt><dd class="value">0.75</dd>`,
		`<dt>Training time</dt><dd class="value">1 min 40 s</dd><dd class="note">260 images/s</dd>`,
		`cat</th><td class="wide">0</td>`,
		`viewBox="0 0 8 1"`, `width="6"`,
		`75.00 %</div></td><td>85.71 %</td><td class="wide">8</td><td class="wide">6</td><td class="name">dog (2)</td>`,
		`75.00 %</div></td><td>60.00 %</td><td class="wide">4</td><td class="wide">3</td><td class="name">cat (1)</td>`,
		`–</div></td><td>–</td><td class="wide">0</td><td class="wide">0</td><td class="name">–</td>`,
		`<th scope="row">3</th><td>0.001</td><td>0.75</td><td>70.00 %</td><td>–</td><td>–</td><td>20.0 s</td><td>500</td>`,
		`cat <span class="wrong">→ dog <span class="p">50.00 %</span></span>`,
	} {
		assert.True(t, strings.Contains(page, want), "the page lacks %s", want)
	}
	assert.Equal(t, 5+len(smallRun().Classes), strings.Count(page, "<svg"), "figures, and a bar a class")
	assert.NotContains(t, page, "<?xml")
	for _, elsewhere := range []string{`src="http`, `href="`, "url(", "<link", "<script", "@import"} {
		assert.False(t, strings.Contains(page, elsewhere), "the page points elsewhere with %s", elsewhere)
	}
}

func TestFiguresHoldTheNumbers(t *testing.T) {
	svg := parts(t, smallRun())
	assert.Contains(t, svg["Accuracy per epoch"], "held out, last 60.00 %, best 62.50 % at epoch 1 (ring)")
	assert.Contains(t, svg["Accuracy per epoch"], "accuracy (%)")
	assert.Contains(t, svg["Loss per epoch"], "training, last 0.75")
	assert.Contains(t, svg["Loss per epoch"], "cross-entropy (nats per image)")
	assert.Contains(t, svg["Learning rate per epoch"], ">learning rate<")
	assert.Contains(t, svg["Reliability"], "calibration error 12.50 %; uncalibrated 25.00 %")
	assert.Equal(t, 1, strings.Count(svg["Reliability"], hex(paleBlue)), "a bin of few images is pale")
	confusion := svg["Confusion matrix"]
	assert.Contains(t, confusion, "25.00 % of the true class")
	for _, count := range []string{">6<", ">2<", ">1<", ">3<"} {
		assert.Equal(t, 1, strings.Count(confusion, count), count)
	}
	assert.Equal(t, 2, strings.Count(confusion, ">yak<"), "a name for the row and one for the column")
	assert.Contains(t, confusion, "predicted class")
	assert.Contains(t, confusion, "true class")
	delete(svg, "mistakes")
	for name, figure := range svg {
		text := strings.Count(figure, "<text ")
		require.Positive(t, text, name)
		assert.Equal(t, text, strings.Count(figure, "textLength="), name)
		assert.Equal(t, text, strings.Count(figure, "Arial"), name)
	}
}

var colours = regexp.MustCompile(`(?:fill|stroke):(#[0-9A-F]{6})`)

// TestDarkRulesCoverEveryColour holds the promise of a report that reads well in
// the dark: no colour of a figure is left as it is.
func TestDarkRulesCoverEveryColour(t *testing.T) {
	rules := darkRules()
	seen := 0
	for name, figure := range parts(t, exampleRun(10, 12)) {
		for _, match := range colours.FindAllStringSubmatch(figure, -1) {
			seen++
			assert.Contains(t, rules, `"fill:`+match[1]+`"`, name)
		}
	}
	require.Positive(t, seen)
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
