package sketch

import "math/bits"

// maxColours bounds the colours of flat areas.
const maxColours = 8

// groupColours divides the smoothed photo into areas, each of one group of like
// colours: ws.label says which, and palette gets the mean of each group.
// Colours are grouped by k-means, from the seeds that lie farthest apart (T.
// Gonzalez, 1985); then areas are cleaned by iterated conditional modes (J.
// Besag 1986): a pixel likes the group of its neighbours.
func (ws *Workspace) groupColours(palette []colour) {
	ws.farthestColours(palette)
	for range 2 {
		ws.assign(palette)
		ws.average(palette, ws.smooth)
	}
	for range 2 {
		ws.clean(palette)
	}
	ws.average(palette, ws.smooth)
}

// farthestColours seeds palette: the mean, then always the colour that is least
// like those before.
func (ws *Workspace) farthestColours(palette []colour) {
	clear(ws.label)
	ws.average(palette[:1], ws.smooth)
	apart := ws.first
	for i := range apart {
		apart[i] = 4
	}
	for k := 1; k < len(palette); k++ {
		farthest := 0
		for i := range apart {
			apart[i] = min(apart[i], ws.smooth.at(i).distance(palette[k-1]))
			if apart[i] > apart[farthest] {
				farthest = i
			}
		}
		palette[k] = ws.smooth.at(farthest)
	}
}

// assign labels each pixel with the colour most like it.
func (ws *Workspace) assign(palette []colour) {
	for i := range ws.label {
		here := ws.smooth.at(i)
		best, least := 0, float32(16)
		for k, c := range palette {
			if d := here.distance(c); d < least {
				best, least = k, d
			}
		}
		ws.label[i] = uint8(best)
	}
}

// average sets the colours of palette to the means of the pixels so labelled;
// one that labels none stays.
func (ws *Workspace) average(palette []colour, of planes) {
	var sum [maxColours]colour
	var count [maxColours]float32
	for i, label := range ws.label {
		k := label & (maxColours - 1)
		sum[k].add(of.at(i))
		count[k]++
	}
	for k := range palette {
		if n := count[k]; n > 0 {
			palette[k] = sum[k].scaled(1 / n)
		}
	}
}

// around returns the nine pixels in and next to (x, y), row by row, with those
// of the border in place of those outside, and a bit for each group among them.
func (ws *Workspace) around(x, y int) (pixels [9]int, groups uint8) {
	size := ws.size
	left, right := max(x-1, 0), min(x+1, size-1)
	above, here, below := max(y-1, 0)*size, y*size, min(y+1, size-1)*size
	pixels = [9]int{
		above + left, above + x, above + right,
		here + left, here + x, here + right,
		below + left, below + x, below + right,
	}
	for _, i := range pixels {
		groups |= 1 << (ws.label[i] & (maxColours - 1))
	}
	return pixels, groups
}

// clean relabels pixels by their colour and by those around them.
func (ws *Workspace) clean(palette []colour) {
	const agreement = 0.012 // of one pixel, worth this squared difference of colour
	for i := range ws.label {
		ws.relabel[i] = ws.label[i]
		pixels, groups := ws.around(i%ws.size, i/ws.size)
		if groups == 1<<ws.label[i] {
			continue
		}
		var votes [maxColours]float32
		for _, j := range pixels {
			votes[ws.label[j]&(maxColours-1)]++
		}
		here := ws.smooth.at(i)
		least := float32(1e9)
		for rest := groups; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros8(rest)
			if cost := here.distance(palette[k]) - agreement*votes[k]; cost < least {
				ws.relabel[i], least = uint8(k), cost
			}
		}
	}
	ws.label, ws.relabel = ws.relabel, ws.label
}

// paintGroups paints the areas of ws.label in flat colours. A pixel within an
// area has its colour. One on a border is sampled at nine places: each belongs
// to the group most like the interpolated photo, of those around the pixel, so
// that no third colour comes between two.
func (ws *Workspace) paintGroups(groups, flat []colour) {
	for i, label := range ws.label {
		pixels, candidates := ws.around(i%ws.size, i/ws.size)
		if candidates == 1<<label {
			ws.canvas.set(i, flat[label])
			continue
		}
		var winner [9]uint8
		best := [9]float32{-9, -9, -9, -9, -9, -9, -9, -9, -9}
		for rest := candidates; rest != 0; rest &= rest - 1 {
			k := bits.TrailingZeros8(rest)
			var scores [9]float32
			for n, j := range pixels {
				scores[n] = ws.smooth.at(j).likeness(groups[k])
			}
			sampleNinths(&scores)
			for n, score := range scores {
				if score > best[n] {
					winner[n], best[n] = uint8(k), score
				}
			}
		}
		var sum colour
		for _, k := range winner {
			sum.add(flat[k])
		}
		ws.canvas.set(i, sum.scaled(1.0/9))
	}
}

// likeness is larger the smaller the distance of c from d. It is linear in c,
// so that it can be interpolated in place of colours.
func (c colour) likeness(d colour) float32 {
	return 2*(c.l*d.l+c.a*d.a+c.b*d.b) - (d.l*d.l + d.a*d.a + d.b*d.b)
}

// sampleNinths replaces the values of nine pixels by those at the centres of
// the ninths of the middle one, by linear interpolation.
func sampleNinths(v *[9]float32) {
	const third = 1.0 / 3
	for row := 0; row < 9; row += 3 {
		v[row] = lerp(v[row+1], v[row], third)
		v[row+2] = lerp(v[row+1], v[row+2], third)
	}
	for column := range 3 {
		v[column] = lerp(v[3+column], v[column], third)
		v[6+column] = lerp(v[3+column], v[6+column], third)
	}
}
