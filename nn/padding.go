package nn

import "strconv"

// Padding says how far a window may reach past the edges of an image.
type Padding struct {
	same   bool
	pixels int
}

// Pad is PyTorch's padding: n pixels on all four sides.
func Pad(n int) Padding { return Padding{pixels: n} }

// Same is TensorFlow's padding "same": the output has ⌈size/stride⌉ pixels,
// and of an odd number of padding pixels the odd one goes to the end.
func Same() Padding { return Padding{same: true} }

// amounts returns the padding before and after an axis of size pixels.
func (p Padding) amounts(size, kernel, stride int) (before, after int) {
	if !p.same {
		return p.pixels, p.pixels
	}
	out := (size + stride - 1) / stride
	total := max((out-1)*stride+kernel-size, 0)
	return total / 2, total - total/2
}

func (p Padding) String() string {
	switch {
	case p.same:
		return "same"
	case p.pixels == 0:
		return "valid"
	}
	return "pad " + strconv.Itoa(p.pixels)
}
