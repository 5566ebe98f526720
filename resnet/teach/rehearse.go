package teach

import (
	"slices"

	"canvasnet/nn/kernel"
)

// data are features (N, C) with their labels, which index classes.
type data struct {
	classes  []string
	features []float32
	labels   []int
}

// add adds features (n, C) of one class.
func (d *data) add(label int, width int, features []float32) {
	d.features = append(d.features, features...)
	for range len(features) / width {
		d.labels = append(d.labels, label)
	}
}

// of returns the features (n, C) of the classes from one number up to another.
func (d *data) of(from, to, width int) (features []float32) {
	for i, label := range d.labels {
		if from <= label && label < to {
			features = append(features, d.features[i*width:][:width]...)
		}
	}
	return features
}

// data are what was taught, in all views, and what to rehearse: exemplars and
// impressions of the old classes.
func (s *Student) data() data {
	width := s.loaded.width()
	d := data{slices.Clone(s.loaded.classes), slices.Clone(s.stored.Features), slices.Clone(s.stored.Labels)}
	taught := make(map[int][]float32)
	for _, l := range s.lessons {
		label := slices.Index(d.classes, l.label)
		if label < 0 {
			label = len(d.classes)
			d.classes = append(d.classes, l.label)
		}
		taught[label] = append(taught[label], l.features...)
	}
	for label := range d.classes { // in this order, for learning to be reproducible
		if features := taught[label]; len(features) > 0 {
			d.add(label, width, features)
			s.loaded.impressions(&d, label, features)
		}
	}
	return d
}

// blends are how much of a new class there is in an impression.
var blends = []float32{0.5, 1}

// impressions adds what the old classes would look like in the company of a class
// that is taught: for each the part of the features that speaks for it, read off
// its row of weights (G. Nayak et al., arXiv 1905.08114, §3.1), on top of what is
// common to the features (n, C) of the taught class. They keep the new class from
// claiming what has as much of an old one, and are all there is to rehearse if
// the weights come without exemplars.
func (h *head) impressions(d *data, taught int, features []float32) {
	width := h.width()
	middle, _ := spread(h.weight, width)
	common, _ := spread(features, width)
	size := norm(common)
	for class, row := range slices.Collect(slices.Chunk(h.weight, width)) {
		own := slices.Clone(row)
		kernel.Axpy(own, -1, middle)
		kernel.ReLU(own, own)
		length := norm(own)
		if class == taught || length == 0 {
			continue
		}
		kernel.Scale(own, size/length)
		for _, blend := range blends {
			impression := slices.Clone(own)
			kernel.Axpy(impression, blend, common)
			d.add(class, width, impression)
		}
	}
}
