package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPrivateBytes(t *testing.T) {
	const rollup = `5581c0000000-7ffd000 ---p 00000000 00:00 0    [rollup]
Rss:              120000 kB
Shared_Clean:      90000 kB
Private_Clean:       100 kB
Private_Dirty:       900 kB
Private_Hugetlb:       0 kB
`
	require.EqualValues(t, 1000<<10, privateBytes([]byte(rollup)))
	require.Zero(t, privateBytes(nil))
	require.Equal(t, "1", megabytes(1000<<10))
	require.Equal(t, "–", megabytes(0))
}
