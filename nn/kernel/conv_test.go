package kernel

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"
)

// sets are all kernels that this machine can run.
func sets() []kernels { return append(assembly(), compiled(), twin().withReferences()) }

// shapes reach every path: panels wide, narrow and partial; runs of any
// length; strides with empty phases; uneven padding; results fewer than rows.
var shapes = []ConvShape{
	{InH: 8, InW: 8, InC: 16, OutC: 16, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 8, InW: 8, InC: 16, OutC: 32, KernelH: 3, KernelW: 3, Stride: 2, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 8, InW: 8, InC: 16, OutC: 32, KernelH: 1, KernelW: 1, Stride: 2},
	{InH: 9, InW: 7, InC: 3, OutC: 10, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 11, InW: 10, InC: 3, OutC: 64, KernelH: 7, KernelW: 7, Stride: 2, PadTop: 3, PadBottom: 3, PadLeft: 3, PadRight: 3},
	{InH: 8, InW: 8, InC: 5, OutC: 7, KernelH: 3, KernelW: 3, Stride: 2, PadTop: 0, PadBottom: 1, PadLeft: 0, PadRight: 1},
	{InH: 7, InW: 5, InC: 2, OutC: 40, KernelH: 2, KernelW: 4, Stride: 3, PadTop: 1, PadBottom: 0, PadLeft: 2, PadRight: 1},
	{InH: 1, InW: 9, InC: 64, OutC: 10, KernelH: 1, KernelW: 1, Stride: 1},
	{InH: 1, InW: 1, InC: 1, OutC: 1, KernelH: 1, KernelW: 1, Stride: 1},
	{InH: 6, InW: 6, InC: 8, OutC: 48, KernelH: 5, KernelW: 5, Stride: 1, PadTop: 2, PadBottom: 2, PadLeft: 2, PadRight: 2},
	{InH: 3, InW: 3, InC: 4, OutC: 4, KernelH: 3, KernelW: 3, Stride: 2, PadTop: 1, PadBottom: 2, PadLeft: 2, PadRight: 1},
}

func random(n int, seed uint64) []float32 {
	r := rand.New(rand.NewPCG(seed, 1))
	s := make([]float32, n)
	for i := range s {
		s[i] = float32(r.NormFloat64())
	}
	return s
}

// eachProduct calls f with the positions in input, filters and output of every
// product of the convolution, by its definition.
func eachProduct(s ConvShape, images int, f func(in, w, out int)) {
	inLen, outLen := s.InH*s.InW*s.InC, s.OutH()*s.OutW()*s.OutC
	for i := range images {
		eachProductOfOne(s, func(in, w, out int) { f(i*inLen+in, w, i*outLen+out) })
	}
}

func eachProductOfOne(s ConvShape, f func(in, w, out int)) {
	for y := range s.OutH() {
		for x := range s.OutW() {
			for o := range s.OutC {
				for ky := range s.KernelH {
					for kx := range s.KernelW {
						iy, ix := y*s.Stride+ky-s.PadTop, x*s.Stride+kx-s.PadLeft
						if iy < 0 || iy >= s.InH || ix < 0 || ix >= s.InW {
							continue
						}
						for c := range s.InC {
							f((iy*s.InW+ix)*s.InC+c, ((o*s.InC+c)*s.KernelH+ky)*s.KernelW+kx, (y*s.OutW()+x)*s.OutC+o)
						}
					}
				}
			}
		}
	}
}

func requireClose(t *testing.T, want, got []float32) {
	t.Helper()
	requireWithin(t, 1e-4, want, got)
}

func requireWithin(t *testing.T, tolerance float64, want, got []float32) {
	t.Helper()
	require.Len(t, got, len(want))
	for i, w := range want {
		if d := math.Abs(float64(w - got[i])); !(d <= tolerance*(1+math.Abs(float64(w)))) {
			require.Failf(t, "not close", "element %d: want %v, got %v", i, w, got[i])
		}
	}
}

// testImages is how many images tests pass through a convolution: more than a
// group, and not a multiple of one.
const testImages = 17

// sample is a batch for a convolution.
type sample struct{ src, w, bias, dst []float32 }

// trained compares run with want, the definition, for every shape by every method
// that can train it.
func trained(t *testing.T, want func(s ConvShape, x sample) []float32, run func(c *Conv, x sample, ws *Workspace) []float32) {
	shapes := append(slices.Clone(shapes), square3(5, 16, 48, 1), square3(10, 32, 16, 1),
		ConvShape{InH: 9, InW: 4, InC: 16, OutC: 32, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 2, PadLeft: 1},
		ConvShape{InH: 5, InW: 4, InC: 16, OutC: 16, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 3, PadLeft: 3, PadBottom: 3, PadRight: 3},
		square3(5, 8, 4, 1), square3(5, 4, 8, 1))
	for _, s := range shapes {
		x := sample{
			src:  random(testImages*s.InH*s.InW*s.InC, 1),
			w:    random(s.OutC*s.InC*s.KernelH*s.KernelW, 2),
			bias: random(s.OutC, 3),
			dst:  random(testImages*s.OutH()*s.OutW()*s.OutC, 4),
		}
		want := want(s, x)
		for _, set := range sets() {
			for _, m := range s.trainingMethods(&set) {
				t.Run(s.String()+"/"+set.name+"/"+m.String(), func(t *testing.T) {
					c, err := newConv(s, &set, func(s ConvShape, set *kernels) Method {
						if slices.Contains(s.trainingMethods(set), m) {
							return m
						}
						return Direct
					})
					require.NoError(t, err)
					requireRounded(t, want, run(c, x, new(Workspace)))
				})
			}
		}
	}
}

// requireRounded allows for errors of rounding that are small beside most
// elements.
func requireRounded(t *testing.T, want, got []float32) {
	t.Helper()
	require.Len(t, got, len(want))
	squares := 0.0
	for _, v := range want {
		squares += float64(v) * float64(v)
	}
	tolerance := 1e-4 * math.Sqrt(squares/float64(len(want)))
	for i, w := range want {
		if d := math.Abs(float64(w - got[i])); !(d <= tolerance) {
			require.Failf(t, "not close", "element %d: want %v ± %v, got %v", i, w, tolerance, got[i])
		}
	}
}

// eachPart calls f for two parts of n channels, as two threads share them.
func eachPart(n int, f func(lo, hi int)) {
	f(n/3, n)
	f(0, n/3)
}

func TestForward(t *testing.T) {
	trained(t, func(s ConvShape, x sample) []float32 {
		want := make([]float32, len(x.dst))
		for i := range want {
			want[i] = x.bias[i%s.OutC]
		}
		eachProduct(s, testImages, func(i, k, o int) { want[o] += x.src[i] * x.w[k] })
		return want
	}, func(c *Conv, x sample, ws *Workspace) []float32 {
		eachPart(c.InC, func(lo, hi int) { c.SetFilters(x.w, lo, hi, ws) })
		c.SetBias(x.bias)
		got := make([]float32, len(x.dst))
		c.Forward(got, x.src, ws)
		return got
	})
}

func TestDataGrad(t *testing.T) {
	for _, others := range []bool{false, true} {
		add := func(x sample) []float32 {
			if others {
				return random(len(x.src), 5)
			}
			return nil
		}
		t.Run(map[bool]string{false: "alone", true: "beside others"}[others], func(t *testing.T) {
			trained(t, func(s ConvShape, x sample) []float32 {
				want := make([]float32, len(x.src))
				copy(want, add(x))
				eachProduct(s, testImages, func(i, k, o int) { want[i] += x.dst[o] * x.w[k] })
				return want
			}, func(c *Conv, x sample, ws *Workspace) []float32 {
				eachPart(c.OutC, func(lo, hi int) { c.SetDataFilters(x.w, lo, hi, ws) })
				got := random(len(x.src), 6)
				c.DataGrad(got, x.dst, add(x), ws)
				return got
			})
		})
	}
}

func TestFilterGrad(t *testing.T) {
	trained(t, func(s ConvShape, x sample) []float32 {
		want := make([]float32, len(x.w))
		eachProduct(s, testImages, func(i, k, o int) { want[k] += 2 * x.dst[o] * x.src[i] })
		return want
	}, func(c *Conv, x sample, ws *Workspace) []float32 {
		got := make([]float32, len(x.w))
		accs := [][]float32{make([]float32, c.FilterGradLen()), make([]float32, c.FilterGradLen())}
		const first = testImages / 3 // of two threads
		in, out := first*len(x.src)/testImages, first*len(x.dst)/testImages
		for range 2 { // unpacked gradients do not count again
			c.FilterGrad(accs[0], x.src[:in], x.dst[:out], ws)
			c.FilterGrad(accs[1], x.src[in:], x.dst[out:], ws)
			eachPart(c.InC, func(lo, hi int) { c.UnpackFilterGrad(got, accs, lo, hi, ws) })
		}
		return got
	})
}

func TestNewConvRefuses(t *testing.T) {
	_, err := NewConv(ConvShape{InH: 2, InW: 2, InC: 1, OutC: 1, KernelH: 3, KernelW: 3, Stride: 1})
	require.ErrorContains(t, err, "larger than the padded image")
	_, err = NewConv(ConvShape{InH: 2, InW: 2, InC: 1, OutC: 1, KernelH: 1, KernelW: 1})
	require.ErrorContains(t, err, "must be positive")
}

// Slices that end within an image panic before assembly could go past them, and
// before a loop could wait for the rest.
func TestShortSlicePanics(t *testing.T) {
	s := shapes[0]
	in, out := s.InH*s.InW*s.InC, s.OutH()*s.OutW()*s.OutC
	x := func(n int) []float32 { return make([]float32, n) }
	for _, set := range sets() {
		for _, m := range s.trainingMethods(&set) {
			t.Run(set.name+"/"+m.String(), func(t *testing.T) {
				c, err := newConv(s, &set, func(ConvShape, *kernels) Method { return m })
				require.NoError(t, err)
				var ws Workspace
				acc := x(c.FilterGradLen())
				for _, images := range []int{1, 2} {
					in, out := images*in, images*out
					require.NotPanics(t, func() {
						c.Forward(x(out), x(in), &ws)
						c.DataGrad(x(in), x(out), x(in), &ws)
						c.FilterGrad(acc, x(in), x(out), &ws)
					})
					require.Panics(t, func() { c.Forward(x(out-1), x(in), &ws) })
					require.Panics(t, func() { c.Forward(x(out), x(in-1), &ws) })
					require.Panics(t, func() { c.DataGrad(x(in-1), x(out), nil, &ws) })
					require.Panics(t, func() { c.DataGrad(x(in), x(out-1), nil, &ws) })
					require.Panics(t, func() { c.DataGrad(x(in), x(out), x(in-1), &ws) })
					require.Panics(t, func() { c.FilterGrad(acc, x(in-1), x(out), &ws) })
					require.Panics(t, func() { c.FilterGrad(acc, x(in), x(out-1), &ws) })
					require.Panics(t, func() { c.FilterGrad(acc[:len(acc)-1:len(acc)-1], x(in), x(out), &ws) })
				}
			})
		}
	}
}

// BenchmarkConv times training: images of one thread. GFLOP/s are those of the
// direct method.
func BenchmarkConv(b *testing.B) {
	for _, s := range []ConvShape{
		square3(32, 3, 16, 1), square3(32, 16, 16, 1), square3(32, 16, 32, 2), square3(16, 32, 32, 1), square3(8, 64, 64, 1),
		square3(32, 64, 64, 1), square3(32, 64, 128, 2), square3(32, 32, 64, 1), square3(16, 64, 64, 1), square3(16, 64, 224, 1), square3(8, 224, 224, 1), square3(4, 256, 256, 1),
		square3(16, 128, 128, 1), square3(8, 256, 256, 1), square3(4, 512, 512, 1),
	} {
		const images = 64
		c, err := NewConv(s)
		require.NoError(b, err)
		src, w, dst := random(images*s.InH*s.InW*s.InC, 1), random(s.OutC*s.InC*s.KernelH*s.KernelW, 2), random(images*s.OutH()*s.OutW()*s.OutC, 3)
		var ws Workspace
		flops := float64(images * 2 * s.OutH() * s.OutW() * len(w))
		measure := func(name string, f func()) {
			b.Run(s.String()+"/"+name, func(b *testing.B) {
				for b.Loop() {
					f()
				}
				b.ReportMetric(float64(b.N)*flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
		acc, dw := make([]float32, c.FilterGradLen()), make([]float32, len(w))
		measure("SetFilters", func() { c.SetFilters(w, 0, c.InC, &ws) })
		measure("Forward", func() { c.Forward(dst, src, &ws) })
		c.SetDataFilters(w, 0, c.OutC, &ws)
		measure("DataGrad", func() { c.DataGrad(src, dst, nil, &ws) })
		measure("FilterGrad", func() { c.FilterGrad(acc, src, dst, &ws) })
		measure("UnpackFilterGrad", func() { c.UnpackFilterGrad(dw, [][]float32{acc}, 0, c.InC, &ws) })
	}
}
