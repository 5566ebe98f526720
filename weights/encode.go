package weights

import (
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// Encode returns the bytes of a weight file; the same file and dtype always
// give the same bytes.
//
// Tensors of rank 0 and 1, the biases and batch norm's parameters and
// statistics, stay F32 whatever the dtype: they are one value in a hundred, and
// variances leave the range of a half. F16 rounds to nearest even, and a value
// that would become infinite is an error. I8 rounds to nearest even within ±127
// and adds the tensor NAME.scale.
func (f *File) Encode(dtype DType) ([]byte, error) {
	data, err := f.encode(dtype)
	if err != nil {
		return nil, errors.New("encode safetensors: " + err.Error())
	}
	return data, nil
}

func (f *File) encode(dtype DType) ([]byte, error) {
	blocks, err := f.blocks(dtype)
	if err != nil {
		return nil, err
	}
	entries, order := layout(blocks)
	out, err := newHeader(f.Metadata, entries)
	if err != nil {
		return nil, err
	}
	if len(order) > 0 {
		out = slices.Grow(out, int(entries[order[len(order)-1]].end))
	}
	for _, i := range order {
		if out, err = blocks[i].append(out); err != nil {
			return nil, at("tensor", blocks[i].name, err)
		}
	}
	return out, nil
}

// newHeader returns the start of a file, up to the tensors' bytes.
func newHeader(metadata map[string]string, entries []entry) ([]byte, error) {
	out, err := appendHeader(make([]byte, 8), metadata, entries)
	if err != nil {
		return nil, err
	}
	binary.LittleEndian.PutUint64(out, uint64(len(out)-8))
	return out, nil
}

// block is one tensor as stored.
type block struct {
	name   string
	dtype  DType
	shape  []int
	values []float32
	scales []float32 // of I8, one per output channel
}

// blocks returns the tensors to store, in the order of f.Tensors.
func (f *File) blocks(dtype DType) ([]block, error) {
	if _, err := ParseDType(string(dtype)); err != nil {
		return nil, err
	}
	var blocks []block
	for _, t := range f.Tensors {
		if err := t.check(); err != nil {
			return nil, at("tensor", t.Name, err)
		}
		b := block{name: t.Name, dtype: dtype, shape: t.Shape, values: t.Data}
		if len(t.Shape) < 2 {
			b.dtype = F32
		}
		if b.dtype == I8 {
			channels := t.Shape[0]
			b.scales = channelScales(t.Data, channels)
			scale := block{name: t.Name + scaleSuffix, dtype: F32, shape: []int{channels}, values: b.scales}
			blocks = append(blocks, b, scale)
			continue
		}
		blocks = append(blocks, b)
	}
	return blocks, checkNames(blocks)
}

func checkNames(blocks []block) error {
	seen := make(map[string]bool, len(blocks))
	for _, b := range blocks {
		switch {
		case b.name == "" || b.name == metadataKey:
			return errors.New(quote(b.name) + " cannot name a tensor")
		case seen[b.name]:
			return errors.New("there are two tensors " + quote(b.name) + ": rename one")
		}
		seen[b.name] = true
	}
	return nil
}

// layout returns the header's entries, in the order of blocks, and the order of
// their data: widest dtype first, so that everything lies aligned to its size.
func layout(blocks []block) (entries []entry, order []int) {
	order = make([]int, len(blocks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return int(blocks[j].dtype.size() - blocks[i].dtype.size())
	})
	entries = make([]entry, len(blocks))
	var pos int64
	for _, i := range order {
		b := blocks[i]
		end := pos + int64(len(b.values))*b.dtype.size()
		entries[i] = entry{name: b.name, dtype: b.dtype, shape: b.shape, begin: pos, end: end}
		pos = end
	}
	return entries, order
}

// append appends the block's values, little-endian.
func (b block) append(dst []byte) ([]byte, error) {
	le := binary.LittleEndian
	switch b.dtype {
	case F32:
		for _, v := range b.values {
			dst = le.AppendUint32(dst, math.Float32bits(v))
		}
	case F16:
		for i, v := range b.values {
			h := toHalf(v)
			if h&0x7fff == 0x7c00 {
				return nil, errors.New("element " + decimal(i) + " is " + number(v) + ", beyond the 65504 that F16 can hold: write F32")
			}
			dst = le.AppendUint16(dst, h)
		}
	case I8:
		for o, scale := range b.scales {
			for _, v := range row(b.values, len(b.scales), o) {
				dst = append(dst, byte(quantise(v, scale)))
			}
		}
	}
	return dst, nil
}
