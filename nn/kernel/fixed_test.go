package kernel

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"
)

// fixedShapes are for every method: tiles whole and cut, one and many, images
// smaller than a tile.
var fixedShapes = append([]ConvShape{
	{InH: 8, InW: 8, InC: 16, OutC: 16, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 10, InW: 7, InC: 16, OutC: 48, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 2, InW: 2, InC: 64, OutC: 64, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 1, InW: 1, InC: 32, OutC: 16, KernelH: 3, KernelW: 3, Stride: 1, PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1},
	{InH: 9, InW: 21, InC: 32, OutC: 16, KernelH: 3, KernelW: 3, Stride: 1},
	{InH: 30, InW: 31, InC: 16, OutC: 32, KernelH: 3, KernelW: 3, Stride: 1, PadBottom: 2, PadRight: 2},
}, shapes...)

func TestFixedConv(t *testing.T) {
	for _, set := range sets() {
		for _, s := range fixedShapes {
			for _, m := range s.methods(&set) {
				for _, images := range []int{1, 3} {
					for _, parts := range []int{1, 3} {
						name := fmt.Sprintf("%s/%v/%v/%d images, %d parts", set.name, m, s, images, parts)
						t.Run(name, func(t *testing.T) { testFixedConv(t, s, m, images, parts, &set) })
					}
				}
			}
		}
	}
}

func testFixedConv(t *testing.T, s ConvShape, m Method, images, parts int, set *kernels) {
	in, out := m.Input(s), s.Output()
	in.Left++ // more than is needed
	in.Bottom++
	out.Top, out.Right = 1, 2
	c, err := newFixedConv(s, m, images, in, out, set)
	require.NoError(t, err)
	w, bias := random(s.OutC*s.InC*s.KernelH*s.KernelW, 2), random(s.OutC, 4)
	c.SetFilters(w, bias)
	src := make([]float32, images*in.Len())
	add, got := random(images*out.Len(), 5), random(images*out.Len(), 6)
	want := append([]float32(nil), got...)
	inLen, outLen := s.InH*s.InW*s.InC, s.OutH()*s.OutW()*s.OutC
	for i := range images {
		x := random(inLen, uint64(10+i))
		in.Spread(src[i*in.Len():], x)
		y := make([]float32, outLen)
		out.Gather(y, add[i*out.Len():])
		for j := range y {
			y[j] += bias[j%s.OutC]
		}
		eachProduct(s, 1, func(in, w2, out int) { y[out] += x[in] * w[w2] })
		ReLU(y, y)
		out.Spread(want[i*out.Len():], y)
	}
	var ws Workspace
	for part := range parts {
		c.Run(got, src, add, true, part, parts, &ws)
	}
	tolerance := map[Method]float64{
		Direct:    1e-4,
		Winograd2: 1e-4,
		Winograd4: 1e-3, // coefficients of up to 8 magnify rounding
		Streamed:  2e-3, // 16-bit weights
		Toeplitz:  4e-3, // … of which it takes differences
	}
	requireWithin(t, tolerance[m], want, got)
}

func TestNewFixedConvRefuses(t *testing.T) {
	s := square3(8, 16, 16, 1)
	_, err := NewFixedConv(s, Winograd4, 1, s.Output(), s.Output())
	require.ErrorContains(t, err, "winograd 4x4: the input's layout has too small a margin")
	_, err = NewFixedConv(s, Direct, 1, s.Input(), Layout{H: 8, W: 8, C: 15})
	require.ErrorContains(t, err, "layout of results")
	_, err = NewFixedConv(s, Direct, 0, s.Input(), s.Output())
	require.ErrorContains(t, err, "no images")
	s.Stride = 2
	_, err = NewFixedConv(s, Winograd4, 1, s.Input(), s.Output())
	require.ErrorContains(t, err, "winograd 4x4 cannot compute it here")
	out := s.Output()
	s.Stride = 0
	_, err = NewFixedConv(s, Direct, 1, s.Input(), out)
	require.ErrorContains(t, err, "must be positive")
}

func TestMethodsOfAConvolution(t *testing.T) {
	plain := twin().withReferences()
	require.Equal(t, []Method{Direct, Winograd2, Winograd4, Streamed, Toeplitz}, square3(2, 16, 16, 1).methods(&plain))
	require.Equal(t, []Method{Direct, Streamed}, square3(8, 16, 16, 2).methods(&plain))
	require.Equal(t, []Method{Direct}, square3(8, 3, 16, 1).methods(&plain))
	require.Equal(t, Direct, square3(32, 3, 16, 1).BestMethod(1), "there is no other")
}

// Run panics on short slices before assembly could read past them.
func TestFixedConvShortSlicePanics(t *testing.T) {
	s := square3(2, 16, 16, 1)
	for _, m := range s.Methods() {
		in, out := m.Input(s), s.Output()
		c, err := NewFixedConv(s, m, 1, in, out)
		require.NoError(t, err)
		src, dst := make([]float32, in.Len()), make([]float32, out.Len())
		short := func(s []float32) []float32 { return s[: len(s)-1 : len(s)-1] }
		var ws Workspace
		require.Panics(t, func() { c.Run(dst, src, nil, false, 0, 1, &ws) }, "%v without filters", m)
		c.SetFilters(make([]float32, 16*16*9), make([]float32, 16))
		require.Panics(t, func() { c.Run(short(dst), src, nil, false, 0, 1, &ws) }, m.String())
		require.Panics(t, func() { c.Run(dst, short(src), nil, false, 0, 1, &ws) }, m.String())
		require.Panics(t, func() { c.Run(dst, src, short(dst), false, 0, 1, &ws) }, m.String())
		require.NotPanics(t, func() { c.Run(dst, src, dst, false, 0, 1, &ws) }, m.String())
	}
}
