package dataset

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// The pictures of both CIFAR versions: 32×32, stored as planes of red, green
// and blue, row by row.
const (
	cifarSize   = 32
	cifarPlane  = cifarSize * cifarSize
	cifarPixels = 3 * cifarPlane
)

// maxCIFARBytes bounds a file; the largest official one has 154 MB.
const maxCIFARBytes = 1 << 30

// cifarVersion describes one of the two data sets of A. Krizhevsky, "Learning
// Multiple Layers of Features from Tiny Images", 2009, in its binary version.
// A file is a sequence of records: labelBytes labels, of which the last is the
// class, and cifarPixels pixels.
type cifarVersion struct {
	title      string
	classes    []string
	classFile  string // if it is there, holds the class names, one a line
	labelBytes int
	files      map[string][]string // by split
	archive    archive
}

var cifarVersions = map[string]cifarVersion{
	kindCIFAR10: {
		title:      "CIFAR-10",
		classes:    cifar10Classes,
		labelBytes: 1,
		files: map[string][]string{
			splitTrain: {"data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"},
			splitTest:  {"test_batch.bin"},
		},
		archive: archive{
			file:   "cifar-10-binary.tar.gz",
			sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
			folder: "cifar-10-batches-bin",
		},
	},
	"cifar100": {
		title:      "CIFAR-100",
		classes:    cifar100Classes,
		classFile:  "fine_label_names.txt",
		labelBytes: 2, // coarse, fine
		files: map[string][]string{
			splitTrain: {"train.bin"},
			splitTest:  {"test.bin"},
		},
		archive: archive{
			file:   "cifar-100-binary.tar.gz",
			sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
			folder: "cifar-100-binary",
		},
	},
}

// read reads a split from dir, or from the folder in dir that unpacking the
// official archive makes.
func (v cifarVersion) read(ctx context.Context, dir string, s spec) (*Set, error) {
	files := v.files[s.split]
	dir, err := v.locate(dir, files[0], s.kind)
	if err != nil {
		return nil, err
	}
	set := &Set{Name: s.name(), Size: cifarSize}
	if set.Classes, err = v.readClasses(dir); err != nil {
		return nil, err
	}
	for _, name := range files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := v.readFile(set, filepath.Join(dir, name)); err != nil {
			if errors.Is(err, fs.ErrNotExist) {
				return nil, v.missing(name, dir, s.kind)
			}
			return nil, err
		}
	}
	return set, nil
}

func (v cifarVersion) locate(dir, file, kind string) (string, error) {
	for _, folder := range []string{dir, filepath.Join(dir, v.archive.folder)} {
		if _, err := os.Stat(filepath.Join(folder, file)); err == nil {
			return folder, nil
		}
	}
	if _, err := os.ReadDir(dir); err != nil {
		return "", fmt.Errorf("%w: check the folder's name and permissions", err)
	}
	return "", v.missing(file, dir, kind)
}

func (v cifarVersion) missing(file, dir, kind string) error {
	return fmt.Errorf("no %s in %s: unpack %s of %s there, or give no folder (%s) to have it downloaded: %w",
		file, dir, officialURL+v.archive.file, v.title, kind, fs.ErrNotExist)
}

func (v cifarVersion) readClasses(dir string) ([]string, error) {
	if v.classFile == "" {
		return slices.Clone(v.classes), nil
	}
	path := filepath.Join(dir, v.classFile)
	file, err := openRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return slices.Clone(v.classes), nil
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer file.Close()
	const limit = 1 << 16
	text, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	names := strings.Fields(string(text))
	if len(names) != len(v.classes) {
		return nil, fmt.Errorf("%s: %d class names where %s has %d: copy the official file, or remove this one",
			path, len(names), v.title, len(v.classes))
	}
	return names, nil
}

func (v cifarVersion) readFile(set *Set, path string) error {
	file, err := openRegular(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() > maxCIFARBytes {
		return fmt.Errorf("%s: %d bytes are too many for a file of %s: copy the official one", path, info.Size(), v.title)
	}
	records := int(info.Size()) / (v.labelBytes + cifarPixels)
	set.Labels = slices.Grow(set.Labels, records)
	set.Pixels = slices.Grow(set.Pixels, records*cifarPixels)
	if err := v.readRecords(set, file); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

// readRecords appends all records of r to set.
func (v cifarVersion) readRecords(set *Set, r io.Reader) error {
	record := make([]byte, v.labelBytes+cifarPixels)
	buffered := bufio.NewReaderSize(r, 1<<18)
	for n := 0; ; n++ {
		switch got, err := io.ReadFull(buffered, record); {
		case err == io.EOF && n > 0:
			return nil
		case err == io.EOF:
			return fmt.Errorf("the file is empty: copy the binary version of %s again", v.title)
		case err == io.ErrUnexpectedEOF:
			return fmt.Errorf("%d bytes are left after %d records of %d: the file is truncated or not the binary version of %s: copy it again",
				got, n, len(record), v.title)
		case err != nil:
			return fmt.Errorf("record %d: %w", n, err)
		}
		label := int(record[v.labelBytes-1])
		if label >= len(v.classes) {
			return fmt.Errorf("record %d has label %d, the last class of %s is %d: the file is damaged or not its binary version: copy it again",
				n, label, v.title, len(v.classes)-1)
		}
		set.Labels = append(set.Labels, label)
		set.Pixels = appendInterleaved(set.Pixels, record[v.labelBytes:])
	}
}

// appendInterleaved appends planes (3, 32, 32) as pixels (32, 32, 3).
func appendInterleaved(dst, planes []byte) []byte {
	red, green, blue := planes[:cifarPlane], planes[cifarPlane:2*cifarPlane], planes[2*cifarPlane:cifarPixels]
	for i := range cifarPlane {
		dst = append(dst, red[i], green[i], blue[i])
	}
	return dst
}
