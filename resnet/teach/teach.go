// Package teach lets a trained network learn more, from a handful of pictures
// and in seconds: its last layer alone, on the features that all layers before it
// make of a picture.
//
//	picture ─▶ views ─▶ trunk ─▶ features ─┐
//	     stored exemplars, impressions ────┴▶ Dense, CrossEntropy, SGD of package nn ─▶ a new last layer
//
// New classes begin as rows of the last layer that look like the features of
// their examples (H. Qi et al., "imprinting", arXiv 1712.07136). So that the old
// ones are not forgotten, they are rehearsed on exemplars, features of training
// pictures that may come with the weights, chosen by herding (S. Rebuffi et al.,
// "iCaRL", arXiv 1611.07725), and on impressions of them that the weights
// themselves give (G. Nayak et al., arXiv 1905.08114); and their rows are pulled
// back to where they were.
package teach

import (
	"errors"
	"slices"
	"strconv"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/weights"
)

// Student is a network whose last layer goes on learning. It is not safe for
// concurrent use, except that Logits, Features and the accessors may be called
// from the function that Learn reports to.
type Student struct {
	input  weights.Input
	trunk  *infer.Plan
	x      []float32 // (1, H, W, 3), a view
	name   string    // of the last layer
	stored resnet.Exemplars

	loaded *head
	head   *head
	past   []*head // before each Learn that has not been undone

	lessons  []lesson
	learning bool
}

// lesson is an example of a class.
type lesson struct {
	label    string
	features []float32 // (V, C), those of the picture itself first
}

// Limits of what a student takes.
const (
	MaxLabel    = 100  // bytes of the name of a class
	MaxExamples = 2000 // taught to one student
)

var (
	errNoDense  = errors.New("the network does not end with a dense layer, which alone can be taught: choose another")
	errLearning = errors.New("the network is learning: wait until it has finished, or stop it")
)

// Head is the last layer of a network that can be taught, and what it reads.
func Head(g *nn.Graph) (layer *nn.Dense, features *nn.Node, err error) {
	layer, ok := g.Output().Layer.(*nn.Dense)
	if !ok {
		return nil, nil, errNoDense
	}
	return layer, g.Output().Inputs[0], nil
}

// New makes a model a student. The model may go afterwards.
func New(m *resnet.Model) (*Student, error) {
	layer, features, err := Head(m.Graph)
	if err != nil {
		return nil, err
	}
	s := &Student{input: m.Input, x: make([]float32, m.Graph.Input().Shape.Len()), name: m.Graph.Output().Name}
	if s.trunk, err = infer.CompileTo(m.Graph, features, 1); err != nil {
		return nil, err
	}
	p := layer.Params()
	if s.loaded, err = newHead(m.Classes, p[0].Value, p[1].Value); err != nil {
		return nil, err
	}
	s.head = s.loaded
	if m.Exemplars != nil {
		s.stored = *m.Exemplars
	}
	return s, nil
}

// Classes are the names of the classes, those learned at the end.
func (s *Student) Classes() []string { return s.head.classes }

// Weights are those of the last layer: (K, C) and biases (K).
func (s *Student) Weights() (weight, bias []float32) { return s.head.weight, s.head.bias }

// Trunk is the plan that makes features (C) of a normalised picture (H, W, 3).
func (s *Student) Trunk() *infer.Plan { return s.trunk }

// Logits (K) of features (C); they hold until the next call.
func (s *Student) Logits(features []float32) []float32 { return s.head.plan.Run(features) }

// Teach remembers a picture, (Size, Size, 3) bytes as the network sees it, as
// an example of a class, which may be new. Learn is what changes the network.
func (s *Student) Teach(label string, rgb []byte) error {
	switch {
	case s.learning:
		return errLearning
	case len(label) > MaxLabel:
		return errors.New("teach: the name of the class has " + strconv.Itoa(len(label)) + " bytes, the limit is " + strconv.Itoa(MaxLabel) + ": choose a shorter one")
	case len(s.lessons) == MaxExamples:
		return errors.New("teach: there are " + strconv.Itoa(MaxExamples) + " examples, which is the limit: reset, or export the network and go on with that")
	case len(rgb) != len(s.x):
		return errors.New("teach: the picture has " + strconv.Itoa(len(rgb)) + " bytes, want " + strconv.Itoa(len(s.x)) + ": pass one of the network's own size")
	}
	if err := checkLabel(label); err != nil {
		return err
	}
	l := lesson{label: label}
	for view := range views(rgb, s.input.Size) {
		resnet.Normalize(s.x, view, s.input)
		l.features = append(l.features, s.trunk.Run(s.x)...)
	}
	s.lessons = append(s.lessons, l)
	return nil
}

// Count is how many examples there are of a class.
type Count struct {
	Label  string
	Count  int
	Taught bool // by Teach, or else among the exemplars that came with the weights
}

// Examples counts the exemplars of each class that has some, and then what was
// taught, class by class in the order of their first examples.
func (s *Student) Examples() []Count {
	var counts []Count
	add := func(label string, taught bool) {
		i := slices.IndexFunc(counts, func(c Count) bool { return c.Label == label && c.Taught == taught })
		if i < 0 {
			i = len(counts)
			counts = append(counts, Count{Label: label, Taught: taught})
		}
		counts[i].Count++
	}
	for _, label := range s.stored.Labels {
		add(s.loaded.classes[label], false)
	}
	for _, l := range s.lessons {
		add(l.label, true)
	}
	return counts
}

// Undo takes back the last Learn that has not been taken back. It returns false
// if there is none. Examples stay.
func (s *Student) Undo() (bool, error) {
	if s.learning {
		return false, errLearning
	}
	n := len(s.past)
	if n == 0 {
		return false, nil
	}
	s.head, s.past = s.past[n-1], s.past[:n-1]
	return true, nil
}

// Reset makes the student what it was at first, and forgets all examples.
func (s *Student) Reset() error {
	if s.learning {
		return errLearning
	}
	s.head, s.past, s.lessons = s.loaded, nil, nil
	return nil
}
