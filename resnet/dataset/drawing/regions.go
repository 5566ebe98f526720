package drawing

// regions finds the areas that lines enclose, in buffers that it keeps.
type regions struct {
	labels []uint8 // (side, side): 1 for what is open to the edge of the sheet, 2 and up for enclosed areas
	queue  []int32 // labelled pixels, in the order in which they were
}

const (
	regionOpen = 1
	maxRegions = 255
)

// find labels every pixel of f, as far as lines leave any free. An opening is
// closed if lines on both sides come within gap pixels of its middle.
func (r *regions) find(f *field, gap float32) {
	side := f.side
	r.labels = resize(r.labels, side*side)
	clear(r.labels)
	r.queue = r.queue[:0]
	for i := range side {
		for _, edge := range [4]int{i, (side-1)*side + i, i * side, i*side + side - 1} {
			r.start(f, edge, gap, regionOpen)
		}
	}
	r.flood(f, 0, gap)
	label := uint8(regionOpen)
	for i := range r.labels {
		if label == maxRegions {
			break
		}
		from := len(r.queue)
		if r.start(f, i, gap, label+1) {
			label++
			r.flood(f, from, gap)
		}
	}
	// All areas grow, side by side, into the lines around them: paint runs up to
	// the middle of a line.
	r.flood(f, 0, -far)
}

// start labels a pixel that is free, and tells whether it did.
func (r *regions) start(f *field, i int, gap float32, label uint8) bool {
	if r.labels[i] != 0 || f.outside[i] <= gap {
		return false
	}
	r.labels[i] = label
	r.queue = append(r.queue, int32(i))
	return true
}

// flood spreads the labels of the queue, from an index on, to the neighbours
// that are more than gap outside of all lines.
func (r *regions) flood(f *field, from int, gap float32) {
	side := f.side
	for ; from < len(r.queue); from++ {
		i := int(r.queue[from])
		label := r.labels[i]
		x := i % side
		if x > 0 {
			r.start(f, i-1, gap, label)
		}
		if x < side-1 {
			r.start(f, i+1, gap, label)
		}
		if i >= side {
			r.start(f, i-side, gap, label)
		}
		if i < len(r.labels)-side {
			r.start(f, i+side, gap, label)
		}
	}
}
