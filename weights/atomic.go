//go:build !slim

package weights

import (
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// WriteAtomic writes data to path so that at every moment, a crash included,
// path holds either all of the old content or all of the new: it fills a
// temporary file in the same folder, flushes it to the disk and renames it.
// After an error the old file is as it was and the temporary file is gone; only
// a killed process leaves one behind, named path.tmp-*, which is safe to delete.
//
// A symbolic link is followed, and a file that is replaced keeps its mode. What
// is there but is not a regular file, such as /dev/null, is refused.
func WriteAtomic(path string, data []byte) error {
	if err := writeAtomic(path, data); err != nil {
		return fmt.Errorf("write %s: %w; nothing was changed: choose a folder that exists, is writable and has %d bytes free", path, cause(err), len(data))
	}
	return nil
}

func writeAtomic(path string, data []byte) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	mode := fs.FileMode(0o666)
	switch info, err := os.Stat(path); {
	case err == nil && !info.Mode().IsRegular():
		return errors.New("it is a folder, pipe or device, not a file")
	case err == nil:
		mode = info.Mode().Perm()
	}

	temp := fmt.Sprintf("%s.tmp-%08x", path, rand.Uint32())
	if err := writeSynced(temp, data, mode); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return discard(temp, err)
	}
	syncFolder(filepath.Dir(path))
	return nil
}

// writeSynced creates the file at path and brings data to the disk. After an
// error there is no file.
func writeSynced(path string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return discard(path, err)
	}
	return nil
}

// discard removes the file at path, which err has made useless.
func discard(path string, err error) error {
	if removing := os.Remove(path); removing != nil {
		return errors.Join(err, removing)
	}
	return err
}

// syncFolder brings a rename to the disk, where the system can. Where it
// cannot, a power cut may bring the old file back, whole.
func syncFolder(path string) {
	if d, err := os.Open(path); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}

// cause strips the operation and path from an error of package os, for messages
// that have named them already.
func cause(err error) error {
	switch e := err.(type) {
	case *fs.PathError:
		return e.Err
	case *os.LinkError:
		return e.Err
	}
	return err
}
