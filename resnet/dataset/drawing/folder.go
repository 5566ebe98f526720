package drawing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// A Sample is a drawing that somebody made of a word.
type Sample struct {
	Drawing Drawing
	Word    string // such as "pickup_truck": the name of its file
	Class   string // of CIFAR-10, such as "truck"
}

// A Split is a part of a folder of drawings.
type Split int

const (
	// Train is what is not of Test.
	Train Split = iota
	// Test is every tenth drawing of a file of bitmaps, the 10th, 20th and so on,
	// and every second one of a file of strokes, of which there are few: the 2nd,
	// 4th and so on.
	Test
)

// Every so many drawings of a file, one is of Test.
const (
	testBitmaps = 10
	testStrokes = 2
)

// has tells whether the drawing at an index of a file that has one in every for
// Test is of the split.
func (s Split) has(index, every int) bool {
	return (index%every == every-1) == (s == Test)
}

// Bounds on what is held in memory.
const (
	maxFileBytes = 256 << 20
	maxSamples   = 1 << 20
)

// ReadFolder reads one part of all drawings in a folder and its sub-folders,
// without those below: bitmaps in files called WORD.bin, strokes in files called
// WORD.ndjson, for words that ClassOf knows. Hidden files (a leading dot) and
// files of other kinds don't count. Samples are in the order of paths, then of
// drawings in their file. Cancelling ctx ends reading.
func ReadFolder(ctx context.Context, folder fs.FS, split Split) ([]Sample, error) {
	paths, err := findFiles(folder)
	if err != nil {
		return nil, err
	}
	reader := folderReader{ctx: ctx, split: split}
	for _, name := range paths {
		if err := reader.read(folder, name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return reader.samples, nil
}

// findFiles returns the paths of drawings, sorted.
func findFiles(folder fs.FS) ([]string, error) {
	var paths []string
	for _, pattern := range []string{"*.bin", "*.ndjson", "*/*.bin", "*/*.ndjson"} {
		found, err := fs.Glob(folder, pattern)
		if err != nil {
			return nil, err
		}
		paths = append(paths, found...)
	}
	paths = slices.DeleteFunc(paths, func(name string) bool {
		return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
	})
	slices.Sort(paths)
	if len(paths) == 0 {
		// Glob passes over a folder that can't be read.
		if _, err := fs.ReadDir(folder, "."); err != nil {
			return nil, fmt.Errorf("%w: check the folder's name and permissions", err)
		}
		return nil, errors.New("no WORD.bin or WORD.ndjson is in the folder or its sub-folders: put files of Quick, Draw! there")
	}
	return paths, nil
}

// folderReader collects samples.
type folderReader struct {
	ctx     context.Context
	split   Split
	tracer  Tracer
	samples []Sample
}

func (r *folderReader) read(folder fs.FS, name string) error {
	extension := path.Ext(name)
	word := strings.ReplaceAll(strings.TrimSuffix(path.Base(name), extension), " ", "_")
	class, ok := ClassOf(word)
	if !ok {
		return fmt.Errorf("no class is known for %q, only for %q: rename or remove the file", word, slices.Sorted(maps.Keys(classes)))
	}
	file, err := open(folder, name)
	if err != nil {
		return err
	}
	defer file.Close()
	add := func(d Drawing) error {
		if len(r.samples) == maxSamples {
			return fmt.Errorf("there are more than %d drawings: remove some files", maxSamples)
		}
		r.samples = append(r.samples, Sample{d, word, class})
		return r.ctx.Err()
	}
	if extension == ".bin" {
		return ReadBitmaps(file, func(index int, b *Bitmap) error {
			if !r.split.has(index, testBitmaps) {
				return nil
			}
			return add(r.tracer.Trace(b))
		})
	}
	index := 0 // of lines that are not empty
	return ReadStrokes(file, func(_ int, d Drawing) error {
		index++
		if !r.split.has(index-1, testStrokes) {
			return nil
		}
		return add(d)
	})
}

// open opens a file of bounded size, and refuses what could block or has no
// content of its own: a folder, pipe or device.
func open(folder fs.FS, name string) (io.ReadCloser, error) {
	info, err := fs.Stat(folder, name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("this is not a file: move or remove it")
	}
	if info.Size() > maxFileBytes {
		return nil, fmt.Errorf("it has %d MiB, more than %d: split or remove it", info.Size()>>20, maxFileBytes>>20)
	}
	return folder.Open(name)
}
