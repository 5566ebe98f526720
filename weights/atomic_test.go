package weights

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// listing returns the names and contents of a folder's files.
func listing(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	require.NoError(t, err)
	files := make(map[string]string)
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		files[e.Name()] = string(data)
	}
	return files
}

func TestWriteAtomic(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	for _, content := range []string{"old", "newer", ""} {
		require.NoError(t, WriteAtomic(path, []byte(content)))
		assert.Equal(t, map[string]string{"a": content}, listing(t, dir))
	}
}

func TestWriteAtomicKeepsTheMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a")
	require.NoError(t, os.WriteFile(path, nil, 0o600))
	require.NoError(t, WriteAtomic(path, []byte("x")))
	info, err := os.Stat(path)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestWriteAtomicFollowsLinks(t *testing.T) {
	dir, link := t.TempDir(), filepath.Join(t.TempDir(), "link")
	target := filepath.Join(dir, "target")
	require.NoError(t, os.WriteFile(target, []byte("old"), 0o644))
	if err := os.Symlink(target, link); err != nil {
		t.Skip(err)
	}
	require.NoError(t, WriteAtomic(link, []byte("new")))
	assert.Equal(t, map[string]string{"target": "new"}, listing(t, dir))
	info, err := os.Lstat(link)
	require.NoError(t, err)
	assert.Equal(t, os.ModeSymlink, info.Mode().Type())
}

func TestWriteAtomicRefuses(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, []byte("old"), 0o644))

	paths := []string{
		filepath.Join(dir, "absent", "a"),
		filepath.Join(file, "a"), // its folder is a file
		t.TempDir(),              // a folder
	}
	if runtime.GOOS == "linux" {
		paths = append(paths, "/proc/self/a")
	}
	for _, path := range paths {
		err := WriteAtomic(path, []byte("new"))
		require.ErrorContains(t, err, "write "+path+": ")
		assert.ErrorContains(t, err, "nothing was changed")
	}
	assert.Equal(t, map[string]string{"file": "old"}, listing(t, dir))
}

func TestWriteAtomicInReadOnlyFolder(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a")
	require.NoError(t, os.WriteFile(path, []byte("old"), 0o644))
	require.NoError(t, os.Chmod(dir, 0o500))
	t.Cleanup(func() { _ = os.Chmod(dir, 0o700) })
	if probe, err := os.Create(filepath.Join(dir, "probe")); err == nil {
		_ = probe.Close()
		t.Skip("this user, likely root, may write to a read-only folder")
	}
	err := WriteAtomic(path, []byte("new"))
	assert.ErrorIs(t, err, os.ErrPermission)
	assert.Equal(t, map[string]string{"a": "old"}, listing(t, dir))
}
