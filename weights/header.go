package weights

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
)

const (
	maxHeader   = 16 << 20 // bytes; resnet152's takes 0.1 MB
	metadataKey = "__metadata__"
	scaleSuffix = ".scale"
)

// entry describes one tensor in a header. Its data are the bytes [begin, end)
// after the header.
type entry struct {
	name       string
	dtype      DType
	shape      []int
	begin, end int64
}

// compare orders entries by where their data lie.
func (e entry) compare(other entry) int {
	return cmp.Or(cmp.Compare(e.begin, other.begin), cmp.Compare(e.end, other.end))
}

// parseHeader reads the JSON of a header. Each entry it returns is sound in
// itself: the range is in order and as long as dtype and shape make it.
func parseHeader(header []byte) (metadata map[string]string, entries []entry, err error) {
	if len(header) == 0 || header[0] != '{' {
		return nil, nil, errors.New("the header does not begin with {")
	}
	r := &jsonReader{text: string(header)}
	err = r.object(func(name string) (err error) {
		if name == metadataKey {
			metadata, err = readMetadata(r)
			return err
		}
		e, err := readEntry(r, name)
		if err != nil {
			return at("tensor", name, err)
		}
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return nil, nil, errors.New("header: " + err.Error())
	}
	if rest := strings.Trim(r.text[r.pos:], " "); len(rest) > 0 {
		return nil, nil, errors.New("header: " + decimal(len(rest)) + " bytes follow the JSON object that are not padding")
	}
	return metadata, entries, nil
}

func readMetadata(r *jsonReader) (map[string]string, error) {
	metadata := make(map[string]string)
	err := r.object(func(key string) (err error) {
		metadata[key], err = r.string()
		if err != nil {
			return at("key", key, err)
		}
		return nil
	})
	if err != nil {
		return nil, errors.New(metadataKey + ": " + err.Error())
	}
	return metadata, nil
}

func readEntry(r *jsonReader, name string) (entry, error) {
	e := entry{name: name, begin: -1, end: -1}
	err := r.object(func(field string) error {
		var err error
		switch field {
		case "dtype":
			var s string
			s, err = r.string()
			e.dtype = DType(s)
		case "shape":
			e.shape, err = readShape(r)
		case "data_offsets":
			e.begin, e.end, err = readOffsets(r)
		default:
			return errors.New("unknown field " + quote(field))
		}
		if err != nil {
			return errors.New(field + ": " + err.Error())
		}
		return nil
	})
	if err != nil {
		return entry{}, err
	}
	return e, e.check()
}

func readShape(r *jsonReader) ([]int, error) {
	shape := []int{}
	err := r.array(func() error {
		n, err := r.integer()
		if err != nil {
			return err
		}
		if err := checkDimension(n); err != nil {
			return err
		}
		shape = append(shape, int(n))
		return nil
	})
	return shape, err
}

func readOffsets(r *jsonReader) (begin, end int64, err error) {
	var offsets []int64
	err = r.array(func() error {
		n, err := r.integer()
		offsets = append(offsets, n)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	if len(offsets) != 2 {
		return 0, 0, errors.New(decimal(len(offsets)) + " numbers, want begin and end")
	}
	begin, end = offsets[0], offsets[1]
	if begin < 0 || end < begin {
		return 0, 0, errors.New("[" + decimal(begin) + ", " + decimal(end) + "] is not a range of bytes")
	}
	return begin, end, nil
}

// check reports what is wrong with e apart from its place among the others.
func (e entry) check() error {
	switch {
	case e.name == "":
		return errors.New("the name is empty")
	case e.dtype == "":
		return errors.New("dtype is missing")
	case e.shape == nil:
		return errors.New("shape is missing")
	case e.begin < 0:
		return errors.New("data_offsets are missing")
	case e.dtype.size() == 0 || e.dtype.integer() && !e.skipped():
		return errors.New("dtype " + quote(string(e.dtype)) + " is not one of F32, F16, BF16, F64, I8")
	}
	n, err := elements(e.shape)
	if err != nil {
		return err
	}
	if want := n * e.dtype.size(); e.end-e.begin != want {
		return errors.New(e.offsets() + " hold " + decimal(e.end-e.begin) + " bytes, but " +
			decimal(n) + " elements of " + string(e.dtype) + " take " + decimal(want))
	}
	return nil
}

// offsets prints where the data lie, as the header says it.
func (e entry) offsets() string {
	return "data_offsets [" + decimal(e.begin) + ", " + decimal(e.end) + "]"
}

// skipped reports whether e is PyTorch's count of the batches that a batch norm
// has seen, which inference has no use for.
func (e entry) skipped() bool {
	return e.dtype.integer() && strings.HasSuffix(e.name, "num_batches_tracked")
}

// appendHeader appends the JSON object of metadata, keys sorted, and entries,
// padded with spaces to a multiple of 8 bytes.
func appendHeader(dst []byte, metadata map[string]string, entries []entry) ([]byte, error) {
	start := len(dst)
	dst = append(dst, '{')
	if len(metadata) > 0 {
		dst = append(dst, `"`+metadataKey+`":{`...)
		for _, key := range slices.Sorted(maps.Keys(metadata)) {
			var err error
			if dst, err = appendMember(dst, key, metadata[key]); err != nil {
				return nil, at("metadata", key, err)
			}
			dst = append(dst, ',')
		}
		dst[len(dst)-1] = '}'
		dst = append(dst, ',')
	}
	for _, e := range entries {
		var err error
		if dst, err = e.append(dst); err != nil {
			return nil, at("tensor", e.name, err)
		}
		dst = append(dst, ',')
	}
	if dst[len(dst)-1] == ',' {
		dst = dst[:len(dst)-1]
	}
	dst = append(dst, '}')
	for (len(dst)-start)%8 != 0 {
		dst = append(dst, ' ')
	}
	if n := len(dst) - start; n > maxHeader {
		return nil, errors.New("names and metadata take " + decimal(n) + " bytes, beyond the limit of " + decimal(maxHeader) + ": shorten the metadata")
	}
	return dst, nil
}

// append appends the entry as a member of the header.
func (e entry) append(dst []byte) ([]byte, error) {
	dst, err := appendQuoted(dst, e.name)
	if err != nil {
		return nil, err
	}
	dst = append(dst, `:{"dtype":"`+string(e.dtype)+`","shape":[`...)
	for i, n := range e.shape {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	dst = append(dst, `],"data_offsets":[`...)
	dst = strconv.AppendInt(dst, e.begin, 10)
	dst = append(dst, ',')
	dst = strconv.AppendInt(dst, e.end, 10)
	return append(dst, "]}"...), nil
}

// appendMember appends "key":"value".
func appendMember(dst []byte, key, value string) ([]byte, error) {
	dst, err := appendQuoted(dst, key)
	if err != nil {
		return nil, err
	}
	return appendQuoted(append(dst, ':'), value)
}
