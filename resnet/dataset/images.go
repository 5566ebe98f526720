package dataset

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"canvasnet/resnet/picture"
	"canvasnet/resnet/picture/imagefile"
)

// readImages reads a folder with one sub-folder a class. Files beside the
// sub-folders don't count, nor does anything hidden (a leading dot); whatever
// else in a class folder is not a picture is an error, so that none is lost
// unnoticed.
func readImages(ctx context.Context, s spec, size int, classes []string) (*Set, error) {
	found, err := classFolders(s.dir)
	if err != nil {
		return nil, err
	}
	if classes == nil {
		classes = found
	}
	index, err := indexClasses(found, classes)
	if err != nil {
		return nil, err
	}

	set := &Set{Name: s.name(), Classes: classes, Size: size}
	var paths []string
	for i, class := range found {
		entries, err := visibleEntries(filepath.Join(s.dir, class))
		if err != nil {
			return nil, err
		}
		for _, name := range entries {
			paths = append(paths, filepath.Join(s.dir, class, name))
			set.Labels = append(set.Labels, index[i])
		}
	}
	if set.Len() == 0 {
		return nil, fmt.Errorf("no picture in the sub-folders of %s (%s): put PNG, JPEG, GIF or WebP files there", s.dir, quoted(found))
	}
	if set.Pixels, err = readPictures(ctx, paths, size); err != nil {
		return nil, err
	}
	return set, nil
}

// maxImageBytes bounds the pixels of a set: memory that no machine has should
// be an error at once, not a crash after an hour of reading.
const maxImageBytes = 16 << 30

// readPictures decodes files side by side and returns their pixels
// (N, size, size, 3) in the order of paths.
func readPictures(ctx context.Context, paths []string, size int) ([]byte, error) {
	bytes := size * size * 3
	if int64(bytes) > maxImageBytes/int64(len(paths)) {
		return nil, fmt.Errorf("%d pictures of %d×%d pixels take more than %d GiB of memory: choose a smaller size or fewer pictures", len(paths), size, size, int64(maxImageBytes>>30))
	}
	pixels := make([]byte, len(paths)*bytes)
	failures := make([]error, len(paths))
	err := each(ctx, len(paths), func() func(int) {
		return func(i int) { failures[i] = readPicture(pixels[i*bytes:][:bytes], paths[i], size) }
	})
	if err != nil {
		return nil, err
	}
	return pixels, unreadablePictures(failures)
}

// readPicture decodes a file into dst (size, size, 3).
func readPicture(dst []byte, path string, size int) error {
	img, err := readImage(path)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	copy(dst, picture.Square(img, size))
	return nil
}

// maxListed is how many unreadable pictures an error names.
const maxListed = 5

// unreadablePictures joins what is not nil of failures, one for each picture.
func unreadablePictures(failures []error) error {
	all := len(failures)
	failures = slices.DeleteFunc(failures, func(err error) bool { return err == nil })
	bad := len(failures)
	if bad < 2 {
		return errors.Join(failures...)
	}
	err := fmt.Errorf("%d of %d pictures cannot be read:\n%w", bad, all, errors.Join(failures[:min(bad, maxListed)]...))
	if bad > maxListed {
		err = fmt.Errorf("%w\nand %d more", err, bad-maxListed)
	}
	return err
}

// classFolders returns the names of the sub-folders of dir, sorted.
func classFolders(dir string) ([]string, error) {
	names, err := visibleEntries(dir)
	if err != nil {
		return nil, err
	}
	var folders []string
	for _, name := range names {
		info, err := os.Stat(filepath.Join(dir, name)) // follows links
		if err != nil {
			return nil, fmt.Errorf("%w: repair or remove it", err)
		}
		if info.IsDir() {
			folders = append(folders, name)
		}
	}
	if len(folders) == 0 {
		return nil, fmt.Errorf("%s has no sub-folder: make one for each class, named after it, with the pictures in it", dir)
	}
	return folders, nil
}

// visibleEntries returns what is in dir, sorted and without hidden entries.
func visibleEntries(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: check the folder's name and permissions", err)
	}
	var names []string
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			names = append(names, entry.Name())
		}
	}
	return names, nil
}

func readImage(path string) (image.Image, error) {
	file, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return imagefile.Decode(file)
}

// openRegular opens a file, and refuses what could block or has no content of
// its own: a folder, pipe or device. Its errors don't name the file.
func openRegular(path string) (*os.File, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, unreadable(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("this is not a file: move or remove it")
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, unreadable(err)
	}
	return file, nil
}

func unreadable(err error) error {
	if named, ok := errors.AsType[*fs.PathError](err); ok {
		err = named.Err
	}
	return fmt.Errorf("%w: check that it is there and that you may read it", err)
}
