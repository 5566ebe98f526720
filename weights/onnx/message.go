package onnx

import (
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// The fields of onnx.proto
// (https://github.com/onnx/onnx/blob/main/onnx/onnx.proto) that a model needs.
const (
	modelIRVersion protowire.Number = 1
	modelProducer  protowire.Number = 2
	modelDoc       protowire.Number = 6
	modelGraph     protowire.Number = 7
	modelOpset     protowire.Number = 8
	modelMetadata  protowire.Number = 14

	opsetDomain  protowire.Number = 1
	opsetVersion protowire.Number = 2

	entryKey   protowire.Number = 1
	entryValue protowire.Number = 2

	graphNode        protowire.Number = 1
	graphName        protowire.Number = 2
	graphInitializer protowire.Number = 5
	graphInput       protowire.Number = 11
	graphOutput      protowire.Number = 12
	graphValue       protowire.Number = 13

	nodeInput     protowire.Number = 1
	nodeOutput    protowire.Number = 2
	nodeName      protowire.Number = 3
	nodeOperator  protowire.Number = 4
	nodeAttribute protowire.Number = 5

	attributeName  protowire.Number = 1
	attributeFloat protowire.Number = 2
	attributeInt   protowire.Number = 3
	attributeInts  protowire.Number = 8
	attributeType  protowire.Number = 20

	tensorDims protowire.Number = 1
	tensorType protowire.Number = 2
	tensorName protowire.Number = 8
	tensorRaw  protowire.Number = 9

	valueName protowire.Number = 1
	valueType protowire.Number = 2
	valueDoc  protowire.Number = 3

	typeTensor protowire.Number = 1

	tensorTypeElement protowire.Number = 1
	tensorTypeShape   protowire.Number = 2

	shapeDim protowire.Number = 1

	dimValue protowire.Number = 1
	dimParam protowire.Number = 2
)

// AttributeProto.AttributeType.
const (
	typeFloat = 1
	typeInt   = 2
	typeInts  = 7
)

// TensorProto.DataType.
const (
	elementFloat = 1
	elementInt64 = 7
)

// message is a protocol buffer in the making.
type message []byte

func (m *message) text(field protowire.Number, s string) {
	*m = protowire.AppendString(protowire.AppendTag(*m, field, protowire.BytesType), s)
}

func (m *message) number(field protowire.Number, v int64) {
	*m = protowire.AppendVarint(protowire.AppendTag(*m, field, protowire.VarintType), uint64(v))
}

func (m *message) float(field protowire.Number, v float32) {
	*m = protowire.AppendFixed32(protowire.AppendTag(*m, field, protowire.Fixed32Type), math.Float32bits(v))
}

func (m *message) embed(field protowire.Number, sub message) {
	*m = protowire.AppendBytes(protowire.AppendTag(*m, field, protowire.BytesType), sub)
}

// floatAttribute, intAttribute and intsAttribute return an AttributeProto.

func floatAttribute(name string, v float32) message {
	var m message
	m.text(attributeName, name)
	m.float(attributeFloat, v)
	m.number(attributeType, typeFloat)
	return m
}

func intAttribute(name string, v int64) message {
	var m message
	m.text(attributeName, name)
	m.number(attributeInt, v)
	m.number(attributeType, typeInt)
	return m
}

func intsAttribute(name string, values ...int) message {
	var m message
	m.text(attributeName, name)
	for _, v := range values {
		m.number(attributeInts, int64(v))
	}
	m.number(attributeType, typeInts)
	return m
}

// valueInfo returns the ValueInfoProto of a float32 value (batch, dims…).
func valueInfo(name, doc string, dims ...int) message {
	var batch message
	batch.text(dimParam, batchName)
	var shape message
	shape.embed(shapeDim, batch)
	for _, d := range dims {
		var dim message
		dim.number(dimValue, int64(d))
		shape.embed(shapeDim, dim)
	}
	var tensor message
	tensor.number(tensorTypeElement, elementFloat)
	tensor.embed(tensorTypeShape, shape)
	var kind message
	kind.embed(typeTensor, tensor)
	var m message
	m.text(valueName, name)
	m.embed(valueType, kind)
	if doc != "" {
		m.text(valueDoc, doc)
	}
	return m
}
