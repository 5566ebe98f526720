package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"
)

// A network that diverges must show it: ReLU may not turn NaN into zero.
func TestFloorKeepsNaN(t *testing.T) {
	nan := float32(math.NaN())
	for _, set := range sets() {
		for vectors, m := range map[int]micro{1: set.narrow, 2: set.wide} {
			sums := make([]float32, vectors*set.lanes)
			for i := range sums {
				sums[i] = []float32{nan, -1, 2, nan}[i%4]
			}
			got := make([]float32, len(sums))
			m.tile(&tile{bias: sums, dst: got, a: make([]int, m.rows), d: make([]int, m.rows), blocks: 1})
			requireReLU(t, sums, got, set.name)
		}
	}
	x := []float32{nan, -1, 2, nan, 3, nan, -2}
	for len(x) < 40 {
		x = append(x, x...)
	}
	got := make([]float32, len(x))
	ReLU(got, x)
	requireReLU(t, x, got, "ReLU")
	clear(got)
	Max(got, x)
	requireReLU(t, x, got, "Max of zero and x")
	copy(got, x)
	Max(got, make([]float32, len(x)))
	requireReLU(t, x, got, "Max of x and zero")
}

func requireReLU(t *testing.T, x, got []float32, what string) {
	for i, v := range x {
		switch {
		case v != v:
			require.True(t, got[i] != got[i], "%s: element %d is %v, want NaN", what, i, got[i])
		default:
			require.Equal(t, max(v, 0), got[i], "%s: element %d", what, i)
		}
	}
}

func BenchmarkTile(b *testing.B) {
	const k = 256
	src := make([]float32, 16*k)
	for i := range src {
		src[i] = rand.Float32()
	}
	for _, set := range sets() {
		for vectors, m := range map[int]micro{1: set.narrow, 2: set.wide} {
			width := vectors * set.lanes
			flops := float64(m.rows * width * k * 2)
			t := tile{src: src, runs: 1, length: k, panel: make([]float32, k*width),
				bias: make([]float32, width), dst: make([]float32, m.rows*width), blocks: 1, floor: float32(math.Inf(-1))}
			for r := range m.rows {
				t.a, t.d = append(t.a, r*k), append(t.d, r*width)
			}
			b.Run(fmt.Sprintf("%s/tile%dx%d", set.name, m.rows, width), func(b *testing.B) {
				for b.Loop() {
					m.tile(&t)
				}
				b.ReportMetric(float64(b.N)*flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
			o := outer{a: src, b: make([]float32, k*width), aRow: 32 * 4, aStep: 4, bRow: 32 * width, bStep: width,
				height: k / 32, width: 32, c: make([]float32, m.rows*width), ldc: width}
			b.Run(fmt.Sprintf("%s/outer%dx%d", set.name, m.rows, width), func(b *testing.B) {
				for b.Loop() {
					m.outer(&o)
				}
				b.ReportMetric(float64(b.N)*flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}
