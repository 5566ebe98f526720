package sketch

// labelAbove labels pixels 1 whose value exceeds the level, and others 0.
func (ws *Workspace) labelAbove(values []float32, level float32) {
	for i, v := range values {
		ws.label[i] = 0
		if v > level {
			ws.label[i] = 1
		}
	}
}

// connect gives the pixels of each connected part of equal label a number of
// its own, in ws.part, and counts them, in ws.partSize. Pixels that touch at a
// side or corner are connected. Numbers found to mean the same part are joined
// as in Hoshen and Kopelman 1976.
func (ws *Workspace) connect() {
	size, label := ws.size, ws.label
	same := ws.stack[:0] // for each number, itself or a smaller one of the same part
	for i := range label {
		x := i % size
		above := i >= size
		alike := func(j int) bool { return label[j] == label[i] }
		// Whoever is alike above has joined its own neighbours, left and right.
		if above && alike(i-size) {
			ws.part[i] = ws.part[i-size]
			continue
		}
		left, right := -1, -1
		switch {
		case x > 0 && alike(i-1):
			left = i - 1
		case above && x > 0 && alike(i-size-1):
			left = i - size - 1
		}
		if above && x+1 < size && alike(i-size+1) {
			right = i - size + 1
		}
		switch {
		case left >= 0 && right >= 0:
			ws.part[i] = join(same, ws.part[left], ws.part[right])
		case left >= 0:
			ws.part[i] = ws.part[left]
		case right >= 0:
			ws.part[i] = ws.part[right]
		default:
			ws.part[i] = int32(len(same))
			same = append(same, int32(len(same)))
		}
	}
	ws.partSize = ws.partSize[:len(same)]
	clear(ws.partSize)
	for i, part := range ws.part {
		part = smallest(same, part)
		ws.part[i] = part
		ws.partSize[part]++
	}
}

// join makes a and b mean the same part, and returns its number.
func join(same []int32, a, b int32) int32 {
	a, b = smallest(same, a), smallest(same, b)
	a, b = min(a, b), max(a, b)
	same[b] = a
	return a
}

// smallest is the number that stands for a part.
func smallest(same []int32, part int32) int32 {
	for same[part] != part {
		part = same[part]
	}
	return part
}
