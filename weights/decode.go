package weights

import (
	"encoding/binary"
	"errors"
	"slices"
)

// Decode reads the bytes of a weight file, and keeps none of them. Values of
// F32, F16, BF16 and F64 become float32; those of I8 are multiplied by the
// tensor NAME.scale, which then disappears. The integer tensors
// num_batches_tracked of PyTorch are dropped.
func Decode(data []byte) (*File, error) {
	f, err := decode(data)
	if err != nil {
		return nil, errors.New("decode safetensors: " + err.Error() + "; fetch or export the file again")
	}
	return f, nil
}

func decode(data []byte) (*File, error) {
	header, body, err := split(data)
	if err != nil {
		return nil, err
	}
	metadata, entries, err := parseHeader(header)
	if err != nil {
		return nil, err
	}
	if err := checkLayout(entries, int64(len(body))); err != nil {
		return nil, err
	}
	tensors, err := readTensors(entries, body)
	if err != nil {
		return nil, err
	}
	return &File{Metadata: metadata, Tensors: tensors}, nil
}

// split cuts a file into its header and the tensors' bytes.
func split(data []byte) (header, body []byte, err error) {
	if len(data) < 8 {
		return nil, nil, errors.New("the file has " + decimal(len(data)) + " bytes, too few for the length of a header")
	}
	n := binary.LittleEndian.Uint64(data)
	data = data[8:]
	if n > maxHeader {
		return nil, nil, errors.New("the header's length of " + decimal(n) + " bytes is beyond the limit of " + decimal(maxHeader))
	}
	if n > uint64(len(data)) {
		return nil, nil, errors.New("the header's length is " + decimal(n) + " bytes, but only " + decimal(len(data)) + " follow: the file is truncated")
	}
	return data[:n], data[n:], nil
}

// checkLayout sees to it that the entries tile the body: every byte belongs to
// one tensor, so that a small file cannot stand for many large tensors and no
// foreign data hides between them.
func checkLayout(entries []entry, body int64) error {
	byOffset := slices.Clone(entries)
	slices.SortStableFunc(byOffset, entry.compare)
	var pos int64
	var previous string
	for _, e := range byOffset {
		switch {
		case e.end > body:
			return at("tensor", e.name, errors.New(e.offsets()+" reach past the "+decimal(body)+" bytes of data: the file is truncated"))
		case e.begin < pos:
			return at("tensor", e.name, errors.New(e.offsets()+" overlap tensor "+quote(previous)))
		case e.begin > pos:
			return at("tensor", e.name, errors.New("a hole of "+decimal(e.begin-pos)+" bytes comes before its data"))
		}
		pos, previous = e.end, e.name
	}
	if pos < body {
		return errors.New(decimal(body-pos) + " bytes follow the last tensor")
	}
	return nil
}

// readTensors widens the entries' data, in their order.
func readTensors(entries []entry, body []byte) ([]*Tensor, error) {
	scales := make(map[string]*entry)
	for _, e := range entries {
		if e.dtype == I8 {
			scales[e.name+scaleSuffix] = nil
		}
	}
	for i, e := range entries {
		if _, ok := scales[e.name]; ok {
			scales[e.name] = &entries[i]
		}
	}

	tensors := make([]*Tensor, 0, len(entries))
	for _, e := range entries {
		if _, ok := scales[e.name]; ok || e.skipped() {
			continue
		}
		t, err := e.tensor(body)
		if err == nil && e.dtype == I8 {
			err = applyScale(t, scales[e.name+scaleSuffix], body)
		}
		if err != nil {
			return nil, at("tensor", e.name, err)
		}
		tensors = append(tensors, t)
	}
	return tensors, nil
}

// applyScale multiplies each output channel of t by its scale.
func applyScale(t *Tensor, scale *entry, body []byte) error {
	if scale == nil {
		return errors.New("dtype I8 needs the tensor " + quote(t.Name+scaleSuffix) + ", which is missing")
	}
	if len(t.Shape) == 0 {
		return errors.New("dtype I8 needs a shape with an output channel axis")
	}
	channels := t.Shape[0]
	if scale.dtype != F32 || !slices.Equal(scale.shape, []int{channels}) {
		return errors.New("its scale is " + string(scale.dtype) + " with " + decimal((scale.end-scale.begin)/scale.dtype.size()) +
			" elements in " + decimal(len(scale.shape)) + " dimensions, want F32 with " + decimal(channels) + " in one")
	}
	s, err := scale.tensor(body)
	if err != nil {
		return errors.New("its scale: " + err.Error())
	}
	for o, factor := range s.Data {
		for i, v := range row(t.Data, channels, o) {
			row(t.Data, channels, o)[i] = v * factor
		}
	}
	return t.check()
}

// tensor widens the entry's part of body.
func (e entry) tensor(body []byte) (*Tensor, error) {
	src := body[e.begin:e.end]
	t := &Tensor{
		Name:  e.name,
		Shape: e.shape,
		Data:  make([]float32, int64(len(src))/e.dtype.size()),
	}
	e.dtype.widen(t.Data, src)
	return t, t.check()
}
