package kernel

// A filter bank is cut into panels of output channels: as many wide ones (two
// vectors) as fit, then narrow ones (one vector), the last filled with zeros.

// panel is one vertical strip of the matrix B.
type panel struct {
	first int // its first column
	cols  int // columns that exist; the rest is zero padding
	width int // columns stored
	at    int // where it starts in the packed matrix
	micro *micro
}

// panels cuts n columns of k rows into panels for the kernels of set.
func panels(set *kernels, n, k int) []panel {
	var ps []panel
	at := 0
	for first := 0; first < n; {
		p := panel{first: first, width: set.lanes, at: at, micro: &set.narrow}
		if n-first > set.lanes {
			p.width, p.micro = 2*set.lanes, &set.wide
		}
		p.cols = min(p.width, n-first)
		ps = append(ps, p)
		first += p.width
		at += p.width * k
	}
	return ps
}

// columns is the number of columns that panels store, padding included.
func columns(ps []panel) int {
	last := ps[len(ps)-1]
	return last.first + last.width
}

// bank says where the elements of a matrix B lie in a filter bank: element
// (tap, inner, outer) is w[taps[tap] + inner·innerStep + outer·outerStep].
type bank struct {
	taps                 []int
	inner                int
	innerStep, outerStep int
}

// pack writes the inner elements from lo to hi of w into dst in panel order.
func (b bank) pack(dst, w []float32, ps []panel, lo, hi int) {
	for _, p := range ps {
		for t, tap := range b.taps {
			for i := lo; i < hi; i++ {
				row := dst[p.at+(t*b.inner+i)*p.width:][:p.width]
				from := tap + i*b.innerStep + p.first*b.outerStep
				for j := range p.cols {
					row[j] = w[from+j*b.outerStep]
				}
				clear(row[p.cols:])
			}
		}
	}
}

// packBias returns one bias a column, zero for those that only fill a panel,
// in dst if it is large enough.
func packBias(dst, bias []float32, ps []panel) []float32 {
	dst = grow(dst, columns(ps))
	clear(dst[copy(dst, bias):])
	return dst
}
