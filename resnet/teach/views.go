package teach

import (
	"iter"
	"math"
	"slices"
)

// A pose is how a view of an example differs from it.
type pose struct {
	angle       float64 // clockwise, in radians
	scale       float64
	right, down float64 // parts of the side
}

// poses are small differences, so that an example stands for others like it.
var poses = []pose{
	{0, 1, 0, 0},
	{0.15, 1, 0.05, -0.03},
	{-0.15, 1, -0.03, 0.05},
	{0.05, 0.88, -0.04, -0.04},
	{-0.05, 1.12, 0.03, 0.03},
}

// views yields a picture (size, size, 3) in all poses, and each mirrored,
// beginning with the picture itself. The bytes are the iterator's own.
func views(rgb []byte, size int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		view := make([]byte, len(rgb))
		for _, p := range poses {
			p.show(view, rgb, size)
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

// show writes src in this pose to dst, interpolated linearly. What comes in at
// an edge is the edge.
func (p pose) show(dst, src []byte, size int) {
	sin, cos := math.Sincos(p.angle)
	sin, cos = sin/p.scale, cos/p.scale
	half := float64(size-1) / 2
	for i := range size * size {
		// Where the pixel comes from, seen from the middle.
		x := float64(i%size) - half - p.right*float64(size)
		y := float64(i/size) - half - p.down*float64(size)
		left, u := between(x*cos+y*sin+half, size)
		top, v := between(y*cos-x*sin+half, size)
		right, bottom := min(left+1, size-1), min(top+1, size-1)
		for c := range 3 {
			at := func(x, y int) float64 { return float64(src[3*(y*size+x)+c]) }
			above := at(left, top)*(1-u) + at(right, top)*u
			below := at(left, bottom)*(1-u) + at(right, bottom)*u
			dst[3*i+c] = byte(above*(1-v) + below*v + 0.5)
		}
	}
}

// between splits a coordinate, within the picture, into the pixel before it and
// the way from there to the next.
func between(at float64, size int) (before int, way float64) {
	at = min(max(at, 0), float64(size-1))
	return int(at), at - math.Floor(at)
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
