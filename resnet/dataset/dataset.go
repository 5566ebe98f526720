// Package dataset reads labelled pictures for training and evaluation: the
// binary versions of CIFAR-10 and CIFAR-100, from a folder or downloaded on
// first use, folders of drawings, and folders of image files.
//
//	SPEC ─▶ Open ─▶ Set ─▶ Order ─▶ Set.Image ─▶ Augment.Apply ─▶ the network
//
// What looks random (order, augmentation, validation split) is a pure function
// of a seed and of the epoch, so that a resumed training run equals an unbroken
// one.
package dataset

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
)

// Set is a labelled set of N square RGB pictures, held in memory.
type Set struct {
	Name    string   // such as "cifar10:test" or "images:photos"
	Classes []string // class names; labels index it
	Size    int      // width and height of each picture, in pixels
	Pixels  []byte   // (N, Size, Size, 3): HWC, red first
	Labels  []int    // N class indices
}

// Len returns N, the number of pictures.
func (s *Set) Len() int { return len(s.Labels) }

// Counts returns the number of pictures of each class.
func (s *Set) Counts() []int {
	counts := make([]int, len(s.Classes))
	for _, label := range s.Labels {
		counts[label]++
	}
	return counts
}

// Image returns the pixels of picture i, (Size, Size, 3), without copying them.
func (s *Set) Image(i int) []byte {
	n := s.Size * s.Size * 3
	return s.Pixels[i*n : (i+1)*n : (i+1)*n]
}

// Subset returns a copy of the pictures at the given indices, in their order.
func (s *Set) Subset(indices []int) *Set {
	sub := &Set{
		Name:    s.Name,
		Classes: s.Classes,
		Size:    s.Size,
		Pixels:  make([]byte, 0, len(indices)*s.Size*s.Size*3),
		Labels:  make([]int, 0, len(indices)),
	}
	for _, i := range indices {
		sub.Pixels = append(sub.Pixels, s.Image(i)...)
		sub.Labels = append(sub.Labels, s.Labels[i])
	}
	return sub
}

// Join returns a set of the pictures of s, then those of other, which has to have
// the same classes and size.
func (s *Set) Join(other *Set) *Set {
	return &Set{
		Name:    s.Name + " and " + other.Name,
		Classes: s.Classes,
		Size:    s.Size,
		Pixels:  slices.Concat(s.Pixels, other.Pixels),
		Labels:  slices.Concat(s.Labels, other.Labels),
	}
}

// Split holds out a fraction, 0 to 1, of each class for validation (a
// stratified split) and returns the rest and the held-out part, both in the
// order of s. The same seed makes the same split.
func (s *Set) Split(fraction float64, seed uint64) (rest, heldOut *Set, err error) {
	if !(fraction >= 0 && fraction <= 1) {
		return nil, nil, fmt.Errorf("split the data set: a validation fraction of %v is not between 0 and 1: choose one such as 0.1", fraction)
	}
	byClass := make([][]int, len(s.Classes))
	for i, label := range s.Labels {
		byClass[label] = append(byClass[label], i)
	}
	rng := rand.New(rand.NewPCG(derive(seed, purposeSplit, 0)))
	var restIndices, heldIndices []int
	for _, indices := range byClass {
		rng.Shuffle(len(indices), func(i, j int) { indices[i], indices[j] = indices[j], indices[i] })
		n := int(math.Round(fraction * float64(len(indices))))
		heldIndices = append(heldIndices, indices[:n]...)
		restIndices = append(restIndices, indices[n:]...)
	}
	slices.Sort(restIndices)
	slices.Sort(heldIndices)
	rest, heldOut = s.Subset(restIndices), s.Subset(heldIndices)
	rest.Name, heldOut.Name = s.Name+" (rest)", s.Name+" (held out)"
	return rest, heldOut, nil
}

// MeanStd returns the mean and the standard deviation of each colour over the
// whole set, with pixels scaled to 0–1: what pictures are normalised with.
func (s *Set) MeanStd() (mean, std [3]float64) {
	var sum, squares [3]uint64
	for i, v := range s.Pixels {
		sum[i%3] += uint64(v)
		squares[i%3] += uint64(v) * uint64(v)
	}
	n := float64(len(s.Pixels) / 3)
	if n == 0 {
		return mean, std
	}
	for c := range mean {
		m := float64(sum[c]) / n
		mean[c] = m / 255
		std[c] = math.Sqrt(max(float64(squares[c])/n-float64(m*m), 0)) / 255
	}
	return mean, std
}
