package report

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode"
)

// maxSize bounds a mistake's height and width in pixels, maxEpoch the number of
// an epoch, maxBins what can be told apart in a reliability diagram.
const (
	maxSize  = 4096
	maxEpoch = 1e9
	maxBins  = 100
)

// check says what in run cannot be drawn, and how to mend it.
func check(run Run) error {
	if len(run.Epochs) == 0 {
		return errors.New("the run has no epochs: train for at least one")
	}
	if len(run.Classes) == 0 {
		return errors.New("the run has no classes: name every output of the network")
	}
	for i, e := range run.Epochs {
		if err := checkEpoch(e); err != nil {
			return fmt.Errorf("epoch %d: %w", e.Epoch, err)
		}
		if i > 0 && e.Epoch <= run.Epochs[i-1].Epoch {
			return fmt.Errorf("epoch %d follows epoch %d: give epochs in increasing order", e.Epoch, run.Epochs[i-1].Epoch)
		}
	}
	if err := checkConfusion(run.Confusion, len(run.Classes)); err != nil {
		return err
	}
	if err := checkCalibration(run.Calibration); err != nil {
		return err
	}
	for i, m := range run.Mistakes {
		if err := checkMistake(m, len(run.Classes)); err != nil {
			return fmt.Errorf("mistake %d: %w", i, err)
		}
	}
	return nil
}

func checkEpoch(e Epoch) error {
	if e.Epoch < 1 || e.Epoch > maxEpoch {
		return fmt.Errorf("its number is out of range: count from 1 to %g", float64(maxEpoch))
	}
	for _, v := range []struct {
		name  string
		value float64
	}{
		{"learning rate", e.LR}, {"seconds", e.Seconds}, {"images per second", e.ImagesPerSecond},
	} {
		if !finite(v.value) || v.value < 0 {
			return fmt.Errorf("%s is %g: give a finite number, 0 or more", v.name, v.value)
		}
	}
	for _, v := range []struct {
		name  string
		value float64
	}{
		{"training loss", e.TrainLoss}, {"test loss", e.TestLoss},
	} {
		if v.value < 0 {
			return fmt.Errorf("%s is %g: cross-entropy is 0 or more", v.name, v.value)
		}
	}
	for _, v := range []struct {
		name  string
		value float64
	}{
		{"training accuracy", e.TrainAccuracy}, {"test accuracy", e.TestAccuracy},
	} {
		if v.value < 0 || v.value > 1 {
			return fmt.Errorf("%s is %g: give a fraction between 0 and 1, or NaN when not measured", v.name, v.value)
		}
	}
	return nil
}

func checkConfusion(confusion [][]int, classes int) error {
	if confusion == nil {
		return nil
	}
	if len(confusion) != classes {
		return fmt.Errorf("confusion matrix has %d rows for %d classes: give one row for each class", len(confusion), classes)
	}
	for i, row := range confusion {
		if len(row) != classes {
			return fmt.Errorf("confusion matrix row %d has %d counts for %d classes: give one for each class", i, len(row), classes)
		}
		for j, n := range row {
			if n < 0 {
				return fmt.Errorf("confusion matrix counts %d images of class %d as %d: counts are 0 or more", n, i, j)
			}
		}
	}
	return nil
}

func checkCalibration(c *Calibration) error {
	if c == nil {
		return nil
	}
	if len(c.Bins) == 0 || len(c.Bins) > maxBins {
		return fmt.Errorf("calibration has %d bins: give 1 to %d", len(c.Bins), maxBins)
	}
	fraction := func(v float64) bool { return v >= 0 && v <= 1 }
	for i, b := range c.Bins {
		if b.Images < 0 || !fraction(b.Confidence) || !fraction(b.Accuracy) {
			return fmt.Errorf("calibration bin %d has %d images, confidence %g, accuracy %g: give a count and fractions between 0 and 1",
				i, b.Images, b.Confidence, b.Accuracy)
		}
	}
	if !fraction(c.ECE) || !fraction(c.UncalibratedECE) {
		return fmt.Errorf("calibration error is %g, and %g uncalibrated: give fractions between 0 and 1", c.ECE, c.UncalibratedECE)
	}
	if !finite(c.Temperature) || c.Temperature <= 0 {
		return fmt.Errorf("temperature is %g: give a finite number above 0", c.Temperature)
	}
	return nil
}

func checkMistake(m Mistake, classes int) error {
	if m.Size < 1 || m.Size > maxSize {
		return fmt.Errorf("size is %d pixels: give 1 to %d", m.Size, maxSize)
	}
	if want := m.Size * m.Size * 3; len(m.Pixels) != want {
		return fmt.Errorf("%d bytes of pixels for %d×%d×3: give %d", len(m.Pixels), m.Size, m.Size, want)
	}
	if m.Label < 0 || m.Label >= classes || m.Predicted < 0 || m.Predicted >= classes {
		return fmt.Errorf("label %d, predicted %d: give classes between 0 and %d", m.Label, m.Predicted, classes-1)
	}
	if m.Label == m.Predicted {
		return fmt.Errorf("label and prediction are both class %d: pass wrong answers only", m.Label)
	}
	if math.IsNaN(m.P) || m.P < 0 || m.P > 1 {
		return fmt.Errorf("probability is %g: give a number between 0 and 1", m.P)
	}
	return nil
}

// legible replaces what a font or XML cannot show in the names of a run.
func legible(run Run) Run {
	run.Model, run.Recipe, run.Data = clean(run.Model), clean(run.Recipe), clean(run.Data)
	run.Measured = clean(run.Measured)
	classes := make([]string, len(run.Classes))
	for i, name := range run.Classes {
		classes[i] = clean(name)
	}
	run.Classes = classes
	return run
}

func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
