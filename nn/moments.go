package nn

// moments are sums of two quantities over a batch, for each channel.
type moments struct {
	shape   Shape
	workers []momentSums
}

// momentSums are those of one worker: in float32 for some pixels, in float64
// for all of them.
type momentSums struct {
	a, b       []float32
	sumA, sumB []float64
}

// start forgets the last batch.
func (m *moments) start(team *Team, s Shape) {
	m.shape = s
	for len(m.workers) < team.Threads() {
		m.workers = append(m.workers, momentSums{make([]float32, s.C), make([]float32, s.C), make([]float64, s.C), make([]float64, s.C)})
	}
	for _, w := range m.workers {
		clear(w.sumA)
		clear(w.sumB)
	}
}

// exactPixels is how many pixels are summed in float32 before the sum goes on
// in float64.
const exactPixels = 4096

// add takes in images lo up to hi as worker w: each adds up elements, from and up
// to some position, in a and b.
func (m *moments) add(w, lo, hi int, each func(a, b []float32, from, to int)) {
	c, pixels, s := m.shape.C, m.shape.H*m.shape.W, &m.workers[w]
	for i := lo; i < hi; i++ {
		for at := 0; at < pixels; at += exactPixels {
			clear(s.a)
			clear(s.b)
			each(s.a, s.b, (i*pixels+at)*c, (i*pixels+min(at+exactPixels, pixels))*c)
			for j := range s.a {
				s.sumA[j] += float64(s.a[j])
				s.sumB[j] += float64(s.b[j])
			}
		}
	}
}

// total adds up the sums of all workers, in their order.
func (m *moments) total() (a, b []float64) {
	first := &m.workers[0]
	for _, w := range m.workers[1:] {
		for j := range first.sumA {
			first.sumA[j] += w.sumA[j]
			first.sumB[j] += w.sumB[j]
		}
	}
	return first.sumA, first.sumB
}
