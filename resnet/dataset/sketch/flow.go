package sketch

// drawFlow draws a thresholded difference of Gaussians along the contours: FDoG
// (Kang, Lee and Chui, "Coherent line drawing", NPAR 2007), with a share of
// tone, which also fills what is dark, as in XDoG (Winnemöller, Kyprianidis and
// Olsen, Computers & Graphics 2012).
func (ws *Workspace) drawFlow() {
	const (
		wider = 1.6   // the second Gaussian, as in Marr and Hildreth 1980
		noise = 0.015 // a difference that counts as none
	)
	s := ws.style
	ws.negate()
	ws.findFlow()
	narrow, wide := ws.first, ws.second
	ws.blur(narrow, ws.smooth.l, s.Sigma*ws.unit)
	ws.blur(wide, ws.smooth.l, wider*s.Sigma*ws.unit)
	difference := ws.second
	darker := 0.8 * mean(ws.smooth.l)
	for i, v := range narrow {
		dark := max(darker-v, 0)
		difference[i] = (wide[i] - v + 0.15*s.Tone*dark) * ws.attention(i)
	}
	response := ws.first
	ws.alongFlow(response, difference)
	level := max(quantile(response, 1-s.Budget), noise)
	ws.dropFaint(response, level)
	ws.above(ws.pen, response, level)
	ws.canvas.fill(ws.paper)
	ws.cover()
}

// negate swaps light and dark in the smoothed photo if the style says so: ink
// then marks what is light.
func (ws *Workspace) negate() {
	if ws.style.Negative {
		for i, v := range ws.smooth.l {
			ws.smooth.l[i] = 1 - v
		}
	}
}

// findFlow finds the direction of the nearest contours, ws.flow: the smaller
// eigenvector of the blurred structure tensor.
func (ws *Workspace) findFlow() {
	size := ws.size
	xx, xy, yy := ws.canvas.l, ws.canvas.a, ws.canvas.b // nothing is painted yet
	light := ws.smooth.l
	for y := range size {
		above, here, below := light[max(y-1, 0)*size:], light[y*size:], light[min(y+1, size-1)*size:]
		for x := range size {
			dx := here[min(x+1, size-1)] - here[max(x-1, 0)]
			dy := below[x] - above[x]
			i := y*size + x
			xx[i], xy[i], yy[i] = dx*dx, dx*dy, dy*dy
		}
	}
	sigma := 1.4 * ws.unit
	blurredXX, blurredXY, blurredYY := ws.first, ws.second, ws.third
	ws.blur(blurredXX, xx, sigma)
	ws.blur(blurredXY, xy, sigma)
	ws.blur(blurredYY, yy, sigma)
	for i := range ws.flow {
		_, normal := eigen(blurredXX[i], blurredXY[i], blurredYY[i])
		ws.flow[i] = point{-normal.y, normal.x}
	}
}

// alongFlow averages src along the contours: at each pixel and at a step of one
// and a half pixels each way. At this size contours hardly bend in between.
func (ws *Workspace) alongFlow(dst, src []float32) {
	const middle, side = 0.4, 0.3
	reach := 1.5 * ws.unit
	for i, flow := range ws.flow {
		x, y := float32(i%ws.size), float32(i/ws.size)
		step := flow.times(reach)
		dst[i] = middle*src[i] + side*(ws.sampler(x+step.x, y+step.y).of(src)+ws.sampler(x-step.x, y-step.y).of(src))
	}
}

// quantile returns the level that a share of the values don't exceed, to
// within a thousandth.
func quantile(values []float32, share float32) float32 {
	const bins, most = 256, 0.25 // differences of Gaussians are small
	var count [bins]int
	for _, v := range values {
		count[min(max(int(v*(bins/most)), 0), bins-1)]++
	}
	left := int(share * float32(len(values)))
	for bin, n := range count {
		if left -= n; left < 0 {
			return float32(bin) * (most / bins)
		}
	}
	return most
}

// dropFaint clears what exceeds the level in a few connected pixels only.
func (ws *Workspace) dropFaint(values []float32, level float32) {
	const least = 7
	ws.labelAbove(values, level)
	ws.connect()
	for i, part := range ws.part {
		if ws.label[i] == 1 && float32(ws.partSize[part]) < least*ws.unit*ws.unit {
			values[i] = 0
		}
	}
}

// above writes to dst how much of each pixel lies above the level, in values
// interpolated between pixels. dst may be values.
func (ws *Workspace) above(dst, values []float32, level float32) {
	fine := ws.fine.l
	ws.enlarge(fine, values)
	size := ws.size
	for i := range dst {
		j := 4*(i/size)*size + 2*(i%size)
		quarters := [4]float32{fine[j], fine[j+1], fine[j+2*size], fine[j+2*size+1]}
		// How much values change within a quarter, by their differences crosswise.
		change := 0.6 * (abs(quarters[0]-quarters[3]) + abs(quarters[1]-quarters[2]))
		steep := 1 / (change + 0.01*level)
		sum := float32(0)
		for _, v := range quarters {
			sum += min(max(0.5+steep*(v-level), 0), 1)
		}
		dst[i] = sum / 4
	}
}
