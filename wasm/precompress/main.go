// Command precompress writes FILE.br and FILE.gz beside each file of a site that
// gets smaller by it, for servers that send such files in place of compressing
// them on each visit.
//
//	precompress DIR
//
// Files that already unpack to the right content stay: the highest qualities
// take seconds.
package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"canvasnet/weights"

	"github.com/andybalholm/brotli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: precompress DIR")
		os.Exit(2)
	}
	if err := compressFolder(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "precompress:", err)
		os.Exit(1)
	}
}

// extensions are those of files that may get smaller.
var extensions = []string{".css", ".html", ".js", ".json", ".md", ".safetensors", ".svg", ".ts", ".wasm"}

// encoding is one way to compress, as HTTP knows it.
type encoding struct {
	extension string
	writer    func(io.Writer) io.WriteCloser
	reader    func(io.Reader) (io.Reader, error)
}

var encodings = []encoding{
	{
		".br",
		func(w io.Writer) io.WriteCloser {
			// A window as large as the program: 2²⁴ bytes, which every browser takes.
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		},
		func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
	},
	{
		".gz",
		func(w io.Writer) io.WriteCloser {
			z, err := gzip.NewWriterLevel(w, gzip.BestCompression)
			if err != nil {
				panic(err) // the level is a constant
			}
			return z
		},
		func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
	},
}

// compressFolder brings the compressed files in dir and below up to date.
func compressFolder(dir string) error {
	type job struct {
		encoding
		file string
	}
	jobs := make(chan job)
	failed := make([]error, runtime.NumCPU()) // by worker
	var workers sync.WaitGroup
	for i := range failed {
		workers.Go(func() {
			for j := range jobs {
				failed[i] = errors.Join(failed[i], j.update(j.file))
			}
		})
	}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() || !slices.Contains(extensions, filepath.Ext(file)) {
			return err
		}
		for _, e := range encodings {
			jobs <- job{e, file}
		}
		return nil
	})
	close(jobs)
	workers.Wait()
	return errors.Join(append(failed, err)...)
}

// update makes the compressed form of a file, or removes it where it would
// save less than a twentieth.
func (e encoding) update(file string) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	target := file + e.extension
	if e.unpacksTo(target, content) {
		return os.Chtimes(target, time.Time{}, time.Now()) // no older than the file
	}
	var packed bytes.Buffer
	w := e.writer(&packed)
	if _, err := w.Write(content); err != nil {
		return fmt.Errorf("compress %s: %w", file, err)
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", file, err)
	}
	if packed.Len() > len(content)-len(content)/20 {
		if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return weights.WriteAtomic(target, packed.Bytes())
}

// unpacksTo reports whether the file target is there and holds content.
func (e encoding) unpacksTo(target string, content []byte) bool {
	packed, err := os.Open(target)
	if err != nil {
		return false
	}
	defer packed.Close()
	r, err := e.reader(packed)
	if err != nil {
		return false
	}
	got, err := io.ReadAll(io.LimitReader(r, int64(len(content))+1))
	return err == nil && bytes.Equal(got, content)
}
