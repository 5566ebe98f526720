// Package report turns the history of a training run into one web page that
// needs no other file: headline numbers, curves of loss, accuracy and learning
// rate, a reliability diagram, a confusion matrix, a table of classes and the
// most confident mistakes. It reads well on paper white and in the dark, on a
// wide screen and on a phone.
//
// Colours are told apart by colour-blind readers: blue and vermilion of Okabe
// and Ito, "Color Universal Design", 2008. The same run gives the same bytes.
package report

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"

	"canvasnet/weights"
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

// Bin sums up the held-out images that the network was about equally sure of.
// Bins divide the range of confidence from 0 to 1 into equal parts.
type Bin struct {
	Images     int
	Confidence float64 // mean probability of the class that came first, in [0, 1]
	Accuracy   float64 // fraction of Images whose class came first, in [0, 1]
}

// Calibration tells how far the network's probabilities can be trusted.
type Calibration struct {
	Bins            []Bin   // from the least confident to the surest
	ECE             float64 // expected calibration error: mean gap between a bin's confidence and accuracy, in [0, 1]
	Temperature     float64 // that the probabilities were computed at
	UncalibratedECE float64 // what ECE would be at temperature 1
}

// Run is everything a report shows. What it has no data for is left out of the report.
type Run struct {
	Model    string // name of the network
	Recipe   string // how it was trained
	Data     string // what it was trained on
	Measured string // what the held-out images are; may be empty
	// Classes holds the class names, in the order of the network's outputs.
	Classes []string
	// Epochs holds at least one epoch, in increasing order.
	Epochs []Epoch
	// Confusion counts held-out images by [true class][predicted class]; may be nil.
	Confusion [][]int
	// Calibration is of the held-out images; may be nil.
	Calibration *Calibration
	// Mistakes holds wrong answers in any order; the report shows the most confident.
	Mistakes []Mistake
}

// Write creates dir and writes the report into it, as the page index.html. The
// page is replaced whole or not at all.
func Write(dir string, run Run) error {
	page, err := Page(run)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("report: create the folder: %w: choose a folder that can be written", err)
	}
	if err := weights.WriteAtomic(filepath.Join(dir, "index.html"), page); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// Page returns the report: a document in HTML.
func Page(run Run) ([]byte, error) {
	if err := check(run); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	page, err := renderPage(legible(run))
	if err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	return page, nil
}

// Curves returns the plots of the report but for the confusion matrix, as one
// picture in SVG that is light or dark as its reader's system is.
func Curves(run Run) ([]byte, error) {
	if err := check(run); err != nil {
		return nil, fmt.Errorf("report: %w", err)
	}
	const columns = 2
	svg, err := sheet(columns, plots(legible(run))).svg()
	if err != nil {
		return nil, fmt.Errorf("report: draw the curves: %w", err)
	}
	return withStyle(svg, inTheDark(darkRules())), nil
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
