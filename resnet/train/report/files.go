package report

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"canvasnet/weights"
)

// writeFiles replaces the files of a report in order, and removes those without data.
func writeFiles(dir string, files []file) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("create the folder: %w: choose a folder that can be written", err)
	}
	for _, f := range files {
		path := filepath.Join(dir, f.name)
		if f.data == nil {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("remove the outdated picture: %w: choose a folder that can be written", err)
			}
			continue
		}
		if err := weights.WriteAtomic(path, f.data); err != nil {
			return err
		}
	}
	return nil
}
