package report

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// score sums up one class of a confusion matrix.
type score struct {
	Class     string
	Images    int     // held-out images of the class
	Right     int     // of them recognised
	Precision float64 // share of the predictions of this class that were right; NaN for none
	Recall    float64 // share of the images that were recognised; NaN for none
	Confused  string  // class it was mistaken for most often; empty when it never was
	Times     int     // how often
}

// scores returns a score for each class, or none without a confusion matrix.
func scores(run Run) []score {
	out := make([]score, len(run.Confusion))
	predicted := make([]int, len(run.Confusion))
	for i, row := range run.Confusion {
		s := score{Class: run.Classes[i], Right: row[i]}
		for j, count := range row {
			s.Images += count
			predicted[j] += count
			if j != i && count > s.Times {
				s.Confused, s.Times = run.Classes[j], count
			}
		}
		s.Recall = ratio(s.Right, s.Images)
		out[i] = s
	}
	for i := range out {
		out[i].Precision = ratio(out[i].Right, predicted[i])
	}
	return out
}

// ratio returns part / whole, or NaN of nothing.
func ratio(part, whole int) float64 {
	if whole == 0 {
		return math.NaN()
	}
	return float64(part) / float64(whole)
}

// formatPercent writes a fraction as "91.25 %", and NaN as a dash.
func formatPercent(fraction float64) string {
	if math.IsNaN(fraction) {
		return "–"
	}
	return strconv.FormatFloat(100*fraction, 'f', 2, 64) + " %"
}

// formatLoss writes a loss with four significant digits, and NaN as a dash.
func formatLoss(loss float64) string {
	switch {
	case math.IsNaN(loss):
		return "–"
	case math.IsInf(loss, 0):
		return "∞"
	}
	return strconv.FormatFloat(loss, 'g', 4, 64)
}

// formatDuration writes seconds as "1 h 02 min", "3 min 20 s" or "4.2 s".
func formatDuration(seconds float64) string {
	if seconds < 60 {
		return strconv.FormatFloat(seconds, 'f', 1, 64) + " s"
	}
	d := time.Duration(min(math.Round(seconds), 1e9)) * time.Second
	if d < time.Hour {
		return fmt.Sprintf("%d min %02d s", d/time.Minute, d%time.Minute/time.Second)
	}
	return fmt.Sprintf("%d h %02d min", d/time.Hour, d%time.Hour/time.Minute)
}
