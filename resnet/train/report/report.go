// Package report turns the history of a training run into pictures and one web page:
// curves of loss, accuracy and learning rate, a confusion matrix, a sheet of the most
// confident mistakes, and index.html, which holds all of them with the headline numbers
// and a table per class, and needs no other file.
//
// Colours are told apart by colour-blind readers: blue and vermilion of Okabe and Ito,
// "Color Universal Design", 2008. The same run gives the same bytes.
package report

import (
	"fmt"
	"math"
	"slices"
)

// Epoch is what one pass over the training images measured.
type Epoch struct {
	Epoch           int     // counted from 1
	LR              float64 // learning rate of the epoch's last step
	TrainLoss       float64 // mean cross-entropy in nats per image; NaN or Inf when the run diverged
	TrainAccuracy   float64 // fraction in [0, 1]; NaN when not measured
	TestLoss        float64 // as TrainLoss, on the held-out images; NaN when not measured
	TestAccuracy    float64 // as TrainAccuracy, on the held-out images; NaN when not measured
	Seconds         float64 // wall-clock time of the epoch
	ImagesPerSecond float64 // training images handled per second
}

// Mistake is one held-out image that the network got wrong.
type Mistake struct {
	Pixels    []byte  // (Size, Size, 3), rows of RGB bytes
	Size      int     // height and width in pixels
	Label     int     // index of the true class
	Predicted int     // index of the class the network chose
	P         float64 // probability it gave to Predicted, in [0, 1]
}

// Run is everything a report shows. Without Confusion or Mistakes the report leaves out
// their pictures.
type Run struct {
	Model  string // name of the network
	Recipe string // how it was trained
	Data   string // what it was trained on
	// Classes holds the class names, in the order of the network's outputs.
	Classes []string
	// Epochs holds at least one epoch, in increasing order.
	Epochs []Epoch
	// Confusion counts held-out images by [true class][predicted class].
	Confusion [][]int
	// Mistakes holds wrong answers in any order; the report shows the most confident.
	Mistakes []Mistake
}

// Write creates dir and writes the report into it:
//
//	loss.svg           loss.png           cross-entropy per epoch
//	accuracy.svg       accuracy.png       accuracy per epoch
//	learning-rate.svg  learning-rate.png  learning rate per epoch
//	confusion.svg      confusion.png      confusion matrix
//	mistakes.png                          contact sheet of the most confident mistakes
//	index.html                            all of the above on one page
//
// Each file is replaced whole or not at all, index.html last. A picture that an earlier
// report left behind and this run has no data for is removed.
func Write(dir string, run Run) error {
	if err := check(run); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	run = legible(run)
	files, err := render(run)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if err := writeFiles(dir, files); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// file is one file of the report. A file without data must not exist.
type file struct {
	name string
	data []byte
}

func render(run Run) ([]file, error) {
	figures := []struct {
		name string
		fig  figure
	}{
		{"loss", lossFigure(run)},
		{"accuracy", accuracyFigure(run)},
		{"learning-rate", rateFigure(run)},
		{"confusion", confusionFigure(run)},
	}
	var files []file
	drawn := map[string][]byte{}
	for _, f := range figures {
		svg, err := f.fig.svg()
		if err != nil {
			return nil, fmt.Errorf("draw %s.svg: %w", f.name, err)
		}
		png, err := f.fig.png()
		if err != nil {
			return nil, fmt.Errorf("draw %s.png: %w", f.name, err)
		}
		drawn[f.name] = svg
		files = append(files, file{f.name + ".svg", svg}, file{f.name + ".png", png})
	}
	sheet, err := mistakeSheet(run)
	if err != nil {
		return nil, fmt.Errorf("draw mistakes.png: %w", err)
	}
	page, err := renderPage(run, drawn, sheet)
	if err != nil {
		return nil, fmt.Errorf("write index.html: %w", err)
	}
	return append(files, file{"mistakes.png", sheet}, file{"index.html", page}), nil
}

// last returns the last finite value that get reads from the epochs and its epoch,
// or NaN and 0.
func last(epochs []Epoch, get func(Epoch) float64) (value float64, epoch int) {
	for _, e := range slices.Backward(epochs) {
		if v := get(e); finite(v) {
			return v, e.Epoch
		}
	}
	return math.NaN(), 0
}

// bestTest returns the highest test accuracy and the first epoch that reached it,
// or NaN and 0.
func bestTest(epochs []Epoch) (accuracy float64, epoch int) {
	accuracy = math.NaN()
	for _, e := range epochs {
		if finite(e.TestAccuracy) && !(e.TestAccuracy <= accuracy) {
			accuracy, epoch = e.TestAccuracy, e.Epoch
		}
	}
	return accuracy, epoch
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }
