package sketch

// drawPencil shades by dividing lightness by its blurred self, which leaves
// contours and the dark side of edges: what image editors call colour dodge
// with the blurred negative.
func (ws *Workspace) drawPencil() {
	const (
		margin = 0.1 // of darkness that stays paper: texture
		most   = 6.0 // of the factor that makes faint pictures darker
	)
	s := ws.style
	light := ws.smooth.l
	ws.negate()
	ws.blur(ws.first, light, s.Sigma*ws.unit)
	sum := float32(0)
	for i, blurred := range ws.first {
		shade := 1 - (light[i]+0.1)/(max(blurred, 0)+0.1) - margin
		ws.pen[i] = max(shade, 0) * ws.attention(i)
		sum += ws.pen[i]
	}
	// As dark as the budget allows, but noise stays faint.
	gain := min(s.Budget*float32(len(ws.pen))/(sum+1e-6), most)
	for i, v := range ws.pen {
		ws.pen[i] = gain * v
	}
	ws.canvas.fill(ws.paper)
	ws.cover()
}

// drawCartoon steps the lightness of the smoothed photo, with soft edges
// between the steps (Winnemöller, Olsen and Gooch, "Real-time video
// abstraction", 2006).
func (ws *Workspace) drawCartoon() {
	levels := float32(ws.style.Levels)
	for i := range ws.canvas.l {
		c := ws.smooth.at(i)
		scaled := min(max(c.l, 0), 1) * (levels - 1)
		step := float32(int(scaled + 0.5))
		rest := 2 * (scaled - step) // -1 to 1
		c.l = (step + 0.5*rest*rest*rest) / (levels - 1)
		ws.canvas.set(i, ws.paper.mix(ws.vivid(c), ws.within(i)))
	}
}

// drawPoster paints flat areas of few colours.
func (ws *Workspace) drawPoster() {
	groups := ws.groups[:ws.style.Levels]
	ws.groupColours(groups)
	var flat [maxColours]colour
	ws.average(flat[:len(groups)], ws.photo)
	for k, c := range flat {
		flat[k] = ws.vivid(c)
	}
	ws.paintGroups(groups, flat[:len(groups)])
	for i := range ws.canvas.l {
		ws.canvas.set(i, ws.paper.mix(ws.canvas.at(i), ws.within(i)))
	}
}

// drawSilhouette fills the foreground.
func (ws *Workspace) drawSilhouette() {
	ws.canvas.fill(ws.paper)
	fill := ws.ink
	if ws.style.Tint > 0 {
		fill = fill.mix(ws.vivid(ws.foregroundColour()), ws.style.Tint)
	}
	for i, v := range ws.matte {
		ws.canvas.set(i, ws.paper.mix(fill, v*ws.frame[i]))
	}
}

// foregroundColour is the mean colour of the foreground, away from the paper's.
func (ws *Workspace) foregroundColour() colour {
	var sum colour
	n := float32(1e-6)
	for i, v := range ws.matte {
		sum.add(ws.photo.at(i).scaled(v))
		n += v
	}
	return ws.offPaper(sum.scaled(1 / n))
}

// within is 1 for a pixel that is painted, and less around an isolated
// foreground and beyond the photo.
func (ws *Workspace) within(i int) float32 {
	return ws.frame[i] * (1 - ws.style.Isolate*(1-ws.matte[i]))
}

// vivid turns and strengthens a colour as the style says.
func (ws *Workspace) vivid(c colour) colour {
	return colour{c.l, ws.chromaCos*c.a - ws.chromaSin*c.b, ws.chromaSin*c.a + ws.chromaCos*c.b}
}

// offPaper makes a colour visible on the paper: lighter or darker, if it is
// about as light.
func (ws *Workspace) offPaper(c colour) colour {
	const contrast = 0.4
	if d := c.l - ws.paper.l; abs(d) < contrast {
		if ws.paper.l > 0.5 {
			c.l = ws.paper.l - contrast
		} else {
			c.l = ws.paper.l + contrast
		}
	}
	return c
}

// cover lays ink on the canvas where the pen was.
func (ws *Workspace) cover() {
	tint := ws.style.Tint
	for i, v := range ws.pen {
		if v <= 0 {
			continue
		}
		ink := ws.ink
		if tint > 0 {
			ink = ink.mix(ws.offPaper(ws.vivid(ws.photo.at(i))), tint)
		}
		ws.canvas.set(i, ws.canvas.at(i).mix(ink, min(v, 1)))
	}
}
