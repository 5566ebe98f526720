package sketch

// path is the best known path from the border to a pixel: the highest and the
// lowest value on it, and their difference, the barrier. Values are whole
// numbers, barrierScale to a lightness of 1, which compare faster.
type path struct{ value, high, low, barrier int32 }

const barrierScale = 1 << 10

// barrierDistance writes to salience, for each pixel, the lowest barrier on a
// path from the border to it, summed over the components of colour: large
// where nothing outside leads to without crossing an edge (J. Zhang et al.,
// "Minimum barrier salient object detection at 80 FPS", ICCV 2015, whose raster
// scans these are). It reports whether anything stands out at all, and scales
// that to 1.
func (ws *Workspace) barrierDistance(salience []float32) bool {
	const least = 0.1
	size := ws.size
	clear(salience)
	for c, plane := range ws.smooth.each() {
		startPaths(ws.paths, plane, size)
		extendDown(ws.paths, size)
		extendUp(ws.paths, size)
		extendDown(ws.paths, size)
		weight := [3]float32{1, 2, 2}[c] / barrierScale // differences of colour are smaller
		for i, p := range ws.paths {
			salience[i] += weight * float32(p.barrier)
		}
	}
	_, most := extent(salience)
	if most < least {
		return false
	}
	for i := range salience {
		salience[i] /= most
	}
	return true
}

// startPaths knows the paths of no length, of border pixels.
func startPaths(paths []path, plane []float32, size int) {
	for i, v := range plane {
		value := int32(barrierScale * v)
		x, y := i%size, i/size
		barrier := int32(8 * barrierScale)
		if x == 0 || y == 0 || x == size-1 || y == size-1 {
			barrier = 0
		}
		paths[i] = path{value, value, value, barrier}
	}
}

// extendDown leads the paths of each row, from the top, on to the next row and
// to the right, where that is better than what is known.
func extendDown(paths []path, size int) {
	for y := 1; y < size-1; y++ {
		above, row := paths[(y-1)*size:y*size], paths[y*size:(y+1)*size]
		for x := 1; x < len(row)-1; x++ {
			row[x] = row[x].via(row[x-1]).via(above[x])
		}
	}
}

// extendUp does so from the bottom, upwards and to the left.
func extendUp(paths []path, size int) {
	for y := size - 2; y > 0; y-- {
		row, below := paths[y*size:(y+1)*size], paths[(y+1)*size:(y+2)*size]
		for x := len(row) - 2; x > 0; x-- {
			row[x] = row[x].via(row[x+1]).via(below[x])
		}
	}
}

// via is the better one of p and of the path that goes on from q.
func (p path) via(q path) path {
	high, low := max(q.high, p.value), min(q.low, p.value)
	if barrier := high - low; barrier < p.barrier {
		p.high, p.low, p.barrier = high, low, barrier
	}
	return p
}
