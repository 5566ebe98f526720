package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"canvasnet/resnet/train"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// throttle is how often a bar is drawn: on a terminal often enough to seem
// alive, in a log file rarely.
func throttle(w io.Writer) time.Duration {
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return 100 * time.Millisecond
	}
	return 20 * time.Second
}

// progress shows how a training run goes: a bar for the present epoch on
// stderr, a line or JSON object for each finished one on stdout.
type progress struct {
	stdout, stderr io.Writer
	json           bool
	bar            *progressbar.ProgressBar
}

func newProgress(stdout, stderr io.Writer, json bool) *progress {
	return &progress{stdout: stdout, stderr: stderr, json: json}
}

// begin says what is about to run and what it takes.
func (p *progress) begin(c train.Config) {
	steps, batch := c.Steps()
	fmt.Fprintf(p.stderr, "%s, %d parameters to learn; recipe %s: %s × %s × %s of %d\n%v\n",
		c.Model.Name, c.Model.Params(), c.Recipe.Name, number(c.Recipe.Epochs, "epoch", "epochs"), number(steps, "step", "steps"),
		number(batch, "picture", "pictures"), c.Train.Len(), c.Memory())
}

// end says which epoch's weights a run with patience yields.
func (p *progress) end(c train.Config, history []train.Epoch) {
	if best := train.Best(history); c.Recipe.Patience > 0 && best >= 0 {
		fmt.Fprintf(p.stderr, "%d of %d epochs; the weights are those of epoch %d, which measured best\n",
			len(history), c.Recipe.Epochs, history[best].Epoch)
	}
}

func (p *progress) step(s train.Progress) {
	if p.bar == nil {
		p.bar = progressbar.NewOptions(s.Steps,
			progressbar.OptionSetWriter(p.stderr),
			progressbar.OptionThrottle(throttle(p.stderr)),
			progressbar.OptionSetPredictTime(false), // ours is of the whole run
			progressbar.OptionClearOnFinish(),
			progressbar.OptionSetElapsedTime(true))
	}
	p.bar.Describe(fmt.Sprintf("epoch %d/%d  loss %.3f  top-1 %.1f %%  %.0f images/s  %v left",
		s.Epoch, s.Epochs, s.Loss, 100*s.Top1, s.ImagesPerSecond, s.Left.Round(time.Second)))
	p.bar.Set(s.Step)
}

// done takes down a bar that a stop left in the middle.
func (p *progress) done() {
	if p.bar != nil {
		p.bar.Exit()
		fmt.Fprintln(p.stderr)
		p.bar = nil
	}
}

func (p *progress) epoch(e train.Epoch) error {
	if p.bar != nil {
		p.bar.Finish()
		p.bar = nil
	}
	if p.json {
		return printJSON(p.stdout, e)
	}
	test := ""
	if e.TestTop1 != nil {
		test = fmt.Sprintf("  test loss %.4f  top-1 %5.2f %%", *e.TestLoss, 100**e.TestTop1)
	}
	_, err := fmt.Fprintf(p.stdout, "epoch %3d  lr %.4f  loss %.4f  top-1 %5.2f %%%s  %.0f s  %.0f images/s\n",
		e.Epoch, e.LR, e.TrainLoss, 100*e.TrainTop1, test, e.Seconds, e.ImagesPerSecond)
	return err
}
