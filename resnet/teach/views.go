package teach

import (
	"iter"
	"slices"
)

// shifts are how far the views of an example are moved, in pixels for a picture
// of 32.
var shifts = [][2]int{{0, 0}, {2, 1}, {-2, -1}, {1, -2}, {-1, 2}}

// views yields a picture (size, size, 3), moved a little, and the same mirrored,
// beginning with the picture itself. What comes in at an edge is the edge. The
// bytes are the iterator's own.
func views(rgb []byte, size int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		view := make([]byte, len(rgb))
		for _, s := range shifts {
			shift(view, rgb, size, s[0]*size/32, s[1]*size/32)
			if !yield(view) {
				return
			}
			mirror(view, size)
			if !yield(view) {
				return
			}
		}
	}
}

// shift moves src right and down.
func shift(dst, src []byte, size, right, down int) {
	for y := range size {
		from := src[3*size*min(max(y-down, 0), size-1):]
		for x := range size {
			copy(dst[3*(y*size+x):][:3], from[3*min(max(x-right, 0), size-1):])
		}
	}
}

// mirror swaps left and right.
func mirror(rgb []byte, size int) {
	for row := range slices.Chunk(rgb, 3*size) {
		for l, r := 0, size-1; l < r; l, r = l+1, r-1 {
			for c := range 3 {
				row[3*l+c], row[3*r+c] = row[3*r+c], row[3*l+c]
			}
		}
	}
}
