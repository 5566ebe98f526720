package report

import (
	"bytes"
	_ "embed"
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
	DarkFigures template.CSS
	Headlines   []headline
	Curves      []plate
	Matrix      []plate
	Scores      []score
	Exhibits    []exhibit
}

// plate is a titled figure as a page has it.
type plate struct {
	Name string
	SVG  template.HTML
}

func renderPage(run Run) ([]byte, error) {
	p := page{Run: run, DarkFigures: template.CSS(darkRules()), Headlines: headlines(run), Scores: scores(run)}
	var err error
	if p.Curves, err = plates(plots(run)); err != nil {
		return nil, err
	}
	if run.Confusion != nil {
		matrix := []titledFigure{{"Confusion matrix, true class by predicted class", confusionFigure(run)}}
		if p.Matrix, err = plates(matrix); err != nil {
			return nil, err
		}
	}
	if p.Exhibits, err = exhibits(run); err != nil {
		return nil, fmt.Errorf("draw the mistakes: %w", err)
	}
	var buf bytes.Buffer
	if err := pageTemplate.Execute(&buf, p); err != nil {
		return nil, fmt.Errorf("write index.html: %w", err)
	}
	return buf.Bytes(), nil
}

// plates draws figures as elements of a page, without the XML declaration.
func plates(figures []titledFigure) ([]plate, error) {
	var out []plate
	for _, f := range figures {
		svg, err := f.svg()
		if err != nil {
			return nil, fmt.Errorf("draw %q: %w", f.name, err)
		}
		_, element, _ := bytes.Cut(svg, []byte("<svg"))
		out = append(out, plate{f.name, template.HTML("<svg" + string(element))})
	}
	return out, nil
}

func headlines(run Run) []headline {
	final := run.Epochs[len(run.Epochs)-1]
	tested, testedEpoch := last(run.Epochs, func(e Epoch) float64 { return e.TestAccuracy })
	testLoss, _ := last(run.Epochs, func(e Epoch) float64 { return e.TestLoss })
	best, bestEpoch := bestTest(run.Epochs)
	var out []headline
	if !math.IsNaN(tested) {
		out = append(out,
			headline{"Held-out accuracy", formatPercent(tested), fmt.Sprintf("after epoch %d", testedEpoch)},
			headline{"Best held out", formatPercent(best), fmt.Sprintf("after epoch %d", bestEpoch)},
			headline{"Held-out loss", formatLoss(testLoss), "nats per image"})
	}
	if c := run.Calibration; c != nil {
		out = append(out, headline{"Calibration error", formatPercent(c.ECE), "temperature " + strconv.FormatFloat(c.Temperature, 'g', 4, 64)})
	}
	seconds, images := 0.0, 0.0
	for _, e := range run.Epochs {
		seconds += e.Seconds
		images += e.Seconds * e.ImagesPerSecond
	}
	speed := "–"
	if seconds > 0 {
		speed = strconv.FormatFloat(images/seconds, 'f', 0, 64)
	}
	return append(out,
		headline{"Training accuracy", formatPercent(final.TrainAccuracy), fmt.Sprintf("in epoch %d", final.Epoch)},
		headline{"Training loss", formatLoss(final.TrainLoss), "nats per image"},
		headline{"Training time", formatDuration(seconds), speed + " images/s"})
}
