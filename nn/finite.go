package nn

import (
	"slices"
	"strconv"

	"canvasnet/nn/kernel"
)

// NotFinite names where infinities or NaN came in first, in the order of the
// forward pass: a parameter, or else the output that a layer made of finite
// parameters and inputs in the last Forward. It returns "" if there are none.
func (g *Graph) NotFinite() string {
	for _, n := range g.Nodes {
		if n.Layer != nil {
			for _, p := range n.Layer.Params() {
				if !kernel.Finite(p.Value) {
					return "parameter " + strconv.Quote(n.Name+"."+p.Name)
				}
			}
		}
		if n.out == nil || kernel.Finite(n.out.Data) {
			continue
		}
		if n.Layer == nil {
			return "the input"
		}
		return "the output of layer " + strconv.Quote(n.Name)
	}
	return ""
}

// NotFiniteGrad names the gradient where infinities or NaN came in first, in
// the order of the backward pass, or returns "" if there are none.
func (g *Graph) NotFiniteGrad() string {
	for _, p := range slices.Backward(g.params) {
		if !kernel.Finite(p.Grad) {
			return "the gradient of parameter " + strconv.Quote(p.FullName)
		}
	}
	return ""
}
