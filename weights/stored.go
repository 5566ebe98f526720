package weights

import "errors"

// Precision returns the dtype that most bytes of a weight file are stored in;
// "" for a file of no tensors. [Decode] makes all of them float32.
func Precision(data []byte) (DType, error) {
	_, entries, err := readHeader(data)
	if err != nil {
		return "", errors.New("look into safetensors: " + err.Error() + "; fetch or export the file again")
	}
	bytes := make(map[DType]int64)
	var most DType
	for _, e := range entries {
		if bytes[e.dtype] += e.end - e.begin; most == "" || bytes[e.dtype] > bytes[most] {
			most = e.dtype
		}
	}
	return most, nil
}

// WithMetadata returns the bytes of a weight file with other metadata. The
// tensors stay as they are stored, to the bit.
func WithMetadata(data []byte, metadata map[string]string) ([]byte, error) {
	out, err := withMetadata(data, metadata)
	if err != nil {
		return nil, errors.New("change the metadata of safetensors: " + err.Error() + "; fetch or export the file again")
	}
	return out, nil
}

func withMetadata(data []byte, metadata map[string]string) ([]byte, error) {
	body, entries, err := readHeader(data)
	if err != nil {
		return nil, err
	}
	out, err := newHeader(metadata, entries)
	if err != nil {
		return nil, err
	}
	return append(out, body...), nil
}

// readHeader returns the entries of a file and the bytes that they tile.
func readHeader(data []byte) (body []byte, entries []entry, err error) {
	header, body, err := split(data)
	if err != nil {
		return nil, nil, err
	}
	if _, entries, err = parseHeader(header); err != nil {
		return nil, nil, err
	}
	return body, entries, checkLayout(entries, int64(len(body)))
}
