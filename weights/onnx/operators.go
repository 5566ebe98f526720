package onnx

import (
	"fmt"

	"canvasnet/nn"
)

// operators adds what computes a layer, from the values it reads to the one
// named out.
func (t *translator) operators(n *nn.Node, in []value, out string) error {
	switch l := n.Layer.(type) {
	case *nn.Conv, *nn.ZeroPad, *nn.Subsample, *nn.MaxPool, *nn.AvgPool, *nn.GlobalAvgPool:
		if in[0].vector {
			return fmt.Errorf("%T reads a vector of features, which ONNX does not take for an image of one pixel: leave out the flatten layer before it", l)
		}
		return t.imageOperators(n, in[0].name, out)
	case *nn.BatchNorm:
		inputs := append([]string{in[0].name}, t.params(n)...)
		t.node("BatchNormalization", n.Name, out, inputs, floatAttribute("epsilon", float32(l.Epsilon)))
	case *nn.ReLU:
		t.node("Relu", n.Name, out, []string{in[0].name})
	case *nn.Add:
		t.node("Add", n.Name, out, t.sameRank(n, in))
	case *nn.Flatten:
		t.flatten(n, n.Name, in[0], out)
	case *nn.Dense:
		x := in[0].name
		if !in[0].vector {
			x = n.Name + ".flatten"
			t.flatten(n, x, in[0], x)
		}
		t.node("Gemm", n.Name, out, append([]string{x}, t.params(n)...), intAttribute("transB", 1))
	default:
		return fmt.Errorf("%T has no ONNX operators here: export networks of the layers of package nn", l)
	}
	return nil
}

// imageOperators adds a layer that only makes sense for (N, C, H, W).
func (t *translator) imageOperators(n *nn.Node, x, out string) error {
	switch l := n.Layer.(type) {
	case *nn.Conv:
		return t.sliding("Conv", n, append([]string{x}, t.params(n)...), out, nn.Conv{Kernel: l.Kernel, Stride: l.Stride, Padding: l.Padding})
	case *nn.MaxPool:
		return t.sliding("MaxPool", n, []string{x}, out, nn.Conv{Kernel: l.Size, Stride: l.Stride, Padding: l.Padding})
	case *nn.AvgPool:
		counted := intAttribute("count_include_pad", 0)
		if l.CountPadding {
			counted = intAttribute("count_include_pad", 1)
		}
		return t.sliding("AveragePool", n, []string{x}, out, nn.Conv{Kernel: l.Size, Stride: l.Stride, Padding: l.Padding}, counted)
	case *nn.GlobalAvgPool:
		t.node("GlobalAveragePool", n.Name, out, []string{x})
	case *nn.ZeroPad:
		p := int64(l.Pixels)
		t.node("Pad", n.Name, out, []string{x, t.numbers(n.Name+".pads", 0, 0, p, p, 0, 0, p, p)})
	case *nn.Subsample:
		t.subsample(n, l, x, out)
	}
	return nil
}

// sliding adds an operator whose window slides over an image as that of w does:
// a convolution of one channel knows how far past the edges the window reaches.
func (t *translator) sliding(operator string, n *nn.Node, inputs []string, out string, w nn.Conv, more ...message) error {
	s := n.Inputs[0].Shape
	w.Filters = 1
	if _, err := w.Build(nn.Shape{H: s.H, W: s.W, C: 1}); err != nil {
		return err
	}
	g := w.Geometry()
	t.node(operator, n.Name, out, inputs, append([]message{
		intsAttribute("kernel_shape", w.Kernel, w.Kernel),
		intsAttribute("strides", w.Stride, w.Stride),
		intsAttribute("pads", g.PadTop, g.PadLeft, g.PadBottom, g.PadRight),
	}, more...)...)
	return nil
}

// subsample adds shortcut A: pixels dropped by Slice, then channels of zeros.
func (t *translator) subsample(n *nn.Node, l *nn.Subsample, x, out string) {
	s, stride := n.Inputs[0].Shape, int64(l.Stride)
	kept := n.Name + ".slice"
	t.node("Slice", kept, kept, []string{
		x,
		t.numbers(n.Name+".starts", 0, 0),
		t.numbers(n.Name+".ends", int64(s.H), int64(s.W)),
		t.numbers(n.Name+".axes", 2, 3),
		t.numbers(n.Name+".steps", stride, stride),
	})
	before := int64(l.Filters-s.C) / 2
	after := int64(l.Filters-s.C) - before
	t.node("Pad", n.Name, out, []string{kept, t.numbers(n.Name+".pads", 0, before, 0, 0, 0, after, 0, 0)})
}

// flatten adds the operators that turn a value into a vector in our order,
// (H, W, C).
func (t *translator) flatten(n *nn.Node, name string, x value, out string) {
	s := n.Inputs[0].Shape
	if !x.vector && s.C > 1 && s.H*s.W > 1 {
		turned := n.Name + ".transpose"
		t.node("Transpose", turned, turned, []string{x.name}, intsAttribute("perm", 0, 2, 3, 1))
		x.name = turned
	}
	t.node("Flatten", name, out, []string{x.name})
}

// sameRank returns the inputs of a sum. A vector meets only images of one
// pixel, which become vectors.
func (t *translator) sameRank(n *nn.Node, in []value) []string {
	names := []string{in[0].name, in[1].name}
	if in[0].vector == in[1].vector {
		return names
	}
	for i, v := range in {
		if !v.vector {
			names[i] = n.Name + ".flatten"
			t.node("Flatten", names[i], names[i], []string{v.name})
		}
	}
	return names
}
