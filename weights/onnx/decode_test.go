package onnx

import (
	"math"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"
)

// The tests read models with a decoder of their own, by the field numbers of
// onnx.proto, so that a wrong number in the writer shows.

// fields are the fields of one message in order: uint64 for numbers, uint32 for
// fixed32, []byte for the rest.
type fields map[protowire.Number][]any

func parse(t *testing.T, data []byte) fields {
	t.Helper()
	f := fields{}
	for len(data) > 0 {
		number, kind, n := protowire.ConsumeTag(data)
		require.Positive(t, n, "a broken tag")
		data = data[n:]
		var v any
		switch kind {
		case protowire.VarintType:
			v, n = protowire.ConsumeVarint(data)
		case protowire.Fixed32Type:
			v, n = protowire.ConsumeFixed32(data)
		case protowire.BytesType:
			v, n = protowire.ConsumeBytes(data)
		default:
			require.Fail(t, "no field of ONNX is encoded so", "%d", kind)
		}
		require.Positive(t, n, "field %d is broken", number)
		data = data[n:]
		f[number] = append(f[number], v)
	}
	return f
}

func (f fields) text(number protowire.Number) string {
	if len(f[number]) == 0 {
		return ""
	}
	return string(f[number][0].([]byte))
}

func (f fields) texts(number protowire.Number) (all []string) {
	for _, v := range f[number] {
		all = append(all, string(v.([]byte)))
	}
	return all
}

func (f fields) number(number protowire.Number) int {
	if len(f[number]) == 0 {
		return 0
	}
	return int(f[number][0].(uint64))
}

func (f fields) numbers(number protowire.Number) (all []int) {
	for _, v := range f[number] {
		all = append(all, int(v.(uint64)))
	}
	return all
}

func (f fields) messages(t *testing.T, number protowire.Number) (all []fields) {
	for _, v := range f[number] {
		all = append(all, parse(t, v.([]byte)))
	}
	return all
}

// model is a decoded ModelProto.
type model struct {
	top, graph fields
	metadata   map[string]string
	nodes      []node
	tensors    map[string]decodedTensor
	inputs     map[string][]any // shapes: strings for names, int for sizes
	outputs    map[string][]any
	values     map[string][]any
}

type node struct {
	operator, name  string
	inputs, outputs []string
	attributes      map[string]any // []int, int or float32
}

type decodedTensor struct {
	dims    []int
	element int
	raw     []byte
}

func decode(t *testing.T, data []byte) model {
	t.Helper()
	m := model{top: parse(t, data), metadata: map[string]string{}, tensors: map[string]decodedTensor{}}
	for _, entry := range m.top.messages(t, 14) {
		m.metadata[entry.text(1)] = entry.text(2)
	}
	graphs := m.top.messages(t, 7)
	require.Len(t, graphs, 1)
	m.graph = graphs[0]
	for _, f := range m.graph.messages(t, 1) {
		m.nodes = append(m.nodes, decodeNode(t, f))
	}
	for _, f := range m.graph.messages(t, 5) {
		m.tensors[f.text(8)] = decodedTensor{dims: f.numbers(1), element: f.number(2), raw: f[9][0].([]byte)}
	}
	require.Len(t, m.tensors, len(m.graph[5]), "two tensors have one name")
	m.inputs, m.outputs, m.values = m.shapes(t, 11), m.shapes(t, 12), m.shapes(t, 13)
	return m
}

func decodeNode(t *testing.T, f fields) node {
	n := node{operator: f.text(4), name: f.text(3), inputs: f.texts(1), outputs: f.texts(2), attributes: map[string]any{}}
	for _, a := range f.messages(t, 5) {
		var v any
		switch a.number(20) {
		case 1:
			v = math.Float32frombits(a[2][0].(uint32))
		case 2:
			v = a.number(3)
		case 7:
			v = a.numbers(8)
		}
		require.NotNil(t, v, "attribute %s of %s", a.text(1), n.name)
		n.attributes[a.text(1)] = v
	}
	return n
}

// shapes decodes a list of ValueInfoProto, all of float32 tensors.
func (m model) shapes(t *testing.T, list protowire.Number) map[string][]any {
	all := map[string][]any{}
	for _, info := range m.graph.messages(t, list) {
		tensor := info.messages(t, 2)[0].messages(t, 1)[0]
		require.Equal(t, 1, tensor.number(1), "element type")
		var shape []any
		for _, dim := range tensor.messages(t, 2)[0].messages(t, 1) {
			if name := dim.text(2); name != "" {
				shape = append(shape, name)
			} else {
				shape = append(shape, dim.number(1))
			}
		}
		all[info.text(1)] = shape
	}
	return all
}

// node returns the node of that name.
func (m model) node(t *testing.T, name string) node {
	t.Helper()
	for _, n := range m.nodes {
		if n.name == name {
			return n
		}
	}
	require.Fail(t, "no node is named "+name)
	return node{}
}

// operators counts the nodes of each kind.
func (m model) operators() map[string]int {
	count := map[string]int{}
	for _, n := range m.nodes {
		count[n.operator]++
	}
	return count
}
