package kernel

// References for kernels that exist in assembly alone, because where there is
// none, other methods are faster.

// withReferences gives a set in plain Go these kernels too.
func (k kernels) withReferences() kernels {
	k.matrices = func(m *matrices) { matricesPlain(m, k.wide.rows, 2*k.lanes) }
	k.product = productPlain
	return k
}

// matricesPlain is every kernel for matrices in plain Go.
func matricesPlain(m *matrices, rows, width int) {
	for i := range m.count {
		for p := range m.panels {
			for r := range m.blocks * rows {
				c := m.c[i*m.nextC+r*m.stride+p*width:][:width]
				clear(c)
				for k, x := range m.a[i*m.nextA+r*m.k:][:m.k] {
					for j, y := range m.b[i*m.nextB+(p*m.k+k)*width:][:width] {
						c[j] += x * y
					}
				}
			}
		}
	}
}

// productPlain is the streaming kernel in plain Go.
func productPlain(p *product) {
	b := p.b
	for panel := range p.panels {
		for _, t := range p.taps {
			for r, from := range t.from {
				c := p.c[t.to[r]+panel*streamWidth:][:streamWidth]
				for k, x := range p.src[from:][:p.k] {
					for j, word := range b[k*streamPairs:][:streamPairs] {
						low, high := unpair(word)
						at := j/4*8 + j%4
						c[at] += x * low
						c[at+4] += x * high
					}
				}
			}
			b = b[p.k*streamPairs:]
		}
	}
}

// unpair returns both weights of a pair, times 2¹⁶.
func unpair(word uint32) (low, high float32) { return float32(int32(word << 16)), float32(int32(word)) }
