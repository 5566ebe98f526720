package onnx

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"canvasnet/nn"
	"canvasnet/weights"
)

// translator turns the nodes of a network, one after the other, into fields of
// a GraphProto.
type translator struct {
	graph   message
	tensors []tensor
	values  map[*nn.Node]value
	names   []string // of all values and tensors, which share one name space
}

// value is the output of a node.
type value struct {
	name   string
	vector bool // (N, C) instead of (N, C, H, W)
}

// translate returns the graph without its tensors, and the tensors.
func translate(g *nn.Graph, meta weights.Meta) (message, []tensor, error) {
	t := translator{values: map[*nn.Node]value{g.Input(): {name: inputName}}, names: []string{inputName}}
	t.graph.text(graphName, meta.Model)
	s := g.Input().Shape
	doc := "pictures as planes of R, G, B; a channel c in 0…1 is normalised to (c − mean)/std, see the metadata: input"
	t.graph.embed(graphInput, valueInfo(inputName, doc, s.C, s.H, s.W))
	doc = "before softmax; for what each stands, see the metadata: classes"
	t.graph.embed(graphOutput, valueInfo(outputName, doc, len(meta.Classes)))

	for _, n := range g.Nodes[1:] {
		if err := t.layer(n, n == g.Output()); err != nil {
			return nil, nil, fmt.Errorf("layer %q: %w", n.Name, err)
		}
	}
	return t.graph, t.tensors, t.checkNames()
}

// layer adds the operators of a node. The last one's output is the model's.
func (t *translator) layer(n *nn.Node, last bool) error {
	in := make([]value, len(n.Inputs))
	for i, from := range n.Inputs {
		v, ok := t.values[from]
		if !ok {
			return fmt.Errorf("it reads %q, which is not an earlier layer of the network: append layers in the order they run", from.Name)
		}
		in[i] = v
	}
	out := value{name: n.Name, vector: makesVector(n.Layer, in)}
	flatten := last && !out.vector
	if last && out.vector {
		out.name = outputName
	}
	if err := t.operators(n, in, out.name); err != nil {
		return err
	}
	t.values[n] = out
	if flatten {
		t.node("Flatten", n.Name+".flatten", outputName, []string{out.name})
	}
	if out.name != outputName {
		t.graph.embed(graphValue, valueInfo(out.name, "", out.dims(n.Shape)...))
	}
	return nil
}

// makesVector reports whether a layer's output is (N, C): that of a dense layer
// is, and of what follows it.
func makesVector(l nn.Layer, in []value) bool {
	switch l.(type) {
	case *nn.Flatten, *nn.Dense:
		return true
	}
	for _, v := range in {
		if v.vector {
			return true
		}
	}
	return false
}

// dims is the shape of a value, without the batch.
func (v value) dims(s nn.Shape) []int {
	if v.vector {
		return []int{s.Len()}
	}
	return []int{s.C, s.H, s.W}
}

// node adds an operator of one output.
func (t *translator) node(operator, name, output string, inputs []string, attributes ...message) {
	var m message
	for _, in := range inputs {
		m.text(nodeInput, in)
	}
	m.text(nodeOutput, output)
	m.text(nodeName, name)
	m.text(nodeOperator, operator)
	for _, a := range attributes {
		m.embed(nodeAttribute, a)
	}
	t.graph.embed(graphNode, m)
	t.names = append(t.names, output)
}

// params adds the parameters of a layer and returns their names.
func (t *translator) params(n *nn.Node) []string {
	var names []string
	for _, p := range n.Layer.Params() {
		name := n.Name + "." + p.Name
		t.tensor(tensor{name: name, dims: p.Shape, floats: p.Value})
		names = append(names, name)
	}
	return names
}

// numbers adds a vector of whole numbers for an operator to read and returns
// its name.
func (t *translator) numbers(name string, values ...int64) string {
	t.tensor(tensor{name: name, dims: []int{len(values)}, ints: values})
	return name
}

func (t *translator) tensor(x tensor) {
	t.tensors = append(t.tensors, x)
	t.names = append(t.names, x.name)
}

// checkNames reports two values of one name, and names that no protocol buffer
// may hold.
func (t *translator) checkNames() error {
	seen := make(map[string]bool, len(t.names))
	for _, name := range t.names {
		switch {
		case !utf8.ValidString(name):
			return fmt.Errorf("the name %q is not UTF-8: rename the layer", name)
		case name == "":
			return errors.New("a layer has no name: name it")
		case seen[name]:
			return fmt.Errorf("two values are named %q: rename a layer", name)
		}
		seen[name] = true
	}
	return nil
}
