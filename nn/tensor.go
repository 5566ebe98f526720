package nn

import (
	"strconv"
	"strings"

	"canvasnet/nn/kernel"
)

// Tensor is a dense array of float32 in row-major order. Activations have
// shape (N, H, W, C).
type Tensor struct {
	Shape []int
	Data  []float32
}

// NewTensor returns a tensor of zeros.
func NewTensor(shape ...int) *Tensor {
	return &Tensor{Shape: shape, Data: kernel.Alloc(volume(shape))}
}

func volume(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// Shape is the shape (H, W, C) of one image, or of what a layer makes of it.
// A vector of C features is (1, 1, C).
type Shape struct{ H, W, C int }

// Len is the number of elements, H·W·C.
func (s Shape) Len() int { return s.H * s.W * s.C }

func (s Shape) String() string { return dimensions([]int{s.H, s.W, s.C}) }

// dimensions is a shape in words, such as "(32, 32, 3)".
func dimensions(shape []int) string {
	var parts []string
	for _, d := range shape {
		parts = append(parts, strconv.Itoa(d))
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// batch gives t the shape (n, s.H, s.W, s.C), keeping its memory if it can.
// What the memory held is left there.
func batch(t *Tensor, n int, s Shape) *Tensor {
	if t == nil || cap(t.Data) < n*s.Len() {
		return NewTensor(n, s.H, s.W, s.C)
	}
	t.Shape = append(t.Shape[:0], n, s.H, s.W, s.C)
	t.Data = t.Data[:n*s.Len()]
	return t
}

// images returns images lo up to hi of a batch of shape s.
func images(t *Tensor, s Shape, lo, hi int) []float32 {
	return t.Data[lo*s.Len() : hi*s.Len()]
}
