package teach

import (
	"math/rand/v2"
	"os"
	"testing"

	"canvasnet/resnet/dataset/drawing"

	"github.com/stretchr/testify/require"
)

// doodles are drawings of things that CIFAR-10 has no class for, one on a line.
const doodles = "testdata/doodles.ndjson"

var words = []string{"house", "star", "smiley"}

func doodle(t testing.TB, word string) (d drawing.Drawing) {
	t.Helper()
	file, err := os.Open(doodles)
	require.NoError(t, err)
	defer file.Close()
	require.NoError(t, drawing.ReadStrokes(file, func(line int, read drawing.Drawing) error {
		if words[line-1] == word {
			d = read
		}
		return nil
	}))
	return d
}

// draw draws a doodle n times as one person would on the page's board, each
// time a little differently, and returns what the network sees.
func draw(t testing.TB, word string, n, size int, seed uint64) [][]byte {
	t.Helper()
	rng := rand.New(rand.NewPCG(seed, uint64(len(word))))
	inks := []drawing.Colour{{29, 31, 36}, {35, 96, 207}, {213, 53, 47}}
	var renderer drawing.Renderer
	d := doodle(t, word)
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
		renderer.Render(picture, size, d, s)
		pictures = append(pictures, picture)
	}
	return pictures
}
