package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFileIsCurrent(t *testing.T) {
	want, err := generate()
	require.NoError(t, err)
	got, err := os.ReadFile("../tile_amd64.s")
	require.NoError(t, err)
	require.Equal(t, string(want), string(got), "nn/kernel/tile_amd64.s is out of date: run go generate ./nn/kernel")
}
