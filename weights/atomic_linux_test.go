package weights

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// mount mounts a file system of 64 KiB in memory, which takes root.
func mount(t *testing.T) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("cannot mount a tmpfs: %v", err)
	}
	t.Cleanup(func() { assert.NoError(t, syscall.Unmount(dir, 0)) })
	return dir
}

func TestWriteFileOnFullDisk(t *testing.T) {
	dir := mount(t)
	path := filepath.Join(dir, "net.safetensors")
	small := &File{Tensors: []*Tensor{random(8, 128)}}
	require.NoError(t, small.WriteFile(path, F32))
	before := listing(t, dir)

	large := &File{Tensors: []*Tensor{random(128, 128)}}
	err := large.WriteFile(path, F32)
	require.ErrorIs(t, err, syscall.ENOSPC)
	assert.ErrorContains(t, err, "write "+path+": no space left on device; nothing was changed")
	assert.Equal(t, before, listing(t, dir))

	got, err := ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, small, got)
}

func TestWriteFileOnReadOnlyDisk(t *testing.T) {
	dir := mount(t)
	path := filepath.Join(dir, "net.safetensors")
	require.NoError(t, sample().WriteFile(path, F32))
	before := listing(t, dir)
	require.NoError(t, syscall.Mount("", dir, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""))

	err := sample().WriteFile(path, F16)
	require.ErrorIs(t, err, syscall.EROFS)
	assert.ErrorContains(t, err, path)
	assert.Equal(t, before, listing(t, dir))
}

// A pipe without a writer would block whoever opens it, and renaming over it
// would take it from its reader.
func TestPipesAreRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pipe")
	require.NoError(t, syscall.Mkfifo(path, 0o600))

	_, err := ReadFile(path)
	assert.ErrorContains(t, err, "name a safetensors file")
	assert.ErrorContains(t, WriteAtomic(path, nil), "not a file")

	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.ModeNamedPipe, info.Mode().Type())
}
