package sketch

import "slices"

// point is a place in pixels of the photo, with pixel centres at whole numbers,
// or a direction.
type point struct{ x, y float32 }

func (p point) plus(q point) point { return point{p.x + q.x, p.y + q.y} }

func (p point) times(k float32) point { return point{k * p.x, k * p.y} }

func (p point) dot(q point) float32 { return p.x*q.x + p.y*q.y }

func (p point) length() float32 { return sqrt(p.dot(p)) }

// apart is the distance of two points.
func apart(p, q point) float32 { return p.plus(q.times(-1)).length() }

// chain is a traced contour: ws.points[start:end].
type chain struct {
	start, end int
	length     float32 // in pixels of the photo
	strength   float32 // the largest
	weight     float32 // the mean strength times the length
	closed     bool
}

// step leads from an edge pixel to one that its contour may go on with.
type step struct {
	dx, dy    int
	direction point // of length 1
}

// neighbours are near, secondNeighbours lie across a gap of one pixel.
var neighbours, secondNeighbours = ring(1), ring(2)

func ring(radius int) (steps []step) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if max(dx, -dx, dy, -dy) == radius {
				p := point{float32(dx), float32(dy)}
				steps = append(steps, step{dx, dy, p.times(1 / p.length())})
			}
		}
	}
	return steps
}

// trace links the pixels of ws.edge to chains: from each pixel that is left as
// far as it goes, and then the other way.
func (ws *Workspace) trace() {
	ws.points, ws.chains = ws.points[:0], ws.chains[:0]
	for i := range ws.edge {
		if !ws.edge[i] {
			continue
		}
		c := chain{start: len(ws.points)}
		tangent := point{-ws.normal[i].y, ws.normal[i].x}
		ws.take(&c, i)
		ws.follow(&c, i, tangent)
		slices.Reverse(ws.points[c.start:])
		ws.follow(&c, i, tangent.times(-1))
		c.end = len(ws.points)
		ws.measure(&c)
		ws.chains = append(ws.chains, c)
	}
}

// take moves an edge pixel to the end of a chain.
func (ws *Workspace) take(c *chain, i int) {
	size := 2 * ws.size
	x, y := i%size, i/size
	ws.edge[i] = false
	p := point{float32(x), float32(y)}.plus(ws.normal[i].times(ws.shift[i]))
	ws.points = append(ws.points, point{p.x/2 - 0.25, p.y/2 - 0.25})
	strength := ws.strength[i] * ws.attention(y/2*ws.size+x/2)
	c.strength = max(c.strength, strength)
	c.weight += strength
}

// follow goes on from pixel i along the edge, as straight as it can.
func (ws *Workspace) follow(c *chain, i int, direction point) {
	const (
		anyAhead = 0.0 // cosines of the largest turns
		straight = 0.7
	)
	for {
		next, taken := ws.next(i, direction, neighbours, anyAhead)
		if next < 0 {
			next, taken = ws.next(i, direction, secondNeighbours, straight)
		}
		if next < 0 {
			return
		}
		ws.take(c, next)
		direction = direction.plus(taken)
		direction = direction.times(1 / direction.length())
		i = next
	}
}

// next returns the edge pixel, of those that steps lead to, that lies most
// nearly in a direction, and the direction in which it lies; or -1 if the cosine
// between the two is not above least. The border of the picture has no edges,
// so steps over it meet none in the next row.
func (ws *Workspace) next(i int, direction point, steps []step, least float32) (next int, taken point) {
	next = -1
	for _, s := range steps {
		j := i + 2*ws.size*s.dy + s.dx
		if j < 0 || j >= len(ws.edge) || !ws.edge[j] {
			continue
		}
		if cosine := s.direction.dot(direction); cosine > least {
			next, taken, least = j, s.direction, cosine
		}
	}
	return next, taken
}

// measure completes a chain.
func (ws *Workspace) measure(c *chain) {
	const fewest = 10 // points of a closed chain
	points := ws.points[c.start:c.end]
	for k := 1; k < len(points); k++ {
		c.length += apart(points[k-1], points[k])
	}
	if gap := apart(points[0], points[len(points)-1]); len(points) >= fewest && gap < 1 {
		c.closed = true
		c.length += gap
	}
	c.weight *= c.length / float32(len(points))
}
