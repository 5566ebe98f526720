//go:build goexperiment.simd && !wasm

package kernel

import "simd"

func addVectors(dst, x, y []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	for ; i+n <= len(dst); i += n {
		simd.LoadFloat32s(x[i:]).Add(simd.LoadFloat32s(y[i:])).Store(dst[i:])
	}
	return i
}

func scaleVectors(dst []float32, a float32) int {
	n, i := simd.VectorBitSize()/32, 0
	va := simd.BroadcastFloat32s(a)
	for ; i+n <= len(dst); i += n {
		simd.LoadFloat32s(dst[i:]).Mul(va).Store(dst[i:])
	}
	return i
}

func axpyVectors(dst []float32, a float32, x []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	va := simd.BroadcastFloat32s(a)
	for ; i+n <= len(dst); i += n {
		va.MulAdd(simd.LoadFloat32s(x[i:]), simd.LoadFloat32s(dst[i:])).Store(dst[i:])
	}
	return i
}

func lerpVectors(dst, x []float32, t float32) int {
	n, i := simd.VectorBitSize()/32, 0
	vt := simd.BroadcastFloat32s(t)
	for ; i+n <= len(dst); i += n {
		d := simd.LoadFloat32s(dst[i:])
		vt.MulAdd(simd.LoadFloat32s(x[i:]).Sub(d), d).Store(dst[i:])
	}
	return i
}

func maxVectors(dst, x []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	for ; i+n <= len(dst); i += n {
		d, v := simd.LoadFloat32s(dst[i:]), simd.LoadFloat32s(x[i:])
		keep := v.LessEqual(d).Or(d.NotEqual(d)) // not with Max, which loses NaN on x86
		d.IfElse(keep, v).Store(dst[i:])
	}
	return i
}

func max4Vectors(y, a, b, c, d []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	for ; i+n <= len(y); i += n {
		va, vb, vc, vd := simd.LoadFloat32s(a[i:]), simd.LoadFloat32s(b[i:]), simd.LoadFloat32s(c[i:]), simd.LoadFloat32s(d[i:])
		va = va.IfElse(vb.LessEqual(va).Or(va.NotEqual(va)), vb) // not with Max, which loses NaN on x86
		vc = vc.IfElse(vd.LessEqual(vc).Or(vc.NotEqual(vc)), vd)
		va.IfElse(vc.LessEqual(va).Or(va.NotEqual(va)), vc).Store(y[i:])
	}
	return i
}

func max4GradVectors(da, db, dc, dd, dy, y, a, b, c, d []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	for ; i+n <= len(y); i += n {
		g, m := simd.LoadFloat32s(dy[i:]), simd.LoadFloat32s(y[i:])
		first := m.Equal(simd.LoadFloat32s(a[i:]))
		second := m.Equal(simd.LoadFloat32s(b[i:]))
		third := m.Equal(simd.LoadFloat32s(c[i:]))
		fourth := m.Equal(simd.LoadFloat32s(d[i:]))
		ga := g.Masked(first)
		ga.Store(da[i:])
		rest := g.Sub(ga)
		gb := rest.Masked(second)
		gb.Store(db[i:])
		rest = rest.Sub(gb)
		gc := rest.Masked(third)
		gc.Store(dc[i:])
		rest.Sub(gc).Masked(fourth).Store(dd[i:])
	}
	return i
}

func reluVectors(dst, x []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	var zero simd.Float32s
	for ; i+n <= len(dst); i += n {
		v := simd.LoadFloat32s(x[i:])
		zero.IfElse(v.Less(zero), v).Store(dst[i:]) // Max would lose NaN on x86
	}
	return i
}

func reluGradVectors(dx, dy, y []float32) int {
	n, i := simd.VectorBitSize()/32, 0
	var zero simd.Float32s
	for ; i+n <= len(dx); i += n {
		simd.LoadFloat32s(dy[i:]).Masked(simd.LoadFloat32s(y[i:]).Greater(zero)).Store(dx[i:])
	}
	return i
}

func sgdVectors(w, v, g []float32, momentum, l2, keep, byV, byG float32) int {
	n, i := simd.VectorBitSize()/32, 0
	vm, vl := simd.BroadcastFloat32s(momentum), simd.BroadcastFloat32s(l2)
	vk, vv, vg := simd.BroadcastFloat32s(keep), simd.BroadcastFloat32s(-byV), simd.BroadcastFloat32s(-byG)
	for ; i+n <= len(w); i += n {
		wi := simd.LoadFloat32s(w[i:])
		d := vl.MulAdd(wi, simd.LoadFloat32s(g[i:]))
		vi := vm.MulAdd(simd.LoadFloat32s(v[i:]), d)
		vi.Store(v[i:])
		vk.Mul(wi).Add(vv.MulAdd(vi, vg.Mul(d))).Store(w[i:])
	}
	return i
}

func adamVectors(w, m, s, g []float32, a Adaptive) int {
	n, i := simd.VectorBitSize()/32, 0
	vl, vk, vr := simd.BroadcastFloat32s(a.L2), simd.BroadcastFloat32s(a.Keep), simd.BroadcastFloat32s(a.Rate)
	v1, v2 := simd.BroadcastFloat32s(1-a.Beta1), simd.BroadcastFloat32s(1-a.Beta2)
	vc, ve := simd.BroadcastFloat32s(a.Correct), simd.BroadcastFloat32s(a.Epsilon)
	for ; i+n <= len(w); i += n {
		wi, mi, si := simd.LoadFloat32s(w[i:]), simd.LoadFloat32s(m[i:]), simd.LoadFloat32s(s[i:])
		d := vl.MulAdd(wi, simd.LoadFloat32s(g[i:]))
		mi = v1.MulAdd(d.Sub(mi), mi)
		si = v2.MulAdd(d.Mul(d).Sub(si), si)
		mi.Store(m[i:])
		si.Store(s[i:])
		vk.Mul(wi).Sub(vr.Mul(mi).Div(vc.MulAdd(si.Sqrt(), ve))).Store(w[i:])
	}
	return i
}

func finiteVectors(x []float32) (done int, finite bool) {
	n, i := simd.VectorBitSize()/32, 0
	var sum simd.Float32s // of differences that are zero, or NaN
	for ; i+n <= len(x); i += n {
		v := simd.LoadFloat32s(x[i:])
		sum = sum.Add(v.Sub(v))
	}
	var lanes [16]float32 // as many as any vector has
	sum.Store(lanes[:])
	return i, lanes == [16]float32{}
}

func scaledSumsVectors(dst, sums, scale, bias, add []float32, floor float32) int {
	n, i := simd.VectorBitSize()/32, 0
	vf := simd.BroadcastFloat32s(floor)
	for ; i+n <= len(dst); i += n {
		v := simd.LoadFloat32s(sums[i:]).MulAdd(simd.LoadFloat32s(scale[i:]), simd.LoadFloat32s(bias[i:]))
		if add != nil {
			v = v.Add(simd.LoadFloat32s(add[i:]))
		}
		vf.IfElse(v.Less(vf), v).Store(dst[i:]) // Max would lose NaN on x86
	}
	return i
}
