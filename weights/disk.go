//go:build !slim

package weights

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
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

// WriteFile writes f to path as [File.Encode] forms it, all or nothing: see
// [WriteAtomic].
func (f *File) WriteFile(path string, dtype DType) error {
	data, err := f.Encode(dtype)
	if err != nil {
		return fmt.Errorf("write weights %s: %w", path, err)
	}
	return WriteAtomic(path, data)
}
