package dataset

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"

	"canvasnet/resnet/dataset/drawing"
	"canvasnet/resnet/picture"
)

// SpecUsage is the grammar of a data SPEC, for usage texts.
const SpecUsage = "cifar10:DIR[:train|:test], cifar100:DIR[:train|:test] (both without DIR: downloaded on first use), drawings:DIR[:train|:test], sketches:DIR[:train|:test] (photos of CIFAR-10 in DIR as drawn) or images:DIR"

// Options adjust Open. The zero value is ready for use.
type Options struct {
	// DefaultSplit is the part of CIFAR, drawings or sketches to read, "train" or
	// "test", where the SPEC names none; "train" if empty.
	DefaultSplit string
	// Size is the width and height in pixels to which image files and drawings
	// are brought, 32 if zero. CIFAR pictures are 32×32 as they come.
	Size int
	// Classes are the classes that the weights know; labels then index them, and
	// data of any other class is an error. If nil, the classes are those of the
	// data: for images, the names of the sub-folders, sorted.
	Classes []string
	// Style is how drawings and sketches are shown: one of Styles, the usual one
	// if empty.
	Style string
	// Progress, if not nil, is told how many bytes of a download are there, and
	// their total or -1 where the server doesn't tell.
	Progress func(done, total int64)
	// Client is used for downloads, http.DefaultClient if nil.
	Client *http.Client
	// BaseURL is where the CIFAR archives are, their official address if empty.
	BaseURL string
	// CacheDir holds what was downloaded, canvasnet in the user's cache
	// directory if empty.
	CacheDir string
}

// spec is a parsed data SPEC.
type spec struct {
	kind  string
	dir   string // empty: from the cache
	split string // "train", "test", or empty
}

// name of the set that the spec stands for.
func (s spec) name() string {
	if s.kind == kindImages {
		return s.kind + ":" + filepath.Base(s.dir) // names end up in published files: no paths
	}
	return s.kind + ":" + s.split
}

// part is that of a folder of drawings.
func (s spec) part() drawing.Split {
	if s.split == splitTest {
		return drawing.Test
	}
	return drawing.Train
}

const (
	kindCIFAR10  = "cifar10"
	kindDrawings = "drawings"
	kindImages   = "images"
	kindSketches = "sketches"
	splitTrain   = "train"
	splitTest    = "test"
)

// parseSpec splits KIND:DIR:SPLIT. DIR may hold colons: a split counts only at
// the end and after a colon of its own, so that cifar10:test is a folder and
// cifar10::test the test set from the cache.
func parseSpec(text string) (spec, error) {
	kind, rest, _ := strings.Cut(text, ":")
	s := spec{kind: kind, dir: rest}
	if kind == kindImages {
		if s.dir == "" {
			return s, errors.New("no folder given: write images:DIR, with one sub-folder a class in DIR")
		}
		return s, nil
	}
	if _, known := cifarVersions[kind]; !known && kind != kindDrawings && kind != kindSketches {
		return s, fmt.Errorf("unknown kind of data %q: use %s", kind, SpecUsage)
	}
	for _, split := range []string{splitTrain, splitTest} {
		if dir, found := strings.CutSuffix(rest, ":"+split); found {
			s.dir, s.split = dir, split
		}
	}
	switch {
	case kind == kindDrawings && s.dir == "":
		return s, errors.New("no folder given: write drawings:DIR, with files of Quick, Draw! in DIR or its sub-folders")
	case kind == kindSketches && s.dir == "":
		return s, errors.New("no folder given: write sketches:DIR, with the files of CIFAR-10 in DIR")
	}
	return s, nil
}

// Open reads the data that text, a data SPEC, stands for:
//
//	cifar10:DIR    the binary version of CIFAR-10 in DIR or in DIR/cifar-10-batches-bin
//	cifar100:DIR   the same of CIFAR-100, with its fine labels
//	drawings:DIR   files of Quick, Draw! in DIR and its sub-folders: bitmaps as
//	               WORD.bin, strokes as WORD.ndjson (see [drawing.ReadFolder])
//	sketches:DIR   the photos of CIFAR-10 in DIR, rendered as sketches (see [sketch.Render])
//	images:DIR     PNG, JPEG, GIF and WebP files, in one sub-folder of DIR a class
//
// All but images take the suffix :train or :test. Without DIR (cifar10,
// cifar10::test) CIFAR comes from the cache, downloaded on first use; a download
// cut short goes on where it was. Cancelling ctx ends downloading and reading.
func Open(ctx context.Context, text string, opt Options) (*Set, error) {
	set, err := open(ctx, text, opt)
	if err != nil {
		return nil, fmt.Errorf("open data %q: %w", text, err)
	}
	return set, nil
}

func open(ctx context.Context, text string, opt Options) (*Set, error) {
	s, err := parseSpec(text)
	if err != nil {
		return nil, err
	}
	if err := checkStyle(s.kind, opt.Style); err != nil {
		return nil, err
	}
	size := cmp.Or(opt.Size, 32)
	if size < 0 || size > picture.MaxPixels/size {
		return nil, fmt.Errorf("a picture size of %d is out of range: choose one such as 32", size)
	}
	if s.kind == kindImages {
		return readImages(ctx, s, size, opt.Classes)
	}

	if s.split == "" {
		s.split = opt.DefaultSplit
	}
	if s.split == "" {
		s.split = splitTrain
	}
	if s.split != splitTrain && s.split != splitTest {
		return nil, fmt.Errorf("unknown split %q: use %q or %q", s.split, splitTrain, splitTest)
	}
	var set *Set
	switch s.kind {
	case kindDrawings:
		set, err = readDrawings(ctx, s, size, opt.Style)
	case kindSketches:
		set, err = readSketches(ctx, s, opt.Style)
	default:
		set, err = openCIFAR(ctx, s, opt)
	}
	if err != nil {
		return nil, err
	}
	if opt.Style != "" {
		set.Name += " (" + opt.Style + ")"
	}
	if err := relabel(set, opt.Classes); err != nil {
		return nil, err
	}
	return set, nil
}

// openCIFAR reads CIFAR from its folder, or from the cache.
func openCIFAR(ctx context.Context, s spec, opt Options) (set *Set, err error) {
	version := cifarVersions[s.kind]
	dir := s.dir
	if dir == "" {
		if dir, err = newDownloader(opt).fetch(ctx, version.archive); err != nil {
			return nil, fmt.Errorf("%w (if you have the data, name its folder: %s:DIR)", err, s.kind)
		}
	}
	return version.read(ctx, filepath.Clean(dir), s)
}

// relabel makes the labels of set index classes, if these are given. Classes of
// the set without pictures don't count.
func relabel(set *Set, classes []string) error {
	if classes == nil {
		return nil
	}
	var found []string
	foundAt := make([]int, len(set.Classes))
	for label, n := range set.Counts() {
		if n > 0 {
			foundAt[label] = len(found)
			found = append(found, set.Classes[label])
		}
	}
	index, err := indexClasses(found, classes)
	if err != nil {
		return err
	}
	for i, label := range set.Labels {
		set.Labels[i] = index[foundAt[label]]
	}
	set.Classes = classes
	return nil
}

// indexClasses returns where each of found stands in known.
func indexClasses(found, known []string) ([]int, error) {
	position := make(map[string]int, len(known))
	for i, class := range known {
		position[class] = i
	}
	index := make([]int, len(found))
	var unknown []string
	for i, class := range found {
		at, ok := position[class]
		if !ok {
			unknown = append(unknown, class)
		}
		index[i] = at
	}
	if len(unknown) > 0 {
		return nil, fmt.Errorf("the weights don't know %d of the data's classes (%s); they know %s: rename or remove these classes, or take other weights",
			len(unknown), quoted(unknown), quoted(known))
	}
	return index, nil
}

func quoted(names []string) string {
	return fmt.Sprintf("%q", names)
}
