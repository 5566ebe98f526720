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
	"errors"
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
		return errors.New("shape " + FormatShape(t.Shape) + " has " + decimal(n) + " elements, but there are " + decimal(len(t.Data)) + " values")
	}
	variance := strings.HasSuffix(t.Name, "running_var")
	for i, v := range t.Data {
		if math.Float32bits(v)&0x7f800000 == 0x7f800000 {
			return errors.New("element " + decimal(i) + " is " + number(v) + ", want a finite float32")
		}
		if variance && v < 0 {
			return errors.New("element " + decimal(i) + " is " + number(v) + ", but a variance is never negative")
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
			return 0, errors.New("a shape of " + decimal(len(shape)) + " dimensions has more than " + decimal(int64(limit)) + " elements")
		}
		n *= int64(d)
	}
	return n, nil
}

func checkDimension(d int64) error {
	if d < 0 || d > math.MaxInt32 {
		return errors.New("dimension " + decimal(d) + " is outside 0…" + decimal(math.MaxInt32))
	}
	return nil
}
