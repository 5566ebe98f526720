package weights

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"slices"
)

// MaxFileSize is the largest file that [ReadFile] reads, in bytes.
const MaxFileSize = 1<<31 - 1

// ReadFile reads the weight file at path.
func ReadFile(path string) (*File, error) {
	data, err := readRegular(path)
	if err != nil {
		return nil, fmt.Errorf("read weights %s: %w", path, err)
	}
	f, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("read weights %s: %w", path, err)
	}
	return f, nil
}

// readRegular reads a whole file, refusing what has no end or would block.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%w: check the path", cause(err))
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, errors.New("it is a folder, pipe or device: name a safetensors file")
	case info.Size() > MaxFileSize:
		return nil, fmt.Errorf("%d bytes is more than the limit of %d: name a safetensors file of one network", info.Size(), MaxFileSize)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, cause(err)
	}
	return data, nil
}

// Read reads a weight file of at most limit bytes from r.
func Read(r io.Reader, limit int64) (*File, error) {
	data, err := io.ReadAll(io.LimitReader(r, min(limit, math.MaxInt64-1)+1))
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("read weights: there are more than %d bytes: give a smaller file or a larger limit", limit)
	}
	f, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	return f, nil
}

// Decode reads the bytes of a weight file, and keeps none of them. Values of
// F32, F16, BF16 and F64 become float32; those of I8 are multiplied by the
// tensor NAME.scale, which then disappears. The integer tensors
// num_batches_tracked of PyTorch are dropped.
func Decode(data []byte) (*File, error) {
	f, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode safetensors: %w; fetch or export the file again", err)
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
		return nil, nil, fmt.Errorf("the file has %d bytes, too few for the length of a header", len(data))
	}
	n := binary.LittleEndian.Uint64(data)
	data = data[8:]
	if n > maxHeader {
		return nil, nil, fmt.Errorf("the header's length of %d bytes is beyond the limit of %d", n, maxHeader)
	}
	if n > uint64(len(data)) {
		return nil, nil, fmt.Errorf("the header's length is %d bytes, but only %d follow: the file is truncated", n, len(data))
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
			return fmt.Errorf("tensor %s: data_offsets [%d, %d] reach past the %d bytes of data: the file is truncated", quote(e.name), e.begin, e.end, body)
		case e.begin < pos:
			return fmt.Errorf("tensor %s: data_offsets [%d, %d] overlap tensor %s", quote(e.name), e.begin, e.end, quote(previous))
		case e.begin > pos:
			return fmt.Errorf("tensor %s: a hole of %d bytes comes before its data", quote(e.name), e.begin-pos)
		}
		pos, previous = e.end, e.name
	}
	if pos < body {
		return fmt.Errorf("%d bytes follow the last tensor", body-pos)
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
			return nil, fmt.Errorf("tensor %s: %w", quote(e.name), err)
		}
		tensors = append(tensors, t)
	}
	return tensors, nil
}

// applyScale multiplies each output channel of t by its scale.
func applyScale(t *Tensor, scale *entry, body []byte) error {
	if scale == nil {
		return fmt.Errorf("dtype I8 needs the tensor %s, which is missing", quote(t.Name+scaleSuffix))
	}
	if len(t.Shape) == 0 {
		return errors.New("dtype I8 needs a shape with an output channel axis")
	}
	channels := t.Shape[0]
	if scale.dtype != F32 || !slices.Equal(scale.shape, []int{channels}) {
		return fmt.Errorf("its scale is %s with %d elements in %d dimensions, want F32 with %d in one",
			scale.dtype, (scale.end-scale.begin)/scale.dtype.size(), len(scale.shape), channels)
	}
	s, err := scale.tensor(body)
	if err != nil {
		return fmt.Errorf("its scale: %w", err)
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
