package teach

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"canvasnet/resnet"
	"canvasnet/weights"
)

// Update makes f, the weights that the student was loaded from, those of what it
// is now: with its classes, its last layer, and what was taught among the
// exemplars, except for classes that it has not learned yet. What the metadata
// said of its accuracy does not hold any more.
func (s *Student) Update(f *weights.File) error {
	width := s.head.width()
	for name, t := range map[string]*weights.Tensor{
		s.name + ".weight": {Shape: []int{len(s.head.bias), width}, Data: s.head.weight},
		s.name + ".bias":   {Shape: []int{len(s.head.bias)}, Data: s.head.bias},
	} {
		there := f.Tensor(name)
		if there == nil {
			return errors.New("update the weights: tensor " + strconv.Quote(name) + " is missing: pass the file that the network was loaded from")
		}
		there.Shape, there.Data = t.Shape, t.Data
	}
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return err
	}
	meta.Classes = s.head.classes
	if s.head != s.loaded {
		meta.Eval = ""
		meta.TrainedOn = strings.TrimPrefix(meta.TrainedOn+", "+s.taughtText(), ", ")
	}
	f.Metadata = meta.Map()
	SetExemplars(f, s.exemplars())
	return nil
}

// SetExemplars makes e, unless it is empty, the exemplars of a weight file.
func SetExemplars(f *weights.File, e *resnet.Exemplars) {
	tensors := e.Tensors()
	f.Tensors = slices.DeleteFunc(f.Tensors, func(t *weights.Tensor) bool {
		return t.Name == tensors[0].Name || t.Name == tensors[1].Name
	})
	if len(e.Labels) > 0 {
		f.Tensors = append(f.Tensors, tensors...)
	}
}

// exemplars are those that were stored, and one view of what was taught.
func (s *Student) exemplars() *resnet.Exemplars {
	e := &resnet.Exemplars{Features: slices.Clone(s.stored.Features), Labels: slices.Clone(s.stored.Labels)}
	for _, l := range s.lessons {
		if label := slices.Index(s.head.classes, l.label); label >= 0 {
			e.Features = append(e.Features, l.features[:s.head.width()]...)
			e.Labels = append(e.Labels, label)
		}
	}
	return e
}

// taughtText says what was taught.
func (s *Student) taughtText() string {
	var classes []string
	for _, c := range s.Examples() {
		if c.Taught && slices.Contains(s.head.classes, c.Label) {
			classes = append(classes, c.Label+" ("+strconv.Itoa(c.Count)+")")
		}
	}
	return "taught by hand: " + strings.Join(classes, ", ")
}
