package teach

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestViews(t *testing.T) {
	picture := noise(32*32*3, "x")
	var all [][]byte
	for view := range views(picture, 32) {
		all = append(all, bytes.Clone(view))
	}
	require.Len(t, all, 2*len(poses))
	require.Equal(t, picture, all[0], "the picture itself comes first")
	mirror(all[1], 32)
	require.Equal(t, picture, all[1], "then its mirror image")
	for i := 2; i < len(all); i++ {
		require.NotEqual(t, all[0], all[i])
	}
	for range views(picture, 32) {
		break
	}
}

// What is plain stays plain, up to its edges.
func TestViewsOfPlainPaper(t *testing.T) {
	for view := range views(bytes.Repeat([]byte{200, 100, 50}, 8*8), 8) {
		require.Equal(t, bytes.Repeat([]byte{200, 100, 50}, 8*8), view)
	}
}
