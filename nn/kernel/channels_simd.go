//go:build goexperiment.simd && !wasm

package kernel

import "simd"

func sumChannelsVectors(sum, x []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(sum), 0
	for ; i+n <= c; i += n {
		s := simd.LoadFloat32s(sum[i:])
		for p := i; p < len(x); p += c {
			s = s.Add(simd.LoadFloat32s(x[p:]))
		}
		s.Store(sum[i:])
	}
	return i
}

func momentsVectors(sum, squares, x []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(sum), 0
	for ; i+n <= c; i += n {
		s, q := simd.LoadFloat32s(sum[i:]), simd.LoadFloat32s(squares[i:])
		for p := i; p < len(x); p += c {
			v := simd.LoadFloat32s(x[p:])
			s = s.Add(v)
			q = v.MulAdd(v, q)
		}
		s.Store(sum[i:])
		q.Store(squares[i:])
	}
	return i
}

func crossMomentsVectors(sum, cross, dy, x, mean []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(sum), 0
	for ; i+n <= c; i += n {
		s, q, m := simd.LoadFloat32s(sum[i:]), simd.LoadFloat32s(cross[i:]), simd.LoadFloat32s(mean[i:])
		for p := i; p < len(x); p += c {
			g := simd.LoadFloat32s(dy[p:])
			s = s.Add(g)
			q = g.MulAdd(simd.LoadFloat32s(x[p:]).Sub(m), q)
		}
		s.Store(sum[i:])
		q.Store(cross[i:])
	}
	return i
}

func scaleShiftVectors(dst, x, scale, shift []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(scale), 0
	for ; i+n <= c; i += n {
		a, b := simd.LoadFloat32s(scale[i:]), simd.LoadFloat32s(shift[i:])
		for p := i; p < len(x); p += c {
			a.MulAdd(simd.LoadFloat32s(x[p:]), b).Store(dst[p:])
		}
	}
	return i
}

func combineVectors(dst, x, y, a, b, shift []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(a), 0
	for ; i+n <= c; i += n {
		va, vb, vs := simd.LoadFloat32s(a[i:]), simd.LoadFloat32s(b[i:]), simd.LoadFloat32s(shift[i:])
		for p := i; p < len(x); p += c {
			va.MulAdd(simd.LoadFloat32s(x[p:]), vb.MulAdd(simd.LoadFloat32s(y[p:]), vs)).Store(dst[p:])
		}
	}
	return i
}

func scaleShiftReLUVectors(dst, x, add, scale, shift []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(scale), 0
	var zero simd.Float32s
	for ; i+n <= c; i += n {
		a, b := simd.LoadFloat32s(scale[i:]), simd.LoadFloat32s(shift[i:])
		if add == nil {
			for p := i; p < len(x); p += c {
				v := a.MulAdd(simd.LoadFloat32s(x[p:]), b)
				zero.IfElse(v.Less(zero), v).Store(dst[p:]) // Max would lose NaN on x86
			}
			continue
		}
		for p := i; p < len(x); p += c {
			v := a.MulAdd(simd.LoadFloat32s(x[p:]), b).Add(simd.LoadFloat32s(add[p:]))
			zero.IfElse(v.Less(zero), v).Store(dst[p:])
		}
	}
	return i
}

func crossMomentsReLUVectors(sum, cross, dy, y, x, mean []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(sum), 0
	var zero simd.Float32s
	for ; i+n <= c; i += n {
		s, q, m := simd.LoadFloat32s(sum[i:]), simd.LoadFloat32s(cross[i:]), simd.LoadFloat32s(mean[i:])
		for p := i; p < len(x); p += c {
			g := simd.LoadFloat32s(dy[p:]).Masked(simd.LoadFloat32s(y[p:]).Greater(zero))
			s = s.Add(g)
			q = g.MulAdd(simd.LoadFloat32s(x[p:]).Sub(m), q)
		}
		s.Store(sum[i:])
		q.Store(cross[i:])
	}
	return i
}

func combineReLUVectors(dst, dy, y, x, a, b, shift []float32) int {
	n, c, i := simd.VectorBitSize()/32, len(a), 0
	var zero simd.Float32s
	for ; i+n <= c; i += n {
		va, vb, vs := simd.LoadFloat32s(a[i:]), simd.LoadFloat32s(b[i:]), simd.LoadFloat32s(shift[i:])
		for p := i; p < len(x); p += c {
			g := simd.LoadFloat32s(dy[p:]).Masked(simd.LoadFloat32s(y[p:]).Greater(zero))
			va.MulAdd(g, vb.MulAdd(simd.LoadFloat32s(x[p:]), vs)).Store(dst[p:])
		}
	}
	return i
}
