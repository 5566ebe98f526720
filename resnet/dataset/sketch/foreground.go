package sketch

// findForeground guesses what the photo shows, as opposed to what is around
// it, and writes ws.matte: 1 inside, 0 outside, with an edge of one pixel; and
// ws.interest. A picture without contrast has no foreground.
func (ws *Workspace) findForeground() {
	raw, salience := ws.interest, ws.matte
	if !ws.barrierDistance(raw) {
		clear(ws.matte)
		ws.style.Isolate, ws.style.Outline = 0, 0
		return
	}
	ws.borderContrast(raw)
	ws.shareByColour(raw)
	ws.blur(salience, raw, 0.6*ws.unit)
	level := divide(salience)
	ws.labelAbove(salience, level)
	ws.dropSmallParts()
	for i, label := range ws.label {
		if v := &salience[i]; label == 0 {
			*v = min(*v, 0.8*level)
		} else if *v <= level {
			*v = 1.5 * level
		}
	}
	ws.above(ws.matte, salience, level)
	ws.trustForeground()
	// Lines at the edge of the foreground lie half outside of it.
	ws.blur(ws.interest, ws.matte, 1.2*ws.unit)
	for i, v := range ws.interest {
		ws.interest[i] = min(2.5*v, 1)
	}
}

// trustForeground lets the style isolate and outline the foreground less where
// its border does not lie on edges of the photo: the guess is then a bad one.
func (ws *Workspace) trustForeground() {
	const worst, best = 1.0, 1.5 // ratios of contrast along the border and anywhere
	size := ws.size
	var border, along, anywhere float32
	for y := 1; y < size-1; y++ {
		for i := y*size + 1; i < (y+1)*size-1; i++ {
			right, below := ws.smooth.at(i+1), ws.smooth.at(i+size)
			contrast := sqrt(right.distance(ws.smooth.at(i-1)) + below.distance(ws.smooth.at(i-size)))
			dx, dy := ws.matte[i+1]-ws.matte[i-1], ws.matte[i+size]-ws.matte[i-size]
			step := sqrt(dx*dx + dy*dy)
			border += step
			along += step * contrast
			anywhere += contrast
		}
	}
	everywhere := anywhere / float32(max(size-2, 1)*max(size-2, 1))
	ratio := along / max(border*everywhere, 1e-6)
	trust := min(max((ratio-worst)/(best-worst), 0), 1)
	ws.style.Isolate *= trust
	ws.style.Outline *= trust
}

// borderContrast adds to salience how much each pixel differs from the mean
// colours of the four borders, the least like it left out, and then prefers the
// middle: a plainer form of MB+, which extends the barrier distance in the same
// paper.
func (ws *Workspace) borderContrast(salience []float32) {
	size := ws.size
	thick := max(size/12, 1)
	var sides [4]colour
	for k := range size {
		for d := range thick {
			for side, i := range [4]int{d*size + k, (size-1-d)*size + k, k*size + d, k*size + size - 1 - d} {
				sides[side].add(ws.smooth.at(i))
			}
		}
	}
	for side, c := range sides {
		sides[side] = c.scaled(1 / float32(thick*size))
	}
	contrast := ws.first
	for i := range contrast {
		var sum, largest float32
		here := ws.smooth.at(i)
		for _, c := range sides {
			d := abs(here.l-c.l) + abs(here.a-c.a) + abs(here.b-c.b)
			sum += d
			largest = max(largest, d)
		}
		contrast[i] = sum - largest
	}
	_, most := extent(contrast)
	share := 1 / max(most, 1e-6)
	middle := float32(size) / 2
	for i := range salience {
		dx, dy := (float32(i%size)+0.5)/middle-1, (float32(i/size)+0.5)/middle-1
		central := 1 / (1 + 0.8*(dx*dx+dy*dy))
		salience[i] = central * (salience[i] + share*contrast[i]) / 2
	}
}

// shareByColour gives pixels of about the same colour part of their mean
// salience: a red lorry is all foreground once most of what is red is (as M.
// Cheng et al., "Global contrast based salient region detection", CVPR 2011,
// smooth salience in the space of colours).
func (ws *Workspace) shareByColour(salience []float32) {
	const (
		levels = 7 // of each component, over the range in the picture
		share  = 0.6
	)
	var (
		sum, count [levels * levels * levels]float32
		low, scale [3]float32
	)
	components := ws.smooth.each()
	for c, plane := range components {
		least, most := extent(plane)
		low[c], scale[c] = least, levels/max(most-least, 0.2)
	}
	for i, v := range salience {
		bin := 0
		for c, plane := range components {
			bin = levels*bin + min(int(scale[c]*(plane[i]-low[c])), levels-1)
		}
		ws.part[i] = int32(bin)
		sum[bin] += v
		count[bin]++
	}
	for i, bin := range ws.part {
		salience[i] = lerp(salience[i], sum[bin]/count[bin], share)
	}
}

// divide returns the level that divides values of 0 to 1 into two groups with
// the least variance within (N. Otsu, IEEE SMC 1979), among those that leave
// enough of them on either side.
func divide(values []float32) float32 {
	const (
		bins            = 64
		fewest, fullest = 0.12, 0.6 // of all values, above the level
	)
	var count [bins]int
	total := 0
	for _, v := range values {
		bin := min(max(int(v*bins), 0), bins-1)
		count[bin]++
		total += bin
	}
	n := len(values)
	level, best := 0, float32(-1)
	below, sum := 0, 0
	for bin, c := range count {
		below += c
		sum += bin * c
		above := n - below
		if share := float32(above) / float32(n); share < fewest {
			break
		} else if share > fullest {
			level = bin + 1
			continue
		}
		apart := float32(sum)/float32(below) - float32(total-sum)/float32(above)
		if between := float32(below) * float32(above) * apart * apart; between > best {
			best, level = between, bin+1
		}
	}
	return float32(max(level, 1)) / bins
}

// dropSmallParts relabels connected parts of ws.label that are small: specks of
// the foreground, 1, and holes in it, 0.
func (ws *Workspace) dropSmallParts() {
	const (
		speck = 0.25  // of the largest part
		hole  = 0.012 // of the picture
	)
	ws.connect()
	largest := int32(0)
	for i, part := range ws.part {
		if ws.label[i] == 1 {
			largest = max(largest, ws.partSize[part])
		}
	}
	least := [2]int32{int32(hole * float32(len(ws.label))), int32(speck * float32(largest))}
	for i, part := range ws.part {
		if label := ws.label[i]; ws.partSize[part] < least[label] {
			ws.label[i] = 1 - label
		}
	}
}
