package teach

import (
	"errors"

	"canvasnet/nn"
)

// Progress is how far a Learn has come.
type Progress struct {
	Step, Steps int
	Loss        float64 // of the step, in nats
}

// Result is what came of a Learn.
type Result struct {
	Loss     []float32 // of each step
	Accuracy float64   // on the pictures that were taught
}

// steps of a training, each over all examples.
const steps = 200

// Learn trains the last layer, from what was loaded, on all examples taught so
// far, in all their views, and on what keeps the old classes in mind; each class
// counts alike. Report is called after every step; an error of its own ends the
// training and leaves the student as it was.
func (s *Student) Learn(report func(Progress) error) (Result, error) {
	switch {
	case s.learning:
		return Result{}, errLearning
	case len(s.lessons) == 0:
		return Result{}, errors.New("learn: nothing has been taught yet: teach an example first")
	}
	s.learning = true
	defer func() { s.learning = false }()

	d := s.data()
	t := newTrainer(s.loaded.imprint(d), d, len(s.loaded.bias))
	var r Result
	for step := 1; step <= steps; step++ {
		loss := t.step()
		r.Loss = append(r.Loss, float32(loss))
		if err := report(Progress{step, steps, loss}); err != nil {
			return Result{}, err
		}
	}
	learned, err := newHead(d.classes, t.params[0].Value, t.params[1].Value)
	if err != nil {
		return Result{}, err
	}
	r.Accuracy = s.accuracy(learned)
	s.past = append(s.past, s.head)
	s.head = learned
	return r, nil
}

// accuracy of a head on the pictures that were taught, one view of each.
func (s *Student) accuracy(h *head) float64 {
	right := 0
	for _, l := range s.lessons {
		if h.classes[nn.Argmax(h.plan.Run(l.features[:h.width()]))] == l.label {
			right++
		}
	}
	return float64(right) / float64(len(s.lessons))
}
