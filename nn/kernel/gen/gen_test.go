package main

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFilesAreCurrent(t *testing.T) {
	all, err := files("..")
	require.NoError(t, err)
	for name, want := range all {
		got, err := os.ReadFile(filepath.Join("..", name))
		require.NoError(t, err)
		require.Equal(t, string(want), string(got), "nn/kernel/%s is out of date: run go generate ./nn/kernel", name)
	}
}
