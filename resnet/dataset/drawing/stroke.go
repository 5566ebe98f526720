package drawing

import (
	"math"
	"slices"
)

// resize returns a slice of length n in the memory of s if it has room.
func resize[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// simplify appends to dst the points of stroke that are needed to stay within
// tolerance of it (Ramer 1972; Douglas and Peucker 1973), R being like a third
// coordinate.
func simplify(dst, stroke Stroke, tolerance float32) Stroke {
	if len(stroke) < 3 {
		return append(dst, stroke...)
	}
	last := len(stroke) - 1
	furthest, distance := 0, tolerance
	for i := 1; i < last; i++ {
		if d := fromLine(stroke[i], stroke[0], stroke[last]); d > distance {
			furthest, distance = i, d
		}
	}
	if furthest == 0 {
		return append(dst, stroke[0], stroke[last])
	}
	dst = simplify(dst, stroke[:furthest+1], tolerance)
	return simplify(dst[:len(dst)-1], stroke[furthest:], tolerance)
}

// fromLine is the distance of p from the line between a and b.
func fromLine(p, a, b Point) float32 {
	dx, dy, dr := b.X-a.X, b.Y-a.Y, b.R-a.R
	t := float32(0)
	if length := dx*dx + dy*dy + dr*dr; length > 0 {
		t = ((p.X-a.X)*dx + (p.Y-a.Y)*dy + (p.R-a.R)*dr) / length
		t = min(max(t, 0), 1)
	}
	x, y, r := p.X-a.X-t*dx, p.Y-a.Y-t*dy, p.R-a.R-t*dr
	return float32(math.Sqrt(float64(x*x + y*y + r*r)))
}

// length of the line that a stroke draws.
func (s Stroke) length() float32 {
	sum := float32(0)
	for i := 1; i < len(s); i++ {
		sum += apart(s[i-1], s[i])
	}
	return sum
}

func apart(a, b Point) float32 {
	x, y := b.X-a.X, b.Y-a.Y
	return float32(math.Sqrt(float64(x*x + y*y)))
}
