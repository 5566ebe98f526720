package train

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"canvasnet/nn"
	"canvasnet/resnet/dataset"
)

// RateStep is one step of a rate test.
type RateStep struct {
	Step     int     `json:"step"` // from 1
	LR       float64 `json:"lr"`
	Loss     float64 `json:"loss"`     // of the step's batch
	Smoothed float64 `json:"smoothed"` // over the steps so far, the latest counting most
}

// RateTest is what a learning-rate range test measured.
type RateTest struct {
	Steps     []RateStep `json:"-"`
	Suggested float64    `json:"suggested_peak"` // for schedule.peak of a recipe, to two digits
	Least     float64    `json:"least_loss_at"`  // the rate where the smoothed loss was least
	Diverged  bool       `json:"diverged"`       // whether the loss blew up, which ended the test
}

// The range of a rate test: wide enough for any optimiser, in as many steps as
// make a readable curve.
const (
	rateSteps = 100
	lowRate   = 1e-5
	highRate  = 10.0
)

// FindRate looks for a good learning rate (L. Smith, arXiv 1506.01186, §3.3):
// the network learns for a hundred steps while the rate grows from hardly any
// to far too much, and the loss shows what it can bear. It learns from c.Train
// as a run with c would, but writes no file, and leaves the model as it was.
// onStep, which may be nil, is called after each step.
func FindRate(ctx context.Context, c Config, onStep func(RateStep)) (*RateTest, error) {
	c.Test, c.Recipe.Patience, c.Recipe.EMA, c.Recipe.EMAEvery = nil, 0, 0, 0
	r, err := newRun(c)
	if err != nil {
		return nil, err
	}
	defer keepValues(c.Model.Graph)()
	t := &RateTest{}
	for i := 0; i < rateSteps && !t.Diverged; i++ {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("find a learning rate: %w", ErrInterrupted)
		}
		lr := rateAt(i)
		loss, err := r.tryRate(i, lr)
		if err != nil {
			return nil, fmt.Errorf("find a learning rate: %w", err)
		}
		t.add(lr, loss)
		if onStep != nil && !t.Diverged {
			onStep(t.Steps[i])
		}
	}
	if err := t.suggest(); err != nil {
		return nil, err
	}
	return t, nil
}

// rateAt is the learning rate of step i: it grows by the same factor at each.
func rateAt(i int) float64 {
	return lowRate * math.Pow(highRate/lowRate, float64(i)/(rateSteps-1))
}

// tryRate makes step i of the run with learning rate lr, unless the loss tells
// that it is lost.
func (r *run) tryRate(i int, lr float64) (loss float64, err error) {
	r.at.Epoch, r.at.Step = i/r.steps, i%r.steps
	order := dataset.Order(r.Train.Len(), r.Recipe.Seed, r.at.Epoch)
	r.load(order[r.at.Step*r.batch:][:r.batch])
	g := r.Model.Graph
	logits, err := g.Forward(r.x, true)
	if err != nil {
		return 0, err
	}
	if loss = r.loss.Forward(logits, r.labels); finite(loss) {
		g.ZeroGrad()
		g.Backward(r.loss.Backward(logits, r.labels))
		r.optimizer.Step(lr)
	}
	return loss, nil
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

const (
	smoothing = 0.9 // how much of the smoothed loss a step takes over
	settled   = 10  // steps until it no longer is that of the first few
	blowUp    = 3   // how many times the least so far it may be
)

// add notes a step, or that the loss has blown up.
func (t *RateTest) add(lr, loss float64) {
	n := len(t.Steps)
	s := RateStep{Step: n + 1, LR: lr, Loss: loss, Smoothed: loss}
	if n > 0 {
		// An exponential average whose weights add up to 1 from the start on.
		keep := smoothing * (1 - math.Pow(smoothing, float64(n))) / (1 - math.Pow(smoothing, float64(n+1)))
		s.Smoothed = keep*t.Steps[n-1].Smoothed + (1-keep)*loss
	}
	if t.Diverged = !finite(loss) || n > 0 && s.Smoothed > blowUp*t.least().Smoothed; !t.Diverged {
		t.Steps = append(t.Steps, s)
	}
}

// least is the step with the least smoothed loss.
func (t *RateTest) least() RateStep {
	return slices.MinFunc(t.Steps, func(a, b RateStep) int { return cmp.Compare(a.Smoothed, b.Smoothed) })
}

// suggest chooses half of the rate where the loss was least: the smoothed loss
// lags behind, and what a network bears for a few steps it may not bear for
// long.
func (t *RateTest) suggest() error {
	if len(t.Steps) == 0 || t.least().Step <= settled {
		return fmt.Errorf("find a learning rate: no rate from %v to %v lowers the loss: check the labels of the data and the weights to start from", lowRate, highRate)
	}
	t.Least = t.least().LR
	digits := math.Pow(10, 1-math.Floor(math.Log10(t.Least/2)))
	t.Suggested = math.Round(t.Least/2*digits) / digits
	return nil
}

// keepValues returns a function that gives the parameters the values back that
// they have now.
func keepValues(g *nn.Graph) (restore func()) {
	kept := make([][]float32, len(g.Params()))
	for i, p := range g.Params() {
		kept[i] = slices.Clone(p.Value)
	}
	return func() {
		for i, p := range g.Params() {
			copy(p.Value, kept[i])
		}
	}
}
