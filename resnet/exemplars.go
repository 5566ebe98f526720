package resnet

import (
	"errors"
	"slices"
	"strconv"

	"canvasnet/nn"
	"canvasnet/weights"
)

// Exemplars are what the last layer reads of some pictures of each class, with
// which it learns more classes and keeps the old ones in mind (S. Rebuffi et al.,
// "iCaRL", arXiv 1611.07725).
type Exemplars struct {
	Features []float32 // (N, C)
	Labels   []int     // (N)
}

// Names of the tensors that exemplars are in a weight file: (N, C) and (N).
const (
	exemplarFeatures = "exemplars.features"
	exemplarLabels   = "exemplars.labels"
)

// Tensors returns e as a weight file holds it. They share memory with e.
func (e *Exemplars) Tensors() []*weights.Tensor {
	n := len(e.Labels)
	labels := make([]float32, n)
	for i, label := range e.Labels {
		labels[i] = float32(label)
	}
	return []*weights.Tensor{
		{Name: exemplarFeatures, Shape: []int{n, len(e.Features) / max(n, 1)}, Data: e.Features},
		{Name: exemplarLabels, Shape: []int{n}, Data: labels},
	}
}

// withoutExemplars returns the tensors of f that are not exemplars.
func withoutExemplars(f *weights.File) *weights.File {
	return &weights.File{Metadata: f.Metadata, Tensors: slices.DeleteFunc(slices.Clone(f.Tensors), func(t *weights.Tensor) bool {
		return t.Name == exemplarFeatures || t.Name == exemplarLabels
	})}
}

// exemplars reads those in f for a network; nil if there are none.
func exemplars(f *weights.File, g *nn.Graph) (*Exemplars, error) {
	features, labels := f.Tensor(exemplarFeatures), f.Tensor(exemplarLabels)
	if features == nil && labels == nil {
		return nil, nil
	}
	if features == nil || labels == nil {
		return nil, errors.New("there is only one of the tensors " + exemplarFeatures + " and " + exemplarLabels + ": write the file again with both")
	}
	n, width, classes := len(labels.Data), g.Output().Inputs[0].Shape.Len(), g.Output().Shape.Len()
	if !slices.Equal(labels.Shape, []int{n}) || !slices.Equal(features.Shape, []int{n, width}) {
		return nil, errors.New("tensors " + exemplarFeatures + " and " + exemplarLabels + " have shapes " + weights.FormatShape(features.Shape) +
			" and " + weights.FormatShape(labels.Shape) + ", want [N " + strconv.Itoa(width) + "] and [N]")
	}
	e := &Exemplars{Features: features.Data, Labels: make([]int, n)}
	for i, v := range labels.Data {
		if v < 0 || v >= float32(classes) || v != float32(int(v)) {
			return nil, errors.New("tensor " + exemplarLabels + ": element " + strconv.Itoa(i) + " is " + strconv.FormatFloat(float64(v), 'g', -1, 32) +
				", want the number of a class, 0 to " + strconv.Itoa(classes-1))
		}
		e.Labels[i] = int(v)
	}
	return e, nil
}
