package onnx

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/encoding/protowire"
)

// tensor is an initialiser of the graph: weights, which stay where they are
// until append copies them, or a few whole numbers that an operator reads.
type tensor struct {
	name   string
	dims   []int
	floats []float32
	ints   []int64 // if floats is nil
}

// raw is the number of bytes of the values.
func (t tensor) raw() int { return 4*len(t.floats) + 8*len(t.ints) }

// header returns the TensorProto up to its values.
func (t tensor) header() message {
	element := int64(elementFloat)
	if t.floats == nil {
		element = elementInt64
	}
	var m message
	for _, d := range t.dims {
		m.number(tensorDims, int64(d))
	}
	m.number(tensorType, element)
	m.text(tensorName, t.name)
	m = protowire.AppendTag(m, tensorRaw, protowire.BytesType)
	return protowire.AppendVarint(m, uint64(t.raw()))
}

// size is the number of bytes that append adds.
func (t tensor) size() int64 {
	return int64(protowire.SizeTag(graphInitializer) + protowire.SizeBytes(len(t.header())+t.raw()))
}

// append appends t as a field of its graph, values little-endian.
func (t tensor) append(dst message) message {
	header := t.header()
	dst = protowire.AppendTag(dst, graphInitializer, protowire.BytesType)
	dst = protowire.AppendVarint(dst, uint64(len(header)+t.raw()))
	dst = append(dst, header...)
	le := binary.LittleEndian
	for _, v := range t.floats {
		dst = le.AppendUint32(dst, math.Float32bits(v))
	}
	for _, v := range t.ints {
		dst = le.AppendUint64(dst, uint64(v))
	}
	return dst
}
