package sketch

import (
	"cmp"
	"slices"
)

// drawContours draws the contours of the photo over the canvas.
func (ws *Workspace) drawContours() {
	s := ws.style
	if s.Outline > 0 {
		ws.outline()
	}
	low := s.Threshold / ws.unit
	ws.double(s.Sigma * ws.unit)
	ws.gradient(low)
	strongest := ws.thin(low)
	ws.trace()
	ws.drawChains(max(1.5*low, 0.2*strongest))
}

// outline makes the smoothed photo give way to its foreground, a plain shape,
// so that this has a contour all around.
func (ws *Workspace) outline() {
	const contrast = 0.5
	inside, outside, n := float32(0), float32(0), float32(0)
	for i, v := range ws.matte {
		inside += v * ws.smooth.l[i]
		outside += (1 - v) * ws.smooth.l[i]
		n += v
	}
	share := ws.style.Outline
	rise := share * contrast
	if darker := inside*(float32(len(ws.matte))-n) < outside*n; darker {
		rise = -rise // not to cancel the photo's own edges
	}
	for i, v := range ws.matte {
		c := ws.smooth.at(i).scaled(1 - share)
		c.l += rise * v
		ws.smooth.set(i, c)
	}
}

// drawChains draws the chains that matter most: long and strong ones first,
// until the ink is spent. None counts that is nowhere as strong as high (the
// hysteresis of Canny), or that is short.
func (ws *Workspace) drawChains(high float32) {
	const shortest = 2.5
	slices.SortFunc(ws.chains, func(c, d chain) int {
		return cmp.Or(cmp.Compare(d.weight, c.weight), cmp.Compare(c.start, d.start))
	})
	clear(ws.pen)
	ink := ws.style.Budget * float32(len(ws.pen))
	width := ws.style.Width * ws.unit
	for _, c := range ws.chains {
		area := c.length * width
		if c.strength < high || c.length < shortest*ws.unit || area > ink {
			continue
		}
		ink -= area
		ws.drawChain(c, width)
	}
	ws.cover()
}

// drawChain draws one contour with the pen, as smooth and as straight as a hand
// draws it.
func (ws *Workspace) drawChain(c chain, width float32) {
	s := ws.style
	line := append(ws.stroke[:0], ws.points[c.start:c.end]...)
	if c.closed {
		line = append(line, line[0])
	}
	for range 3 {
		relax(line, c.closed)
	}
	slip := point{ws.uniform(), ws.uniform()}.times(0.3 * s.Wobble * ws.unit)
	for i := range line {
		line[i] = line[i].plus(slip)
	}
	ws.simplify(line, s.Simplify*ws.unit)
	last := line[0]
	for i := 1; i < len(line); i++ {
		if !ws.kept[i] {
			continue
		}
		if gap := s.Gaps > 0 && ws.uniform() < 2*s.Gaps-1; !gap {
			ws.drawSegment(last, line[i], width)
		}
		last = line[i]
	}
}

// relax smooths a line between its ends. A closed one ends where it begins, and
// has none.
func relax(line []point, closed bool) {
	last := len(line) - 1
	before := line[0]
	if closed {
		before = line[last-1]
	}
	for i := range last {
		here := line[i]
		if closed || i > 0 {
			line[i] = before.plus(line[i+1]).times(0.25).plus(here.times(0.5))
		}
		before = here
	}
	if closed {
		line[last] = line[0]
	}
}

// simplify marks in ws.kept the points that a line needs to stay, by segments
// between these alone, within the tolerance (Douglas and Peucker 1973).
func (ws *Workspace) simplify(line []point, tolerance float32) {
	kept := ws.kept[:len(line)]
	clear(kept)
	kept[0], kept[len(kept)-1] = true, true
	stack := append(ws.stack[:0], 0, int32(len(line)-1))
	for len(stack) > 0 {
		first, last := int(stack[len(stack)-2]), int(stack[len(stack)-1])
		stack = stack[:len(stack)-2]
		farthest, most := 0, tolerance*tolerance
		chord := newSegment(line[first], line[last])
		for i := first + 1; i < last; i++ {
			if d := chord.squaredDistance(line[i]); d > most {
				farthest, most = i, d
			}
		}
		if farthest > 0 {
			kept[farthest] = true
			stack = append(stack, int32(first), int32(farthest), int32(farthest), int32(last))
		}
	}
}

// segment is a straight line between two points.
type segment struct {
	start, along point
	inverse      float32 // of its squared length, or 0 for a single point
}

func newSegment(a, b point) segment {
	s := segment{start: a, along: b.plus(a.times(-1))}
	if square := s.along.dot(s.along); square > 0 {
		s.inverse = 1 / square
	}
	return s
}

// squaredDistance is that of p from the nearest point of the segment.
func (s segment) squaredDistance(p point) float32 {
	off := point{p.x - s.start.x, p.y - s.start.y}
	t := min(max(off.dot(s.along)*s.inverse, 0), 1)
	off.x -= t * s.along.x
	off.y -= t * s.along.y
	return off.dot(off)
}

// drawSegment adds to ws.pen how much of each pixel a round pen of the given
// width covers on its way from a to b: what averaging over the pixel gives
// where the segment runs along an axis.
func (ws *Workspace) drawSegment(a, b point, width float32) {
	half := width / 2
	reach := half + 0.5
	last := float32(ws.size - 1)
	left, right := max(min(a.x, b.x)-reach, 0), min(max(a.x, b.x)+reach, last)
	top, bottom := max(min(a.y, b.y)-reach, 0), min(max(a.y, b.y)+reach, last)
	line := newSegment(a, b)
	for y := int(top); y <= int(bottom); y++ {
		for x := int(left); x <= int(right); x++ {
			square := line.squaredDistance(point{float32(x), float32(y)})
			if square >= reach*reach {
				continue
			}
			d := sqrt(square)
			covered := min(d+0.5, half) - max(d-0.5, -half)
			i := y*ws.size + x
			ws.pen[i] = max(ws.pen[i], covered)
		}
	}
}
