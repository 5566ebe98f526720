package nn

// Freeze ends learning in n and in every node whose output reaches it: their
// parameters are learned no more, their batch norms use the running statistics
// and leave them alone, and Backward ends before them. What they have learned
// then serves a new task, at the cost of a forward pass (J. Yosinski et al.,
// arXiv 1411.1792). Freeze before an optimiser is attached.
func (g *Graph) Freeze(n *Node) {
	n.freeze()
	g.run = nil
	for _, n := range g.Nodes[1:] {
		n.skip = !anyLearns(n.Inputs)
	}
}

// Frozen is the last node in which learning has ended, or nil.
func (g *Graph) Frozen() *Node {
	for i := len(g.Nodes) - 1; i > 0; i-- {
		if g.Nodes[i].frozen {
			return g.Nodes[i]
		}
	}
	return nil
}

func (n *Node) freeze() {
	if n.Layer == nil || n.frozen {
		return
	}
	n.frozen = true
	for _, p := range n.Layer.Params() {
		p.Learned, p.Grad = false, nil
	}
	for _, from := range n.Inputs {
		from.freeze()
	}
}

// anyLearns reports whether the output of one of the nodes depends on
// parameters that are learned.
func anyLearns(nodes []*Node) bool {
	for _, n := range nodes {
		if n.Layer != nil && !n.frozen && (len(n.Layer.Params()) > 0 || !n.skip) {
			return true
		}
	}
	return false
}
