package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"

	"canvasnet/weights"
)

// workshop makes the files that contenders load. They lie in dir, which the
// server shows as /made/.
type workshop struct {
	settings
	dir     string
	machine machine
}

// made is the address that pages load a file in dir from.
func made(file string) string { return "/made/" + filepath.Base(file) }

// weights makes the file of a network's weights: those shipped, in F32 if their
// own precision is one that only we read, or random ones. Input is the side of its
// pictures, 0 for the network's own.
func (w *workshop) weights(ctx context.Context, model string, input int) (string, error) {
	out := filepath.Join(w.dir, fmt.Sprintf("%s-%d.safetensors", model, input))
	if input == 0 {
		file := filepath.Join(w.shipped, model+".safetensors")
		shipped, err := os.ReadFile(file)
		if err == nil {
			precision, err := weights.Precision(shipped)
			if err != nil || precision != weights.I8 {
				return out, errors.Join(err, os.WriteFile(out, shipped, 0o600))
			}
			return w.export(ctx, file, "safetensors", "f32", filepath.Base(out))
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	args := []string{"init", "-model", model, "-seed", "1", "-out", out}
	if input > 0 {
		args = append(args, "-input", strconv.Itoa(input))
	}
	return out, command(ctx, w.resnet, args...)
}

// inputSize is the side of the pictures that a weight file asks for.
func inputSize(file string) (int, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	f, err := weights.Decode(data)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", file, err)
	}
	meta, err := weights.ParseMeta(f.Metadata)
	return meta.Input.Size, err
}

// export converts a weight file into another called name.
func (w *workshop) export(ctx context.Context, file, format, dtype, name string) (string, error) {
	out := filepath.Join(w.dir, name)
	return out, command(ctx, w.resnet, "export", "-weights", file, "-format", format, "-dtype", dtype, "-out", out)
}

// bundle joins a script of the page with the packages it imports.
func (w *workshop) bundle(ctx context.Context, script string) (string, error) {
	out := filepath.Join(w.dir, filepath.Base(script))
	esbuild := filepath.Join(w.bench, "node_modules", ".bin", "esbuild")
	return out, command(ctx, esbuild, filepath.Join(w.bench, "page", script),
		"--bundle", "--minify", "--format=esm", "--target=esnext", "--log-level=error", "--outfile="+out)
}

func command(ctx context.Context, name string, args ...string) error {
	cmd := exec.CommandContext(ctx, name, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", cmd, err, bytes.TrimSpace(stderr.Bytes()))
	}
	return nil
}
