//go:build goexperiment.simd && !wasm

package kernel

import "simd"

// transforms2 and transforms4 are the Winograd transforms that the compiler
// makes from portable vectors.
func transforms2() transforms {
	return transforms{lanes: simd.VectorBitSize() / 32, cost: 325, input: input2, output: output2}
}

func transforms4() transforms {
	return transforms{lanes: simd.VectorBitSize() / 32, cost: 880, input: input4, output: output4}
}

// inputLine2 is Bᵀx of F(2, 3), of interpolation points 0, ±1, ∞.
func inputLine2(x0, x1, x2, x3 simd.Float32s) (y0, y1, y2, y3 simd.Float32s) {
	return x0.Sub(x2), x1.Add(x2), x2.Sub(x1), x1.Sub(x3)
}

// outputLine2 is Aᵀ of F(2, 3).
func outputLine2(m0, m1, m2, m3 simd.Float32s) (y0, y1 simd.Float32s) {
	return m0.Add(m1).Add(m2), m1.Sub(m2).Sub(m3)
}

// inputLine4 is Bᵀx of F(4, 3), of interpolation points 0, ±1, ±2, ∞.
func inputLine4(x0, x1, x2, x3, x4, x5 simd.Float32s) (y0, y1, y2, y3, y4, y5 simd.Float32s) {
	four, minus4 := simd.BroadcastFloat32s(4), simd.BroadcastFloat32s(-4)
	even, odd := x2.MulAdd(minus4, x4), x1.MulAdd(minus4, x3)
	far, d := x4.Sub(x2), x3.Sub(x1)
	near := d.Add(d)
	y0 = x0.Sub(x2).MulAdd(four, far)
	y5 = d.MulAdd(minus4, x5.Sub(x3))
	return y0, even.Add(odd), even.Sub(odd), far.Add(near), far.Sub(near), y5
}

// outputLine4 is Aᵀ of F(4, 3).
func outputLine4(m0, m1, m2, m3, m4, m5 simd.Float32s) (y0, y1, y2, y3 simd.Float32s) {
	four := simd.BroadcastFloat32s(4)
	sum1, dif1, sum2, dif2 := m1.Add(m2), m1.Sub(m2), m3.Add(m4), m3.Sub(m4)
	twice := dif2.Add(dif2)
	y0 = m0.Add(sum1).Add(sum2)
	y1 = dif1.Add(twice)
	y2 = sum2.MulAdd(four, sum1)
	y3 = twice.MulAdd(four, dif1).Add(m5)
	return y0, y1, y2, y3
}

func input2(t *inputTiles) {
	n := simd.VectorBitSize() / 32
	for tile, at := range t.at {
		for c := 0; c < t.channels; c += n {
			for x := range 4 {
				src := t.src[at+x*t.pixel+c:]
				y0, y1, y2, y3 := inputLine2(simd.LoadFloat32s(src), simd.LoadFloat32s(src[t.row:]), simd.LoadFloat32s(src[2*t.row:]), simd.LoadFloat32s(src[3*t.row:]))
				line := t.lines[x*n:]
				y0.Store(line)
				y1.Store(line[4*n:])
				y2.Store(line[8*n:])
				y3.Store(line[12*n:])
			}
			for y := range 4 {
				line := t.lines[4*n*y:]
				y0, y1, y2, y3 := inputLine2(simd.LoadFloat32s(line), simd.LoadFloat32s(line[n:]), simd.LoadFloat32s(line[2*n:]), simd.LoadFloat32s(line[3*n:]))
				dst := t.dst[4*y*t.position+tile*t.channels+c:]
				y0.Store(dst)
				y1.Store(dst[t.position:])
				y2.Store(dst[2*t.position:])
				y3.Store(dst[3*t.position:])
			}
		}
	}
}

func input4(t *inputTiles) {
	n := simd.VectorBitSize() / 32
	for tile, at := range t.at {
		for c := 0; c < t.channels; c += n {
			for x := range 6 {
				src := t.src[at+x*t.pixel+c:]
				y0, y1, y2, y3, y4, y5 := inputLine4(simd.LoadFloat32s(src), simd.LoadFloat32s(src[t.row:]), simd.LoadFloat32s(src[2*t.row:]),
					simd.LoadFloat32s(src[3*t.row:]), simd.LoadFloat32s(src[4*t.row:]), simd.LoadFloat32s(src[5*t.row:]))
				line := t.lines[x*n:]
				y0.Store(line)
				y1.Store(line[6*n:])
				y2.Store(line[12*n:])
				y3.Store(line[18*n:])
				y4.Store(line[24*n:])
				y5.Store(line[30*n:])
			}
			for y := range 6 {
				line := t.lines[6*n*y:]
				y0, y1, y2, y3, y4, y5 := inputLine4(simd.LoadFloat32s(line), simd.LoadFloat32s(line[n:]), simd.LoadFloat32s(line[2*n:]),
					simd.LoadFloat32s(line[3*n:]), simd.LoadFloat32s(line[4*n:]), simd.LoadFloat32s(line[5*n:]))
				dst := t.dst[6*y*t.position+tile*t.channels+c:]
				y0.Store(dst)
				y1.Store(dst[t.position:])
				y2.Store(dst[2*t.position:])
				y3.Store(dst[3*t.position:])
				y4.Store(dst[4*t.position:])
				y5.Store(dst[5*t.position:])
			}
		}
	}
}

func output2(t *outputTiles) {
	n := simd.VectorBitSize() / 32
	for tile, at := range t.at {
		for c := 0; c < t.channels; c += n {
			for x := range 4 {
				src := t.src[x*t.position+tile*t.tile+c:]
				y0, y1 := outputLine2(simd.LoadFloat32s(src), simd.LoadFloat32s(src[4*t.position:]), simd.LoadFloat32s(src[8*t.position:]), simd.LoadFloat32s(src[12*t.position:]))
				line := t.lines[x*n:]
				y0.Store(line)
				y1.Store(line[4*n:])
			}
			for y := range 2 {
				line := t.lines[4*n*y:]
				y0, y1 := outputLine2(simd.LoadFloat32s(line), simd.LoadFloat32s(line[n:]), simd.LoadFloat32s(line[2*n:]), simd.LoadFloat32s(line[3*n:]))
				to := at + y*t.row + c
				finish(t, y0, to, c)
				finish(t, y1, to+t.pixel, c)
			}
		}
	}
}

func output4(t *outputTiles) {
	n := simd.VectorBitSize() / 32
	for tile, at := range t.at {
		for c := 0; c < t.channels; c += n {
			for x := range 6 {
				src := t.src[x*t.position+tile*t.tile+c:]
				y0, y1, y2, y3 := outputLine4(simd.LoadFloat32s(src), simd.LoadFloat32s(src[6*t.position:]), simd.LoadFloat32s(src[12*t.position:]),
					simd.LoadFloat32s(src[18*t.position:]), simd.LoadFloat32s(src[24*t.position:]), simd.LoadFloat32s(src[30*t.position:]))
				line := t.lines[x*n:]
				y0.Store(line)
				y1.Store(line[6*n:])
				y2.Store(line[12*n:])
				y3.Store(line[18*n:])
			}
			for y := range 4 {
				line := t.lines[6*n*y:]
				y0, y1, y2, y3 := outputLine4(simd.LoadFloat32s(line), simd.LoadFloat32s(line[n:]), simd.LoadFloat32s(line[2*n:]),
					simd.LoadFloat32s(line[3*n:]), simd.LoadFloat32s(line[4*n:]), simd.LoadFloat32s(line[5*n:]))
				to := at + y*t.row + c
				finish(t, y0, to, c)
				finish(t, y1, to+t.pixel, c)
				finish(t, y2, to+2*t.pixel, c)
				finish(t, y3, to+3*t.pixel, c)
			}
		}
	}
}

// finish turns a sum into a result at dst[to].
func finish(t *outputTiles, x simd.Float32s, to, c int) {
	x = x.Add(simd.LoadFloat32s(t.bias[c:]))
	if t.add != nil {
		x = x.Add(simd.LoadFloat32s(t.add[to:]))
	}
	floor := simd.BroadcastFloat32s(t.floor)
	floor.IfElse(x.Less(floor), x).Store(t.dst[to:]) // Max would lose NaN on x86
}
