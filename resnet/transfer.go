package resnet

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"canvasnet/nn"
	"canvasnet/weights"
)

// Transfer builds the network that the metadata of f names for a task of its
// own: with these classes and, unless size is 0, for pictures of another size.
// Everything learned in f is taken over, but for the head, the last dense
// layer, which is drawn from seed unless the classes are those of f, in any order
// (J. Yosinski et al., arXiv 1411.1792). Pictures are normalised as f says, which
// is what its layers have learned to see.
func Transfer(f *weights.File, classes []string, size int, seed uint64) (*Model, error) {
	from, err := Load(f)
	if err != nil {
		return nil, err
	}
	c, err := Named(from.Name)
	if err != nil {
		return nil, err
	}
	c.Classes, c.Input = classes, from.Input
	if size > 0 {
		c.Input.Size = size
	}
	m, err := New(c, seed)
	if err != nil {
		return nil, err
	}
	head := m.head().Name + "."
	order := reorder(from.Classes, classes)
	for i, p := range m.Graph.Params() {
		inHead := strings.HasPrefix(p.FullName, head)
		if inHead && order == nil {
			continue
		}
		learned := from.Graph.Params()[i]
		if !slices.Equal(learned.Shape, p.Shape) {
			return nil, errors.New("transfer to " + c.Name + " for pictures of " + strconv.Itoa(c.Input.Size) + " pixels: tensor " +
				strconv.Quote(p.FullName) + " has shape " + weights.FormatShape(learned.Shape) + " in the weights, made for " +
				strconv.Itoa(from.Input.Size) + " pixels, and " + weights.FormatShape(p.Shape) + " in the network: keep the size of the weights")
		}
		if !inHead {
			copy(p.Value, learned.Value)
			continue
		}
		row := len(p.Value) / len(order)
		for to, at := range order {
			copy(p.Value[to*row:][:row], learned.Value[at*row:])
		}
	}
	return m, nil
}

// SameClasses reports whether two networks tell the same classes apart, in
// whatever order: [Transfer] then keeps the head.
func SameClasses(a, b []string) bool { return reorder(a, b) != nil }

// reorder returns where each of the wanted classes is among those there are, or
// nil if the two lists don't name the same classes.
func reorder(classes, wanted []string) []int {
	if len(classes) != len(wanted) {
		return nil
	}
	left := make(map[string][]int, len(classes)) // classes of one name are told apart by their order
	for i, class := range classes {
		left[class] = append(left[class], i)
	}
	order := make([]int, len(wanted))
	for i, class := range wanted {
		at := left[class]
		if len(at) == 0 {
			return nil
		}
		order[i], left[class] = at[0], at[1:]
	}
	return order
}

// head is the last layer, which turns features into logits.
func (m *Model) head() *nn.Node { return m.Graph.Output() }

// FreezeUsage says what Freeze takes, for usage texts.
const FreezeUsage = "stem, N for the stem and the first N stages, all for everything but the last layer, or the name of a stage, block or layer, such as layer2.0, for it and all before it"

// Freeze ends learning in the first layers of the network (see
// [nn.Graph.Freeze]), up to and including the part that upTo names: see
// FreezeUsage.
func (m *Model) Freeze(upTo string) error {
	last := m.part(upTo)
	switch {
	case last == nil:
		return errors.New("freeze: " + m.Name + " has no part " + strconv.Quote(upTo) + ": want " + FreezeUsage +
			"; it has " + strconv.Itoa(m.stages()) + " stages, and resnet summary lists its layers")
	case last == m.head():
		return errors.New("freeze: " + strconv.Quote(upTo) + " is the last layer of " + m.Name + ", and nothing would learn: all freezes everything before it")
	}
	m.Graph.Freeze(last)
	return nil
}

// part is the last node of the part of the network with that name, or nil.
func (m *Model) part(name string) *nn.Node {
	switch name {
	case "all":
		return m.head().Inputs[0]
	case "stem":
		return m.stem()
	}
	if n, err := strconv.Atoi(name); err == nil {
		name = stage(n)
	}
	for _, n := range slices.Backward(m.Graph.Nodes) {
		if n.Layer != nil && (n.Name == name || strings.HasPrefix(n.Name, name+".")) {
			return n
		}
	}
	return nil
}

// stem is the last node before the first stage.
func (m *Model) stem() *nn.Node {
	i := slices.IndexFunc(m.Graph.Nodes, func(n *nn.Node) bool { return strings.HasPrefix(n.Name, stage(1)+".") })
	return m.Graph.Nodes[i-1]
}

// stages counts the stages.
func (m *Model) stages() int {
	n := 0
	for m.part(stage(n+1)) != nil {
		n++
	}
	return n
}

// stage is the name of the n-th stage, from 1.
func stage(n int) string { return "layer" + strconv.Itoa(n) }
