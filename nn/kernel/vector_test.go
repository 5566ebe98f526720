package kernel

import (
	"fmt"
	"math"
	"slices"
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

func TestAdamStep(t *testing.T) {
	a := Adaptive{Rate: 0.1, Beta1: 0.9, Beta2: 0.95, Correct: 3, Epsilon: 0.01, L2: 0.02, Keep: 0.97}
	for _, n := range lengths {
		w, m, s, g := random(n, 1), random(n, 2), random(n, 3), random(n, 4)
		wantW, wantM, wantS := make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range w {
			s[i] *= s[i]
			d := float64(g[i]) + 0.02*float64(w[i])
			mean, square := 0.9*float64(m[i])+0.1*d, 0.95*float64(s[i])+0.05*d*d
			wantM[i], wantS[i] = float32(mean), float32(square)
			wantW[i] = float32(0.97*float64(w[i]) - 0.1*mean/(3*math.Sqrt(square)+0.01))
		}
		a.AdamStep(w, m, s, g)
		requireClose(t, wantW, w)
		requireClose(t, wantM, m)
		requireClose(t, wantS, s)
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

// Fused with ReLU, loops compute what they do one after the other.
func TestChannelsReLU(t *testing.T) {
	const pixels = 5
	for _, c := range lengths[1:] {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			n := pixels * c
			x, dy, add := random(n, 1), random(n, 2), random(n, 3)
			a, b, shift := random(c, 4), random(c, 5), random(c, 6)
			for _, add := range [][]float32{nil, add} {
				want, y := make([]float32, n), make([]float32, n)
				ScaleShift(want, x, a, shift)
				if add != nil {
					Add(want, want, add)
				}
				ReLU(want, want)
				ScaleShiftReLU(y, x, add, a, shift)
				requireClose(t, want, y)

				g, wantSum, wantCross := make([]float32, n), make([]float32, c), make([]float32, c)
				ReLUGrad(g, dy, y)
				CrossMoments(wantSum, wantCross, g, x, b)
				sum, cross := make([]float32, c), make([]float32, c)
				CrossMomentsReLU(sum, cross, dy, y, x, b)
				requireClose(t, wantSum, sum)
				requireClose(t, wantCross, cross)

				got := make([]float32, n)
				Combine(want, g, x, a, b, shift)
				CombineReLU(got, dy, y, x, a, b, shift)
				requireClose(t, want, got)
			}
		})
	}
}

func TestScaleShiftReLUKeepsNaN(t *testing.T) {
	nan := float32(math.NaN())
	for _, c := range lengths[1:] {
		x := slices.Repeat([]float32{nan}, c)
		for _, add := range [][]float32{nil, make([]float32, c)} {
			y := make([]float32, c)
			ScaleShiftReLU(y, x, add, random(c, 1), random(c, 2))
			for i, v := range y {
				require.True(t, v != v, "element %d of %d is %v, want NaN", i, c, v)
			}
		}
	}
}

func TestMax4(t *testing.T) {
	for _, n := range lengths {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			x := [4][]float32{}
			for k := range x {
				x[k] = random(n, uint64(k))
				for i := range x[k] {
					x[k][i] = float32(math.Round(float64(x[k][i]))) // so that some are equal
				}
			}
			dy := random(n, 5)
			want, wantGrad := make([]float32, n), [4][]float32{}
			for k := range wantGrad {
				wantGrad[k] = make([]float32, n)
			}
			for i := range want {
				first := 0
				for k := range x {
					if x[k][i] > x[first][i] {
						first = k
					}
				}
				want[i], wantGrad[first][i] = x[first][i], dy[i]
			}
			y := make([]float32, n)
			Max4(y, x[0], x[1], x[2], x[3])
			require.Equal(t, want, y)
			grad := [4][]float32{}
			for k := range grad {
				grad[k] = random(n, 6)
			}
			Max4Grad(grad[0], grad[1], grad[2], grad[3], dy, y, x[0], x[1], x[2], x[3])
			require.Equal(t, wantGrad, grad)
		})
	}
}

func TestMax4KeepsNaN(t *testing.T) {
	nan := float32(math.NaN())
	for _, n := range lengths[1:] {
		for k := range 4 {
			x := [4][]float32{random(n, 1), random(n, 2), random(n, 3), random(n, 4)}
			x[k][n-1] = nan
			y := make([]float32, n)
			Max4(y, x[0], x[1], x[2], x[3])
			require.True(t, y[n-1] != y[n-1], "NaN of operand %d of %d elements is lost", k, n)
		}
	}
}

func clone(s []float32) []float32 { return append([]float32(nil), s...) }

func TestFinite(t *testing.T) {
	for _, n := range lengths {
		x := random(n, 1)
		require.True(t, Finite(x), n)
		for i, v := range x {
			for _, bad := range []float64{math.NaN(), math.Inf(1), math.Inf(-1)} {
				x[i] = float32(bad)
				require.False(t, Finite(x), "%v at %d of %d", bad, i, n)
			}
			x[i] = math.MaxFloat32
			require.True(t, Finite(x))
			x[i] = v
		}
	}
}
