package report

import (
	"bytes"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"math"
	"strconv"
)

//go:embed page.html
var pageSource string

var pageTemplate = template.Must(template.New("page").Funcs(template.FuncMap{
	"percent":  formatPercent,
	"loss":     formatLoss,
	"duration": formatDuration,
	"rate":     func(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) },
	"round":    func(v float64) string { return strconv.FormatFloat(v, 'f', 0, 64) },
}).Parse(pageSource))

// headline is one large number at the top of the page.
type headline struct{ Name, Value, Note string }

// page is what page.html shows.
type page struct {
	Run
	Headlines                                []headline
	Scores                                   []score
	Loss, Accuracy, LearningRate, ConfusionM template.HTML
	MistakesURL                              template.URL
}

// renderPage fills page.html with the figures (SVG by name) and the contact sheet (PNG).
func renderPage(run Run, figures map[string][]byte, sheet []byte) ([]byte, error) {
	p := page{
		Run:          run,
		Headlines:    headlines(run),
		Scores:       scores(run),
		Loss:         inline(figures["loss"]),
		Accuracy:     inline(figures["accuracy"]),
		LearningRate: inline(figures["learning-rate"]),
		ConfusionM:   inline(figures["confusion"]),
	}
	if sheet != nil {
		p.MistakesURL = template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(sheet))
	}
	var buf bytes.Buffer
	if err := pageTemplate.Execute(&buf, p); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// inline returns an SVG document as an element of a page, without the XML declaration.
func inline(svg []byte) template.HTML {
	_, element, _ := bytes.Cut(svg, []byte("<svg"))
	if element == nil {
		return ""
	}
	return template.HTML("<svg" + string(element))
}

func headlines(run Run) []headline {
	final := run.Epochs[len(run.Epochs)-1]
	tested, testedEpoch := last(run.Epochs, func(e Epoch) float64 { return e.TestAccuracy })
	testLoss, _ := last(run.Epochs, func(e Epoch) float64 { return e.TestLoss })
	best, bestEpoch := bestTest(run.Epochs)
	seconds, images := 0.0, 0.0
	for _, e := range run.Epochs {
		seconds += e.Seconds
		images += e.Seconds * e.ImagesPerSecond
	}
	speed := "–"
	if seconds > 0 {
		speed = strconv.FormatFloat(images/seconds, 'f', 0, 64)
	}
	out := []headline{
		{"Test accuracy", formatPercent(tested), fmt.Sprintf("after epoch %d", testedEpoch)},
		{"Best test accuracy", formatPercent(best), fmt.Sprintf("after epoch %d", bestEpoch)},
		{"Test loss", formatLoss(testLoss), "nats per image"},
		{"Training accuracy", formatPercent(final.TrainAccuracy), fmt.Sprintf("in epoch %d", final.Epoch)},
		{"Training loss", formatLoss(final.TrainLoss), "nats per image"},
		{"Training time", formatDuration(seconds), speed + " images/s"},
	}
	if math.IsNaN(tested) {
		return out[3:]
	}
	return out
}
