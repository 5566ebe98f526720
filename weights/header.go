package weights

import (
	"bytes"
	"cmp"
	"encoding/json/jsontext"
	"errors"
	"fmt"
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
	d := jsontext.NewDecoder(bytes.NewBuffer(header))
	err = readObject(d, func(name string) (err error) {
		if name == metadataKey {
			metadata, err = readMetadata(d)
			return err
		}
		e, err := readEntry(d, name)
		if err != nil {
			return fmt.Errorf("tensor %s: %w", quote(name), err)
		}
		entries = append(entries, e)
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("header: %w", err)
	}
	if rest := bytes.Trim(header[d.InputOffset():], " "); len(rest) > 0 {
		return nil, nil, fmt.Errorf("header: %d bytes follow the JSON object that are not padding", len(rest))
	}
	return metadata, entries, nil
}

func readMetadata(d *jsontext.Decoder) (map[string]string, error) {
	metadata := make(map[string]string)
	err := readObject(d, func(key string) (err error) {
		metadata[key], err = readString(d)
		if err != nil {
			return fmt.Errorf("key %s: %w", quote(key), err)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", metadataKey, err)
	}
	return metadata, nil
}

func readEntry(d *jsontext.Decoder, name string) (entry, error) {
	e := entry{name: name, begin: -1, end: -1}
	err := readObject(d, func(field string) error {
		var err error
		switch field {
		case "dtype":
			var s string
			s, err = readString(d)
			e.dtype = DType(s)
		case "shape":
			e.shape, err = readShape(d)
		case "data_offsets":
			e.begin, e.end, err = readOffsets(d)
		default:
			return fmt.Errorf("unknown field %s", quote(field))
		}
		if err != nil {
			return fmt.Errorf("%s: %w", field, err)
		}
		return nil
	})
	if err != nil {
		return entry{}, err
	}
	return e, e.check()
}

func readShape(d *jsontext.Decoder) ([]int, error) {
	shape := []int{}
	err := readArray(d, func() error {
		n, err := readInt(d)
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

func readOffsets(d *jsontext.Decoder) (begin, end int64, err error) {
	var offsets []int64
	err = readArray(d, func() error {
		n, err := readInt(d)
		offsets = append(offsets, n)
		return err
	})
	if err != nil {
		return 0, 0, err
	}
	if len(offsets) != 2 {
		return 0, 0, fmt.Errorf("%d numbers, want begin and end", len(offsets))
	}
	begin, end = offsets[0], offsets[1]
	if begin < 0 || end < begin {
		return 0, 0, fmt.Errorf("[%d, %d] is not a range of bytes", begin, end)
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
		return fmt.Errorf("dtype %s is not one of F32, F16, BF16, F64, I8", quote(string(e.dtype)))
	}
	n, err := elements(e.shape)
	if err != nil {
		return err
	}
	if want := n * e.dtype.size(); e.end-e.begin != want {
		return fmt.Errorf("data_offsets [%d, %d] hold %d bytes, but %d elements of %s take %d",
			e.begin, e.end, e.end-e.begin, n, e.dtype, want)
	}
	return nil
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
				return nil, fmt.Errorf("metadata %s: %w", quote(key), err)
			}
			dst = append(dst, ',')
		}
		dst[len(dst)-1] = '}'
		dst = append(dst, ',')
	}
	for _, e := range entries {
		var err error
		if dst, err = e.append(dst); err != nil {
			return nil, fmt.Errorf("tensor %s: %w", quote(e.name), err)
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
		return nil, fmt.Errorf("names and metadata take %d bytes, beyond the limit of %d: shorten the metadata", n, maxHeader)
	}
	return dst, nil
}

// append appends the entry as a member of the header.
func (e entry) append(dst []byte) ([]byte, error) {
	dst, err := jsontext.AppendQuote(dst, e.name)
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
	dst, err := jsontext.AppendQuote(dst, key)
	if err != nil {
		return nil, err
	}
	return jsontext.AppendQuote(append(dst, ':'), value)
}
