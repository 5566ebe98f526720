// Package weights reads and writes the weight files of trained networks.
//
// A file is in the safetensors format (https://github.com/huggingface/safetensors):
//
//	8 bytes   length N of the header, little-endian
//	N bytes   JSON: {"NAME": {"dtype", "shape", "data_offsets"}, …, "__metadata__": {…}}
//	the rest  the tensors' values, little-endian, with no gap between them
//
// In memory every value is a float32; a file stores F32, F16, or I8 with one
// scale per output channel. [Decode] takes files from anywhere and trusts
// nothing in them: whatever is wrong becomes an error that names the tensor,
// and memory stays proportional to the bytes given. [Meta] is the typed form of
// the metadata that makes a file of tensors a classifier.
//
// Tensor names and layouts are torchvision's: "conv1.weight" is (O, I, KH, KW),
// "fc.weight" (O, I), "layer1.0.bn1.running_var" (C).
package weights

import (
	"fmt"
	"math"
	"strings"
)

// Tensor is a named array of float32 in row-major order.
type Tensor struct {
	Name  string
	Shape []int // empty for a scalar
	Data  []float32
}

// File is the content of one weight file.
type File struct {
	Metadata map[string]string
	Tensors  []*Tensor // in the order of the file's header
}

// Tensor returns the tensor with that name, or nil. It scans the list, which is
// quick for the few hundred tensors of a network.
func (f *File) Tensor(name string) *Tensor {
	for _, t := range f.Tensors {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// check reports why t may not stand in a weight file, on either side of it.
func (t *Tensor) check() error {
	n, err := elements(t.Shape)
	if err != nil {
		return err
	}
	if n != int64(len(t.Data)) {
		return fmt.Errorf("shape %v has %d elements, but there are %d values", t.Shape, n, len(t.Data))
	}
	variance := strings.HasSuffix(t.Name, "running_var")
	for i, v := range t.Data {
		if math.Float32bits(v)&0x7f800000 == 0x7f800000 {
			return fmt.Errorf("element %d is %v, want a finite float32", i, v)
		}
		if variance && v < 0 {
			return fmt.Errorf("element %d is %v, but a variance is never negative", i, v)
		}
	}
	return nil
}

// elements returns the product of shape, refusing products that no file could
// hold.
func elements(shape []int) (int64, error) {
	const limit = math.MaxInt64 / 8 // 8: bytes of the widest dtype
	n := int64(1)
	for _, d := range shape {
		if err := checkDimension(int64(d)); err != nil {
			return 0, err
		}
		if d > 0 && n > limit/int64(d) {
			return 0, fmt.Errorf("a shape of %d dimensions has more than %d elements", len(shape), int64(limit))
		}
		n *= int64(d)
	}
	return n, nil
}

func checkDimension(d int64) error {
	if d < 0 || d > math.MaxInt32 {
		return fmt.Errorf("dimension %d is outside 0…%d", d, math.MaxInt32)
	}
	return nil
}

// quote prints a name of unknown origin, cut so that it cannot flood an error.
func quote(name string) string {
	const limit = 120
	if len(name) > limit {
		return fmt.Sprintf("%q… (%d bytes)", name[:limit], len(name))
	}
	return fmt.Sprintf("%q", name)
}
