// Package train fits a network to a data set: epochs, metrics, checkpoints,
// evaluation, report.
//
//	dataset ─▶ augment ─▶ resnet.Model ─▶ loss ─▶ backward ─▶ optimiser ─▶ weights
//
// A run is a function of its recipe (with the seed), its data, the number of
// threads and the kernels of the machine: it may be stopped at any step and
// resumed, and ends with the same bits.
package train

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
)

// Config is what a run needs.
type Config struct {
	Model   *resnet.Model
	Train   *dataset.Set
	Test    *dataset.Set     // measured after each epoch, never learned from; may be nil
	Gallery *dataset.Gallery // drawings to learn from too, if the recipe's mix has any
	Recipe  recipe.Recipe
	Threads int
	From    string // names the weights that the model starts with, for a resumed run to start with the same; empty for new ones

	Checkpoint      string        // file to keep the state of the run in; none if empty
	CheckpointEvery time.Duration // time between two checkpoints within an epoch; 0 for only one at its end
	Resume          bool          // go on from Checkpoint

	OnStep  func(Progress)      // called after each step; may be nil
	OnEpoch func([]Epoch) error // called after each epoch with the history; may be nil
}

// Steps is how many steps an epoch has, and how many pictures each of them
// takes. Pictures that are left over have their turn in another epoch, whose
// order differs.
func (c Config) Steps() (steps, batch int) {
	batch = max(min(c.Recipe.Batch, c.Train.Len()), 1)
	return c.Train.Len() / batch, batch
}

// Progress is how far the present epoch is.
type Progress struct {
	Epoch, Epochs   int     // the present one, from 1
	Step, Steps     int     // done in this epoch
	Loss            float64 // over the epoch so far
	Top1            float64 // over the epoch so far
	ImagesPerSecond float64
	Left            time.Duration // of the whole run, at this speed
}

// Epoch is what one pass over the training set measured.
type Epoch struct {
	Epoch           int      `json:"epoch"` // from 1
	LR              float64  `json:"lr"`    // of the last step
	TrainLoss       float64  `json:"train_loss"`
	TrainTop1       float64  `json:"train_top1"` // on augmented pictures, while learning
	TestLoss        *float64 `json:"test_loss,omitempty"`
	TestTop1        *float64 `json:"test_top1,omitempty"`
	Seconds         float64  `json:"seconds"`
	ImagesPerSecond float64  `json:"images_per_second"`
}

// ErrInterrupted says that the context ended the run; its state is in the
// checkpoint, if it has one.
var ErrInterrupted = errors.New("training interrupted")

// run is a Config at work.
type run struct {
	Config
	at        position
	steps     int // in an epoch
	batch     int
	schedule  nn.Schedule
	optimizer nn.Optimizer
	average   *nn.EMA
	loss      nn.CrossEntropy
	readers   []*dataset.Reader // one a thread
	team      *nn.Team
	x         *nn.Tensor
	labels    []int
	best      map[string][]float32 // weights of the best epoch, by parameter, if the recipe has patience
	saved     position             // what the checkpoint has
	savedAt   time.Time
}

// Run trains the model in place and returns the history of the run. When ctx
// ends it saves a checkpoint and returns ErrInterrupted.
func Run(ctx context.Context, c Config) ([]Epoch, error) {
	if err := c.checkPatience(); err != nil {
		return nil, err
	}
	r, err := newRun(c)
	if err != nil {
		return nil, err
	}
	if c.Resume {
		if err := r.restore(); err != nil {
			return nil, err
		}
	} else if err := r.unused(); err != nil {
		return nil, err
	}
	for r.at.Epoch < r.Recipe.Epochs && !r.stalled() {
		if err := r.epoch(ctx); err != nil {
			return r.at.History, err
		}
	}
	r.yield()
	return r.at.History, nil
}

func newRun(c Config) (*run, error) {
	for _, set := range []*dataset.Set{c.Train, c.Test} {
		if set == nil {
			continue
		}
		if err := suits(c.Model, set); err != nil {
			return nil, fmt.Errorf("train %s on %s: %w", c.Model.Name, set.Name, err)
		}
	}
	if len(c.Train.Classes) < 2 {
		return nil, fmt.Errorf("train %s on %s: there is one class, %q: a classifier needs two", c.Model.Name, c.Train.Name, c.Train.Classes)
	}
	if c.Recipe.Mix.Drawings > 0 && c.Gallery == nil {
		return nil, fmt.Errorf("train %s: the recipe %q mixes drawings in, and there are none: add drawings, or set mix.drawings to 0", c.Model.Name, c.Recipe.Name)
	}
	c.Threads = max(c.Threads, 1)
	if err := c.checkMemory(machineMemory()); err != nil {
		return nil, err
	}
	r := &run{
		Config:    c,
		optimizer: optimizer(c.Recipe),
		average:   &nn.EMA{Decay: c.Recipe.EMA, Every: c.Recipe.EMAEvery},
		loss:      nn.CrossEntropy{Smoothing: c.Recipe.LabelSmoothing, Weights: classWeights(c.Recipe, c.Train)},
		team:      nn.NewTeam(c.Threads),
	}
	r.steps, r.batch = c.Steps()
	r.schedule = schedule(c.Recipe, r.steps)
	for range c.Threads {
		r.readers = append(r.readers, c.Source().NewReader())
	}
	r.x = nn.NewTensor(r.batch, c.Train.Size, c.Train.Size, 3)
	r.labels = make([]int, r.batch)
	r.at = position{Threads: c.Threads, Kernels: kernel.Name(), Data: c.Train.Name, N: c.Train.Len(), From: c.From, Frozen: frozen(c.Model)}
	if c.Test != nil {
		r.at.Test = c.Test.Name
	}
	if c.Gallery != nil {
		r.at.Drawn = c.Gallery.Len()
	}
	c.Model.Graph.SetThreads(c.Threads)
	r.optimizer.Attach(c.Model.Graph.Params())
	if c.Recipe.EMA > 0 {
		r.average.Attach(c.Model.Graph.Params())
	}
	if c.Recipe.Patience > 0 {
		r.best = make(map[string][]float32)
		for _, p := range c.Model.Graph.Params() {
			r.best[p.FullName] = make([]float32, p.Len())
		}
	}
	return r, nil
}

// unused makes sure that a new run overwrites no earlier one.
func (r *run) unused() error {
	if r.Checkpoint == "" {
		return nil
	}
	_, err := os.Stat(r.Checkpoint)
	if err == nil {
		return fmt.Errorf("train: there is a checkpoint of an unfinished run, %s: resume it, or delete it to start anew", r.Checkpoint)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return r.save() // an unwritable folder should fail now, not after an hour
}

// epoch does what is left of the present epoch, measures and saves.
func (r *run) epoch(ctx context.Context) error {
	order := dataset.Order(r.Train.Len(), r.Recipe.Seed, r.at.Epoch)
	start, before, done := time.Now(), r.at.Seconds, 0
	for r.at.Step < r.steps {
		if ctx.Err() != nil {
			return r.interrupted()
		}
		r.load(order[r.at.Step*r.batch:][:r.batch])
		if err := r.step(); err != nil {
			return err
		}
		done++
		r.at.Seconds = before + time.Since(start).Seconds()
		r.report(float64(done*r.batch) / time.Since(start).Seconds())
		if r.due() {
			if err := r.save(); err != nil {
				return err
			}
		}
	}
	e := Epoch{
		Epoch:           r.at.Epoch + 1,
		LR:              r.schedule.LR(r.at.Epoch*r.steps + r.steps - 1),
		TrainLoss:       r.at.Loss / float64(r.steps),
		TrainTop1:       float64(r.at.Correct) / float64(max(r.at.Named, 1)),
		Seconds:         r.at.Seconds,
		ImagesPerSecond: float64(r.steps*r.batch) / r.at.Seconds,
	}
	if err := r.measure(ctx, &e); err != nil {
		if ctx.Err() != nil {
			return r.interrupted()
		}
		return err
	}
	r.at.History = append(r.at.History, e)
	r.at.Epoch, r.at.Step, r.at.Loss, r.at.Correct, r.at.Named, r.at.Seconds = r.at.Epoch+1, 0, 0, 0, 0, 0
	r.keepBest()
	if err := r.save(); err != nil {
		return err
	}
	if r.OnEpoch != nil {
		return r.OnEpoch(r.at.History)
	}
	return nil
}

func (r *run) interrupted() error {
	if r.Checkpoint == "" {
		return ErrInterrupted
	}
	if err := r.save(); err != nil {
		return errors.Join(ErrInterrupted, err)
	}
	return fmt.Errorf("%w in epoch %d, step %d: the run is saved in %s", ErrInterrupted, r.at.Epoch+1, r.at.Step, r.Checkpoint)
}

// load fills the batch with variations of the pictures at indices.
func (r *run) load(indices []int) {
	size := len(r.Train.Image(0))
	r.team.Each(len(indices), func(thread, lo, hi int, _ *kernel.Workspace) {
		reader := r.readers[thread]
		pixels := make([]byte, size)
		for i := lo; i < hi; i++ {
			r.labels[i] = reader.Read(pixels, r.at.Epoch, indices[i])
			resnet.Normalize(r.x.Data[i*size:][:size], pixels, r.Model.Input)
		}
	})
}

// step learns from the batch.
func (r *run) step() error {
	g := r.Model.Graph
	logits, err := g.Forward(r.x, true)
	if err != nil {
		return err
	}
	loss := r.loss.Forward(logits, r.labels)
	if !finite(loss) {
		return r.lossDiverged(loss)
	}
	g.ZeroGrad()
	g.Backward(r.loss.Backward(logits, r.labels))
	if err := r.gradientDiverged(); err != nil {
		return err
	}
	r.optimizer.Step(r.schedule.LR(r.at.Epoch*r.steps + r.at.Step))
	if r.Recipe.EMA > 0 {
		r.average.Update()
	}
	k := len(logits.Data) / r.batch
	for i, label := range r.labels {
		if label != nn.NoClass {
			r.at.Named++
		}
		if nn.Argmax(logits.Data[i*k:][:k]) == label {
			r.at.Correct++
		}
	}
	r.at.Loss += loss
	r.at.Step++
	return nil
}

func (r *run) report(speed float64) {
	if r.OnStep == nil {
		return
	}
	left := (r.Recipe.Epochs-r.at.Epoch)*r.steps - r.at.Step
	r.OnStep(Progress{
		Epoch: r.at.Epoch + 1, Epochs: r.Recipe.Epochs,
		Step: r.at.Step, Steps: r.steps,
		Loss:            r.at.Loss / float64(r.at.Step),
		Top1:            float64(r.at.Correct) / float64(max(r.at.Named, 1)),
		ImagesPerSecond: speed,
		Left:            time.Duration(float64(left*r.batch) / speed * float64(time.Second)),
	})
}

// measure evaluates what the run would yield if it ended now.
func (r *run) measure(ctx context.Context, e *Epoch) error {
	if r.Test == nil {
		return nil
	}
	r.swapAverage()
	defer r.swapAverage()
	score, err := Evaluate(ctx, r.Model, r.Test, Options{Threads: r.Threads})
	if errors.Is(err, errNotFinite) {
		if err := r.stateDiverged(nil); err != nil {
			return err
		}
		return r.diverged("measuring failed", "the answer to a picture", r.at)
	}
	if err != nil {
		return err
	}
	e.TestLoss, e.TestTop1 = &score.NLL, &score.Top1
	return nil
}
