package kernel

import (
	"fmt"
	"math"
	"testing"

	"github.com/stretchr/testify/require"
)

// Lengths around every vector width, so that vectors and the plain tail meet.
var lengths = []int{0, 1, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 100}

func TestElementwise(t *testing.T) {
	type loop struct {
		run  func(dst, x, y []float32)
		want func(dst, x, y float32) float32
	}
	for name, l := range map[string]loop{
		"Add":   {Add, func(_, x, y float32) float32 { return x + y }},
		"Scale": {func(d, _, _ []float32) { Scale(d, 3) }, func(d, _, _ float32) float32 { return 3 * d }},
		"Axpy":  {func(d, x, _ []float32) { Axpy(d, -2, x) }, func(d, x, _ float32) float32 { return d - 2*x }},
		"Lerp":  {func(d, x, _ []float32) { Lerp(d, x, 0.25) }, func(d, x, _ float32) float32 { return d + 0.25*(x-d) }},
		"Max":   {func(d, x, _ []float32) { Max(d, x) }, func(d, x, _ float32) float32 { return max(d, x) }},
		"ReLU":  {func(d, x, _ []float32) { ReLU(d, x) }, func(_, x, _ float32) float32 { return max(x, 0) }},
		"ReLUGrad": {ReLUGrad, func(_, x, y float32) float32 {
			if y > 0 {
				return x
			}
			return 0
		}},
	} {
		for _, n := range lengths {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				dst, x, y := random(n, 1), random(n, 2), random(n, 3)
				want := make([]float32, n)
				for i := range want {
					want[i] = l.want(dst[i], x[i], y[i])
				}
				l.run(dst, x, y)
				requireClose(t, want, dst)
			})
		}
	}
}

func TestSGDStep(t *testing.T) {
	for _, nesterov := range []bool{false, true} {
		for _, n := range lengths {
			w, v, g := random(n, 1), random(n, 2), random(n, 3)
			m := Momentum{LR: 0.1, Momentum: 0.9, L2: 0.01, Decay: 0.02, Nesterov: nesterov}
			wantW, wantV := make([]float32, n), make([]float32, n)
			for i := range w {
				d := g[i] + 0.01*w[i]
				wantV[i] = 0.9*v[i] + d
				step := wantV[i]
				if nesterov {
					step = d + 0.9*wantV[i]
				}
				wantW[i] = w[i] - 0.1*step - 0.1*0.02*w[i]
			}
			m.SGDStep(w, v, g)
			requireClose(t, wantW, w)
			requireClose(t, wantV, v)
		}
	}
}

func TestChannels(t *testing.T) {
	const pixels = 5
	for _, c := range lengths[1:] {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			x, y := random(pixels*c, 1), random(pixels*c, 2)
			a, b, s := random(c, 3), random(c, 4), random(c, 5)
			sum, squares, total, grads, cross := random(c, 6), random(c, 7), random(c, 8), random(c, 9), random(c, 10)
			wantSum, wantSquares, wantTotal := clone(sum), clone(squares), clone(total)
			wantGrads, wantCross := clone(grads), clone(cross)
			wantShift, wantCombine := make([]float32, pixels*c), make([]float32, pixels*c)
			for i, v := range x {
				j := i % c
				wantSum[j] += v
				wantSquares[j] += v * v
				wantTotal[j] += v
				wantGrads[j] += y[i]
				wantCross[j] += y[i] * (v - a[j])
				wantShift[i] = a[j]*v + s[j]
				wantCombine[i] = a[j]*v + b[j]*y[i] + s[j]
			}
			Moments(sum, squares, x)
			requireClose(t, wantSum, sum)
			requireClose(t, wantSquares, squares)
			SumChannels(total, x)
			requireClose(t, wantTotal, total)
			CrossMoments(grads, cross, y, x, a)
			requireClose(t, wantGrads, grads)
			requireClose(t, wantCross, cross)
			got := make([]float32, pixels*c)
			ScaleShift(got, x, a, s)
			requireClose(t, wantShift, got)
			Combine(got, x, y, a, b, s)
			requireClose(t, wantCombine, got)
		})
	}
}

func clone(s []float32) []float32 { return append([]float32(nil), s...) }

func TestFinite(t *testing.T) {
	require.True(t, Finite([]float32{0, -1, math.MaxFloat32}))
	require.False(t, Finite([]float32{0, float32(math.NaN())}))
	require.False(t, Finite([]float32{float32(math.Inf(-1))}))
}
