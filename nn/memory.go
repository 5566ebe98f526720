package nn

// ActivationLen is how many numbers a step of training holds for each image of
// a batch: the input, what the layers put out, and the gradients by what they
// read, as far as something before them learns.
func (g *Graph) ActivationLen() int {
	n := g.Input().Shape.Len()
	for _, s := range g.steps() {
		n += s.node.Shape.Len()
		if f, ok := s.layer.(*fusion); ok && f.conv != nil {
			n += s.first.Shape.Len() // the gradient reads what is normalised
		}
		for _, from := range s.inputs {
			if anyLearns([]*Node{from}) { // else nobody needs the gradient by that
				n += from.Shape.Len()
			}
		}
	}
	return n
}

// FilterLen is about how many numbers all weights take in one arrangement of
// the kernels: for Winograd's F(4×4, 3×3), which large enough images have, 36
// for 9, for F(2×2, 3×3) 16.
func (g *Graph) FilterLen() int {
	n := 0
	for _, node := range g.Nodes[1:] {
		for _, p := range node.Layer.Params() {
			if !p.Decay {
				continue // not a filter
			}
			c, ok := node.Layer.(*Conv)
			switch {
			case !ok || c.Kernel != 3 || c.Stride != 1:
				n += p.Len()
			case min(c.out.H, c.out.W) >= 4:
				n += p.Len() / 9 * 36
			default:
				n += p.Len() / 9 * 16
			}
		}
	}
	return n
}
