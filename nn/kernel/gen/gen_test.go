package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesAreCurrent(t *testing.T) {
	for _, f := range files {
		want, err := generate(f.write)
		require.NoError(t, err)
		got, err := os.ReadFile(filepath.Join("..", f.name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "nn/kernel/%s is out of date: run go generate ./nn/kernel", f.name)
	}
}
