package teach

import (
	"math"
	"math/rand/v2"
	"testing"

	"canvasnet/resnet/dataset/drawing"
)

// doodles are drawings of things that CIFAR-10 has no class for.
var doodles = map[string]drawing.Drawing{
	"house": {Strokes: []drawing.Stroke{
		line(0.1, 0.45, 0.1, 1, 0.9, 1, 0.9, 0.45, 0.1, 0.45),
		line(0, 0.48, 0.5, 0, 1, 0.48),
		line(0.42, 1, 0.42, 0.7, 0.6, 0.7, 0.6, 1),
		line(0.2, 0.58, 0.34, 0.58, 0.34, 0.72, 0.2, 0.72, 0.2, 0.58),
	}},
	"star": {Strokes: []drawing.Stroke{
		line(0.5, 0, 0.79, 0.95, 0.02, 0.36, 0.98, 0.36, 0.21, 0.95, 0.5, 0),
	}},
	"smiley": {Strokes: []drawing.Stroke{
		arc(0.5, 0.5, 0.5, 0, 2*math.Pi),
		arc(0.33, 0.35, 0.03, 0, 2*math.Pi),
		arc(0.67, 0.35, 0.03, 0, 2*math.Pi),
		arc(0.5, 0.52, 0.28, 0.2, math.Pi-0.2),
	}},
}

// line is a stroke through points x, y, x, y …
func line(xy ...float32) (s drawing.Stroke) {
	for i := 0; i < len(xy); i += 2 {
		s = append(s, drawing.Point{X: xy[i], Y: xy[i+1]})
	}
	return s
}

// arc is a part of a circle, from one angle to another.
func arc(x, y, radius, from, to float64) (s drawing.Stroke) {
	const parts = 24
	for i := range parts + 1 {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/parts)
		s = append(s, drawing.Point{X: float32(x + radius*cos), Y: float32(y + radius*sin)})
	}
	return s
}

// draw draws a doodle n times as one person would on the page's board, each
// time a little differently, and returns what the network sees.
func draw(t testing.TB, name string, n, size int, seed uint64) [][]byte {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, uint64(len(name))))
	inks := []drawing.Colour{{29, 31, 36}, {35, 96, 207}, {213, 53, 47}}
	var renderer drawing.Renderer
	var pictures [][]byte
	for range n {
		s := drawing.Board()
		s.Seed = rng.Uint64()
		s.Place = drawing.Place{
			X: 0.4 + 0.2*rng.Float32(), Y: 0.4 + 0.2*rng.Float32(), Scale: 0.4 + 0.4*rng.Float32(),
			Angle: 0.3 * (rng.Float32() - 0.5), Slant: 0.3 * (rng.Float32() - 0.5), Aspect: 0.8 + 0.4*rng.Float32(),
		}
		s.Hand = drawing.Hand{Round: 0.03, Warp: 0.02, Shake: 0.008, Overshoot: 0.04}
		s.Pen.Width *= 0.5 + rng.Float32()
		s.Pen.Inks = inks[rng.IntN(len(inks)):][:1]
		picture := make([]byte, size*size*3)
		renderer.Render(picture, size, doodles[name], s)
		pictures = append(pictures, picture)
	}
	return pictures
}
