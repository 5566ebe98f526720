package weights

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
)

// sample returns a small network's file: one tensor of each rank in use.
func sample() *File {
	return &File{
		Metadata: map[string]string{"model": "sample", "format": Format},
		Tensors: []*Tensor{
			{Name: "conv1.weight", Shape: []int{2, 1, 1, 3}, Data: []float32{1, -0.5, 0.25, 100, -200, 0}},
			{Name: "bn1.running_var", Shape: []int{2}, Data: []float32{1e-9, 1e9}},
			{Name: "fc.weight", Shape: []int{3, 2}, Data: []float32{0, 0, 1, 2, -3, 3}},
			{Name: "steps", Shape: []int{}, Data: []float32{7}},
		},
	}
}

// random returns one tensor of normally distributed values.
func random(shape ...int) *Tensor {
	n, err := elements(shape)
	if err != nil {
		panic(err)
	}
	rng := rand.New(rand.NewPCG(1, 2))
	t := &Tensor{Name: "random.weight", Shape: shape, Data: make([]float32, n)}
	for i := range t.Data {
		t.Data[i] = float32(rng.NormFloat64())
	}
	return t
}

func TestFileTensor(t *testing.T) {
	f := sample()
	assert.Same(t, f.Tensors[2], f.Tensor("fc.weight"))
	assert.Nil(t, f.Tensor("fc.bias"))
}
