package kernel

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// transformSizes are numbers of tiles and of vectors of channels.
var transformSizes = [][2]int{{1, 1}, {1, 3}, {2, 1}, {5, 2}}

var referenceTransforms = map[int]transforms{
	2: plainTransforms(inputMatrix2, outputMatrix2),
	4: plainTransforms(inputMatrix4, outputMatrix4),
}

func TestInputTransforms(t *testing.T) {
	eachTransform(t, func(t *testing.T, m int, tested transforms, tiles, channels int) {
		requireSameTiles(t, m, 2, tiles, channels, referenceTransforms[m].input, tested.input)
	})
}

func TestGradientTransforms(t *testing.T) {
	eachTransform(t, func(t *testing.T, m int, tested transforms, tiles, channels int) {
		if tested.gradient == nil {
			t.Skip("the gradient is taken another way")
		}
		requireSameTiles(t, m, 0, tiles, channels, referenceTransforms[m].gradient, tested.gradient)
	})
}

// requireSameTiles compares two transforms of a row of tiles, of m×m pixels and
// overlap more that belong to their neighbours.
func requireSameTiles(t *testing.T, m, overlap, tiles, channels int, reference, tested func(*inputTiles)) {
	t.Helper()
	pixel := channels + 3
	row := (tiles*m + overlap) * pixel
	call := inputTiles{src: random((m+overlap)*row, 1), row: row, pixel: pixel, channels: channels, position: tiles*channels + 5,
		at: starts(tiles, 0, m*pixel), lines: make([]float32, maxPositions*maxLanes)}
	run := func(transform func(*inputTiles)) []float32 {
		call.dst = random((m+2)*(m+2)*call.position, 2)
		transform(&call)
		return call.dst
	}
	requireWithin(t, 1e-4, run(reference), run(tested))
}

func TestOutputTransforms(t *testing.T) {
	eachTransform(t, func(t *testing.T, m int, tested transforms, tiles, channels int) {
		pixel := channels + 3
		row := (tiles*m + 1) * pixel
		tile := channels + 1
		call := outputTiles{position: tiles*tile + 5, tile: tile, channels: channels, row: row, pixel: pixel,
			bias: random(channels, 1), at: starts(tiles, 2, m*pixel), lines: make([]float32, maxPositions*maxLanes)}
		call.src = random((m+2)*(m+2)*call.position, 2)
		run := func(transform func(*outputTiles), summand string) []float32 {
			call.dst = random(2+m*row, 3)
			call.add = map[string][]float32{"no": nil, "another": random(len(call.dst), 4), "the same": call.dst}[summand]
			transform(&call)
			return call.dst
		}
		for _, summand := range []string{"no", "another", "the same"} {
			t.Run(summand+" image to add", func(t *testing.T) {
				requireWithin(t, 1e-4, run(referenceTransforms[m].output, summand), run(tested.output, summand))
			})
		}
	})
}

// A network that diverges must show it: ReLU may not turn NaN into zero.
func TestOutputTransformsKeepNaN(t *testing.T) {
	eachTransform(t, func(t *testing.T, m int, tested transforms, tiles, channels int) {
		n := tiles * channels
		src := slices.Repeat([]float32{float32(math.NaN())}, (m+2)*(m+2)*n)
		call := outputTiles{src: src, position: n, tile: channels, channels: channels, dst: make([]float32, m*m*n),
			row: m * n, pixel: channels, bias: make([]float32, channels), at: starts(tiles, 0, m*channels),
			lines: make([]float32, maxPositions*maxLanes)}
		tested.output(&call)
		for i, v := range call.dst {
			require.True(t, v != v, "element %d is %v, want NaN", i, v)
		}
	})
}

func eachTransform(t *testing.T, test func(t *testing.T, m int, tested transforms, tiles, channels int)) {
	for _, set := range sets() {
		for _, m := range []int{2, 4} {
			tested := set.transforms(m)
			for _, size := range transformSizes {
				tiles, channels := size[0], size[1]*tested.lanes
				t.Run(fmt.Sprintf("%s/%d/%d tiles, %d channels", set.name, m, tiles, channels), func(t *testing.T) {
					test(t, m, tested, tiles, channels)
				})
			}
		}
	}
}

// starts lists n indices from first on, in steps of step.
func starts(n, first, step int) (at []int) {
	for i := range n {
		at = append(at, first+i*step)
	}
	return at
}
