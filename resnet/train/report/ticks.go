package report

import (
	"math"
	"strconv"

	"gonum.org/v1/plot"
)

// niceStep returns the smallest of 1, 2, 5, 10, 20, 50, … times a power of ten that
// covers span in at most most steps.
func niceStep(span float64, most int) float64 {
	raw := span / float64(most)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, m := range []float64{1, 2, 5} {
		if m*power >= raw*(1-1e-9) {
			return m * power
		}
	}
	return 10 * power
}

// niceRange widens lo … hi to whole steps, and gives an empty range a width.
func niceRange(lo, hi float64) (float64, float64) {
	if hi-lo <= 1e-9*math.Abs(hi) {
		lo, hi = lo-math.Abs(lo)/2, hi+math.Abs(hi)/2
	}
	if lo == hi {
		hi = lo + 1
	}
	step := niceStep(hi-lo, 6)
	return math.Floor(lo/step+1e-9) * step, math.Ceil(hi/step-1e-9) * step
}

// ticks puts labels at round numbers, all with the same number of decimals.
type ticks struct {
	whole bool // only at whole numbers
	most  int  // no more steps than this
}

// Ticks implements [plot.Ticker].
func (t ticks) Ticks(lo, hi float64) []plot.Tick {
	step := niceStep(hi-lo, t.most)
	if t.whole {
		step = max(step, 1)
	}
	decimals := max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
	var out []plot.Tick
	// Adding 0 turns a first tick of -0 into 0.
	for i := math.Ceil(lo/step-1e-9) + 0; i*step <= hi+1e-9*step; i++ {
		label := strconv.FormatFloat(i*step, 'f', decimals, 64)
		if decimals > 5 {
			label = strconv.FormatFloat(i*step, 'g', 3, 64)
		}
		out = append(out, plot.Tick{Value: i * step, Label: label})
	}
	return out
}
