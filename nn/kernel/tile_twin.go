package kernel

// twin returns the kernels in plain Go, four columns standing for one vector.
func twin() kernels {
	return kernels{
		name:  Plain,
		lanes: 4,
		wide: micro{
			rows:  4,
			tile:  func(t *tile) { tilePlain(t, 4, 8) },
			outer: func(o *outer) { outerPlain(o, 4, 8) },
		},
		narrow: micro{
			rows:  8,
			tile:  func(t *tile) { tilePlain(t, 8, 4) },
			outer: func(o *outer) { outerPlain(o, 8, 4) },
		},
		winograd2: plainTransforms(inputMatrix2, outputMatrix2),
		winograd4: plainTransforms(inputMatrix4, outputMatrix4),
	}
}

// tilePlain is every tile kernel in plain Go, for blocks of rows rows and width columns:
// the reference that vector kernels are tested against. Columns go two at a
// time because two rows of two are what the scalar registers hold.
func tilePlain(t *tile, rows, width int) {
	for r := 0; r < t.blocks*rows; r += 2 {
		for j := 0; j < width; j += 2 {
			c00, c01 := t.bias[j], t.bias[j+1]
			c10, c11 := c00, c01
			for i := range t.runs {
				at := i * t.stride
				a0 := t.src[t.a[r]+at:][:t.length]
				a1 := t.src[t.a[r+1]+at:][:t.length]
				p := i*t.length*width + j
				for k, x := range a0 {
					y := a1[k]
					b0, b1 := t.panel[p], t.panel[p+1]
					c00 += x * b0
					c01 += x * b1
					c10 += y * b0
					c11 += y * b1
					p += width
				}
			}
			d0, d1 := t.d[r]+j, t.d[r+1]+j
			if t.add != nil {
				c00 += t.add[d0]
				c01 += t.add[d0+1]
				c10 += t.add[d1]
				c11 += t.add[d1+1]
			}
			t.dst[d0], t.dst[d0+1] = max(c00, t.floor), max(c01, t.floor)
			t.dst[d1], t.dst[d1+1] = max(c10, t.floor), max(c11, t.floor)
		}
	}
}

// outerPlain is every outer kernel in plain Go.
func outerPlain(o *outer, rows, width int) {
	for r := 0; r < rows; r += 2 {
		for j := 0; j < width; j += 2 {
			c0, c1 := o.c[r*o.ldc+j:], o.c[(r+1)*o.ldc+j:]
			c00, c01, c10, c11 := c0[0], c0[1], c1[0], c1[1]
			for y := range o.height {
				ai, bi := o.ai+y*o.aRow+r, o.bi+y*o.bRow+j
				for range o.width {
					a0, a1 := o.a[ai], o.a[ai+1]
					b0, b1 := o.b[bi], o.b[bi+1]
					c00 += a0 * b0
					c01 += a0 * b1
					c10 += a1 * b0
					c11 += a1 * b1
					ai += o.aStep
					bi += o.bStep
				}
			}
			c0[0], c0[1], c1[0], c1[1] = c00, c01, c10, c11
		}
	}
}
