package infer

import (
	"slices"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/kernel"
)

// Step is what one step of a plan computes.
type Step struct {
	Layers []string // computed together, in order; the last has the result
	Shape  nn.Shape // of the result
	MACs   int64    // multiply-accumulates by definition of the layers
}

// Steps lists the steps of a plan in the order they run, without those that
// only copy.
func (p *Plan) Steps() []Step {
	var steps []Step
	for _, s := range p.steps {
		if d := s.describe(); d.Method != copying {
			r := s.computes()
			steps = append(steps, Step{r.layers, shape(r.form), d.MACs * int64(p.batch/p.chunk)})
		}
	}
	return steps
}

func shape(l kernel.Layout) nn.Shape { return nn.Shape{H: l.H, W: l.W, C: l.C} }

// Observed is what a step has just computed.
type Observed struct {
	Layer string // the last of its layers, which has the result
	Time  time.Duration

	form    kernel.Layout
	results []float32
}

// Shape is that of the result.
func (o Observed) Shape() nn.Shape { return shape(o.form) }

// Result returns a copy of the result, (H, W, C).
func (o Observed) Result() []float32 {
	dst := make([]float32, o.Shape().Len())
	o.form.Gather(dst, o.results)
	return dst
}

// Observe runs a plan for one image on x, as Run does but in one thread, and
// calls see after each step; the time of a step that only copies is added to
// that of the next one, so that see is called once for each of [Plan.Steps].
//
// Sums ([nn.Add]) that are named in without pass on their second input alone: in
// a residual network, whose blocks add their branch to their shortcut, that is
// the shortcut (A. Veit et al., arXiv 1605.06431, §4.1). It panics if x is not of
// the plan's size, or the plan is for more images.
func (p *Plan) Observe(x []float32, without []string, see func(Observed)) []float32 {
	p.check(x)
	if p.batch != 1 {
		panic("infer: a plan for several images cannot be observed: compile one for a single image")
	}
	w := p.alone()
	w.slots[0] = x
	var spent time.Duration
	for _, s := range p.steps {
		start := time.Now()
		if sum, ok := s.(summing); ok && slices.Contains(without, sum.sums()) {
			sum.second(w)
		} else {
			s.run(w)
		}
		spent += time.Since(start)
		if s.describe().Method == copying {
			continue
		}
		r := s.computes()
		see(Observed{r.name(), spent, r.form, w.slots[r.out]})
		spent = 0
	}
	copy(p.y, w.slots[p.result])
	return p.y
}

// summing is a step that may end with a sum.
type summing interface {
	sums() string     // the layer that adds, or ""
	second(w *worker) // computes the step with only the second input of the sum
}

func (s *convStep) sums() string { return s.sum }

func (s *convStep) second(w *worker) {
	out := w.slots[s.out][:s.form.Len()]
	switch {
	case !s.branch:
		s.conv.Run(out, w.slots[s.in], nil, s.relu, w.part, w.parts, &w.ws)
	case s.relu:
		kernel.ReLU(out, w.slots[s.add][:len(out)])
	default:
		copy(out, w.slots[s.add])
	}
}

func (s *mapStep) sums() string {
	if _, ok := s.layer.(*nn.Add); ok {
		return s.name()
	}
	return ""
}

func (s *mapStep) second(w *worker) { copy(w.slots[s.out][:s.length], w.slots[s.in[1]]) }
