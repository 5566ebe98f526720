//go:build goexperiment.simd && !wasm

package kernel

import (
	"simd"
	"strconv"
)

// compiled returns the kernels that the compiler makes from portable vectors.
func compiled() kernels {
	bits := simd.VectorBitSize()
	return kernels{
		name:   "simd" + strconv.Itoa(bits),
		lanes:  bits / 32,
		wide:   micro{rows: 4, tile: tile4x2, outer: outer4x2},
		narrow: micro{rows: 8, tile: tile8x1, outer: outer8x1},

		winograd2: transforms2(),
		winograd4: transforms4(),
	}
}

// tile4x2 computes blocks of four rows of two vectors: eight accumulators, as many as
// the compiler keeps in registers beside the operands.
func tile4x2(t *tile) {
	n := simd.VectorBitSize() / 32
	for m := 0; m < 4*t.blocks; m += 4 {
		rows, out := t.a[m:][:4], t.d[m:][:4]
		c00 := simd.LoadFloat32s(t.bias)
		c01 := simd.LoadFloat32s(t.bias[n:])
		c10, c11 := c00, c01
		c20, c21 := c00, c01
		c30, c31 := c00, c01
		b := t.panel
		for i := range t.runs {
			at := i * t.stride
			a0 := t.src[rows[0]+at:][:t.length]
			a1 := t.src[rows[1]+at:][:t.length]
			a2 := t.src[rows[2]+at:][:t.length]
			a3 := t.src[rows[3]+at:][:t.length]
			for k := range a0 {
				b0 := simd.LoadFloat32s(b)
				b1 := simd.LoadFloat32s(b[n:])
				b = b[2*n:]
				x := simd.BroadcastFloat32s(a0[k])
				c00 = x.MulAdd(b0, c00)
				c01 = x.MulAdd(b1, c01)
				x = simd.BroadcastFloat32s(a1[k])
				c10 = x.MulAdd(b0, c10)
				c11 = x.MulAdd(b1, c11)
				x = simd.BroadcastFloat32s(a2[k])
				c20 = x.MulAdd(b0, c20)
				c21 = x.MulAdd(b1, c21)
				x = simd.BroadcastFloat32s(a3[k])
				c30 = x.MulAdd(b0, c30)
				c31 = x.MulAdd(b1, c31)
			}
		}
		if t.add != nil {
			r0, r1, r2, r3 := t.add[out[0]:], t.add[out[1]:], t.add[out[2]:], t.add[out[3]:]
			c00 = c00.Add(simd.LoadFloat32s(r0))
			c01 = c01.Add(simd.LoadFloat32s(r0[n:]))
			c10 = c10.Add(simd.LoadFloat32s(r1))
			c11 = c11.Add(simd.LoadFloat32s(r1[n:]))
			c20 = c20.Add(simd.LoadFloat32s(r2))
			c21 = c21.Add(simd.LoadFloat32s(r2[n:]))
			c30 = c30.Add(simd.LoadFloat32s(r3))
			c31 = c31.Add(simd.LoadFloat32s(r3[n:]))
		}
		lo := simd.BroadcastFloat32s(t.floor) // not with Max, which loses NaN on x86
		d0, d1, d2, d3 := t.dst[out[0]:], t.dst[out[1]:], t.dst[out[2]:], t.dst[out[3]:]
		lo.IfElse(c00.Less(lo), c00).Store(d0)
		lo.IfElse(c01.Less(lo), c01).Store(d0[n:])
		lo.IfElse(c10.Less(lo), c10).Store(d1)
		lo.IfElse(c11.Less(lo), c11).Store(d1[n:])
		lo.IfElse(c20.Less(lo), c20).Store(d2)
		lo.IfElse(c21.Less(lo), c21).Store(d2[n:])
		lo.IfElse(c30.Less(lo), c30).Store(d3)
		lo.IfElse(c31.Less(lo), c31).Store(d3[n:])
	}
}

// tile8x1 computes blocks of eight rows of one vector, for panels too narrow for two.
func tile8x1(t *tile) {
	n := simd.VectorBitSize() / 32
	for m := 0; m < 8*t.blocks; m += 8 {
		rows, out := t.a[m:][:8], t.d[m:][:8]
		c0 := simd.LoadFloat32s(t.bias)
		c1, c2, c3, c4, c5, c6, c7 := c0, c0, c0, c0, c0, c0, c0
		b := t.panel
		for i := range t.runs {
			at := i * t.stride
			a0 := t.src[rows[0]+at:][:t.length]
			a1 := t.src[rows[1]+at:][:t.length]
			a2 := t.src[rows[2]+at:][:t.length]
			a3 := t.src[rows[3]+at:][:t.length]
			a4 := t.src[rows[4]+at:][:t.length]
			a5 := t.src[rows[5]+at:][:t.length]
			a6 := t.src[rows[6]+at:][:t.length]
			a7 := t.src[rows[7]+at:][:t.length]
			for k := range a0 {
				b0 := simd.LoadFloat32s(b)
				b = b[n:]
				c0 = simd.BroadcastFloat32s(a0[k]).MulAdd(b0, c0)
				c1 = simd.BroadcastFloat32s(a1[k]).MulAdd(b0, c1)
				c2 = simd.BroadcastFloat32s(a2[k]).MulAdd(b0, c2)
				c3 = simd.BroadcastFloat32s(a3[k]).MulAdd(b0, c3)
				c4 = simd.BroadcastFloat32s(a4[k]).MulAdd(b0, c4)
				c5 = simd.BroadcastFloat32s(a5[k]).MulAdd(b0, c5)
				c6 = simd.BroadcastFloat32s(a6[k]).MulAdd(b0, c6)
				c7 = simd.BroadcastFloat32s(a7[k]).MulAdd(b0, c7)
			}
		}
		if t.add != nil {
			c0 = c0.Add(simd.LoadFloat32s(t.add[out[0]:]))
			c1 = c1.Add(simd.LoadFloat32s(t.add[out[1]:]))
			c2 = c2.Add(simd.LoadFloat32s(t.add[out[2]:]))
			c3 = c3.Add(simd.LoadFloat32s(t.add[out[3]:]))
			c4 = c4.Add(simd.LoadFloat32s(t.add[out[4]:]))
			c5 = c5.Add(simd.LoadFloat32s(t.add[out[5]:]))
			c6 = c6.Add(simd.LoadFloat32s(t.add[out[6]:]))
			c7 = c7.Add(simd.LoadFloat32s(t.add[out[7]:]))
		}
		lo := simd.BroadcastFloat32s(t.floor)
		lo.IfElse(c0.Less(lo), c0).Store(t.dst[out[0]:])
		lo.IfElse(c1.Less(lo), c1).Store(t.dst[out[1]:])
		lo.IfElse(c2.Less(lo), c2).Store(t.dst[out[2]:])
		lo.IfElse(c3.Less(lo), c3).Store(t.dst[out[3]:])
		lo.IfElse(c4.Less(lo), c4).Store(t.dst[out[4]:])
		lo.IfElse(c5.Less(lo), c5).Store(t.dst[out[5]:])
		lo.IfElse(c6.Less(lo), c6).Store(t.dst[out[6]:])
		lo.IfElse(c7.Less(lo), c7).Store(t.dst[out[7]:])
	}
}

// outer4x2 accumulates four rows of two vectors.
func outer4x2(o *outer) {
	n := simd.VectorBitSize() / 32
	r0, r1, r2, r3 := o.c, o.c[o.ldc:], o.c[2*o.ldc:], o.c[3*o.ldc:]
	c00 := simd.LoadFloat32s(r0)
	c01 := simd.LoadFloat32s(r0[n:])
	c10 := simd.LoadFloat32s(r1)
	c11 := simd.LoadFloat32s(r1[n:])
	c20 := simd.LoadFloat32s(r2)
	c21 := simd.LoadFloat32s(r2[n:])
	c30 := simd.LoadFloat32s(r3)
	c31 := simd.LoadFloat32s(r3[n:])
	for y := range o.height {
		ai, bi := o.ai+y*o.aRow, o.bi+y*o.bRow
		for x := 0; x < o.width; x++ {
			b := o.b[bi:]
			b0 := simd.LoadFloat32s(b)
			b1 := simd.LoadFloat32s(b[n:])
			a := o.a[ai:][:4]
			v := simd.BroadcastFloat32s(a[0])
			c00 = v.MulAdd(b0, c00)
			c01 = v.MulAdd(b1, c01)
			v = simd.BroadcastFloat32s(a[1])
			c10 = v.MulAdd(b0, c10)
			c11 = v.MulAdd(b1, c11)
			v = simd.BroadcastFloat32s(a[2])
			c20 = v.MulAdd(b0, c20)
			c21 = v.MulAdd(b1, c21)
			v = simd.BroadcastFloat32s(a[3])
			c30 = v.MulAdd(b0, c30)
			c31 = v.MulAdd(b1, c31)
			ai += o.aStep
			bi += o.bStep
		}
	}
	c00.Store(r0)
	c01.Store(r0[n:])
	c10.Store(r1)
	c11.Store(r1[n:])
	c20.Store(r2)
	c21.Store(r2[n:])
	c30.Store(r3)
	c31.Store(r3[n:])
}

// outer8x1 accumulates eight rows of one vector.
func outer8x1(o *outer) {
	ld := o.ldc
	c0 := simd.LoadFloat32s(o.c)
	c1 := simd.LoadFloat32s(o.c[ld:])
	c2 := simd.LoadFloat32s(o.c[2*ld:])
	c3 := simd.LoadFloat32s(o.c[3*ld:])
	c4 := simd.LoadFloat32s(o.c[4*ld:])
	c5 := simd.LoadFloat32s(o.c[5*ld:])
	c6 := simd.LoadFloat32s(o.c[6*ld:])
	c7 := simd.LoadFloat32s(o.c[7*ld:])
	for y := range o.height {
		ai, bi := o.ai+y*o.aRow, o.bi+y*o.bRow
		for x := 0; x < o.width; x++ {
			b := simd.LoadFloat32s(o.b[bi:])
			a := o.a[ai:][:8]
			c0 = simd.BroadcastFloat32s(a[0]).MulAdd(b, c0)
			c1 = simd.BroadcastFloat32s(a[1]).MulAdd(b, c1)
			c2 = simd.BroadcastFloat32s(a[2]).MulAdd(b, c2)
			c3 = simd.BroadcastFloat32s(a[3]).MulAdd(b, c3)
			c4 = simd.BroadcastFloat32s(a[4]).MulAdd(b, c4)
			c5 = simd.BroadcastFloat32s(a[5]).MulAdd(b, c5)
			c6 = simd.BroadcastFloat32s(a[6]).MulAdd(b, c6)
			c7 = simd.BroadcastFloat32s(a[7]).MulAdd(b, c7)
			ai += o.aStep
			bi += o.bStep
		}
	}
	c0.Store(o.c)
	c1.Store(o.c[ld:])
	c2.Store(o.c[2*ld:])
	c3.Store(o.c[3*ld:])
	c4.Store(o.c[4*ld:])
	c5.Store(o.c[5*ld:])
	c6.Store(o.c[6*ld:])
	c7.Store(o.c[7*ld:])
}
