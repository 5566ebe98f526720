package teach

import (
	"errors"
	"slices"
	"strings"
	"unicode/utf8"

	"canvasnet/nn"
	"canvasnet/nn/infer"
)

// head is a last layer with the names of its classes. Once made it stays as it
// is.
type head struct {
	classes []string
	weight  []float32 // (K, C)
	bias    []float32 // (K)
	plan    *infer.Plan
}

// newHead copies what it is made of.
func newHead(classes []string, weight, bias []float32) (*head, error) {
	h := &head{classes: slices.Clone(classes), weight: slices.Clone(weight), bias: slices.Clone(bias)}
	plan, err := infer.Compile(h.graph(), 1)
	h.plan = plan
	return h, err
}

// width is C, the number of features.
func (h *head) width() int { return len(h.weight) / len(h.bias) }

// graph is a network of this layer alone, which shares its weights.
func (h *head) graph() *nn.Graph {
	g := nn.NewGraph(nn.Shape{H: 1, W: 1, C: h.width()})
	g.Append("fc", &nn.Dense{Units: len(h.bias)}, g.Input())
	g.Params()[0].Value, g.Params()[1].Value = h.weight, h.bias
	return g
}

// checkLabel refuses what cannot name a class in a weight file.
func checkLabel(label string) error {
	switch {
	case strings.TrimSpace(label) == "":
		return errors.New("teach: the class has no name: give it one")
	case !utf8.ValidString(label):
		return errors.New("teach: the name of the class is not UTF-8: choose another")
	}
	return nil
}
