package dataset

import (
	"archive/tar"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

// Bounds on what an archive may hold, far above what CIFAR's do (184 MB in 8 files).
const (
	maxUnpackedBytes = 1 << 30
	maxUnpackedFiles = 100
)

// unpack makes dir/folder from a tar.gz that holds this folder alone. It works
// in a temporary folder beside it and renames when all is there.
func unpack(ctx context.Context, tarGz, dir, folder string) (err error) {
	file, err := os.Open(tarGz)
	if err != nil {
		return err
	}
	defer file.Close()
	temp, err := os.MkdirTemp(dir, folder+".unpacking-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(temp)) }()
	if err := unpackTo(ctx, file, temp, folder); err != nil {
		return err
	}
	return os.Rename(filepath.Join(temp, folder), filepath.Join(dir, folder))
}

func unpackTo(ctx context.Context, r io.Reader, dir, folder string) error {
	// A Root refuses whatever name would lead out of dir.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.Mkdir(folder, 0o755); err != nil {
		return err
	}
	unzipped, err := gzip.NewReader(r)
	if err != nil {
		return damaged(err)
	}
	defer unzipped.Close()

	room := int64(maxUnpackedBytes)
	entries := tar.NewReader(unzipped)
	for range maxUnpackedFiles {
		entry, err := entries.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return damaged(err)
		}
		if entry.Typeflag == tar.TypeDir && path.Clean(entry.Name) == folder {
			continue
		}
		if entry.Typeflag != tar.TypeReg || path.Dir(path.Clean(entry.Name)) != folder {
			return damaged(fmt.Errorf("%q is not a file of the folder %s", entry.Name, folder))
		}
		if room -= entry.Size; room < 0 {
			return damaged(fmt.Errorf("it holds more than %d MiB", maxUnpackedBytes>>20))
		}
		if err := unpackFile(ctx, root, path.Clean(entry.Name), entries); err != nil {
			return err
		}
	}
	return damaged(fmt.Errorf("it holds more than %d files", maxUnpackedFiles))
}

func unpackFile(ctx context.Context, root *os.Root, name string, content io.Reader) error {
	out, err := root.OpenFile(filepath.FromSlash(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	defer out.Close()
	if _, err := io.Copy(out, readerWithContext{ctx, content}); err != nil {
		return fmt.Errorf("%s: %w: check that the disk has room, and try again", name, err)
	}
	if err := out.Sync(); err != nil { // the rename must not outlive the content
		return fmt.Errorf("%s: %w", name, err)
	}
	return out.Close()
}

func damaged(cause error) error {
	return fmt.Errorf("the archive is damaged or not the official one: %w: remove it, it will be downloaded again", cause)
}

// readerWithContext fails once its context is done.
type readerWithContext struct {
	ctx context.Context
	io.Reader
}

func (r readerWithContext) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.Reader.Read(p)
}
