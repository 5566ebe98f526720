package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"

	"canvasnet/weights"

	"github.com/andybalholm/brotli"
)

// compressed returns data as brotli of the highest quality. That takes a minute
// for the largest files, so results are kept in the user's cache.
func compressed(data []byte) ([]byte, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(cache, "canvasnet", "bench", fmt.Sprintf("%x.br", sha256.Sum256(data)))
	if body, err := os.ReadFile(file); err == nil {
		return body, nil
	}
	var body bytes.Buffer
	w := brotli.NewWriterLevel(&body, brotli.BestCompression)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return nil, err
	}
	return body.Bytes(), weights.WriteAtomic(file, body.Bytes())
}
