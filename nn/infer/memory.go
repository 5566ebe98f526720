package infer

import "canvasnet/nn/kernel"

// memory gives results their slots. A slot is used again when nobody needs its
// result any more, by a result of the same layout if either has a margin: then
// the margin's zeros last.
type memory struct {
	images int
	slots  []slot
}

type slot struct {
	layout kernel.Layout
	floats int // of all images
	uses   int // readers that are still to come
}

// take finds a slot for a result with so many readers.
func (m *memory) take(l kernel.Layout, readers int) int {
	size := m.images * l.Len()
	best := -1
	for i := range m.slots {
		s := &m.slots[i]
		if s.uses > 0 || i == 0 || s.layout != l && !(s.layout.Dense() && l.Dense()) {
			continue
		}
		if best < 0 || better(s.floats, m.slots[best].floats, size) {
			best = i
		}
	}
	if best < 0 {
		best = len(m.slots)
		m.slots = append(m.slots, slot{layout: l})
	}
	s := &m.slots[best]
	s.floats = max(s.floats, size)
	s.uses = readers
	return best
}

// better reports whether a slot of a floats suits size better than one of b:
// the smallest that is large enough, else the largest.
func better(a, b, size int) bool {
	if (a >= size) != (b >= size) {
		return a >= size
	}
	return (a < b) == (a >= size)
}

// read notes that one reader of a slot is done.
func (m *memory) read(slot int) { m.slots[slot].uses-- }

// line is the number of floats in a cache line: slots begin on their own, so
// that vectors do not straddle two.
const line = 16

// arena allocates all slots but the first, which is the caller's, in one piece.
func (m *memory) arena() (slots [][]float32) {
	total := 0
	for _, s := range m.slots[1:] {
		total += (s.floats + line - 1) / line * line
	}
	arena := make([]float32, total)
	slots = make([][]float32, len(m.slots))
	at := 0
	for i, s := range m.slots {
		if i > 0 {
			slots[i] = arena[at:][:s.floats:s.floats]
			at += (s.floats + line - 1) / line * line
		}
	}
	return slots
}
