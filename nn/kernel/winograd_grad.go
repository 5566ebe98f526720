package kernel

// winogradGrad computes the gradient by the filters in Winograd's way. Results
// of a tile are Aᵀ·(U ⊙ V)·A of the transformed filters U and inputs V, so the
// gradient by U at each position of the tile is the product of V and of the
// transformed gradient by the results, summed over tiles: a matrix product.
type winogradGrad struct {
	m         int
	transform transforms
	shape     ConvShape
	in, out   Layout // of whole tiles
	tiles     int    // transformed before they are multiplied
	images    int    // in a group
	from, to  []int  // where the tiles of a group start in the input and the output
	panels    []panel
	filters   linear // from the gradient by transformed filters to that by filters
	rows      int    // input channels, rounded up to whole tiles of every panel
}

func newWinogradGrad(s ConvShape, m int, set *kernels) *winogradGrad {
	g := &winogradGrad{
		m: m, transform: set.transforms(m), shape: s,
		in: winogradInput(s, m), out: s.Output(),
		tiles:  groupTiles,
		panels: panels(set, s.OutC, 0), filters: filterTransform(m).transposed(),
	}
	if g.positions()*s.InC*s.OutC > cacheFloats {
		g.tiles *= 4 // sums come from far away
	}
	g.images = groupImages(s, m, g.tiles)
	for _, p := range g.panels {
		g.rows = max(g.rows, roundUp(s.InC, p.micro.rows))
	}
	g.out.Bottom, g.out.Right = roundUp(s.OutH(), m)-s.OutH(), roundUp(s.OutW(), m)-s.OutW()
	for i := range g.images {
		for y := 0; y < s.OutH(); y += m {
			for x := 0; x < s.OutW(); x += m {
				g.from = append(g.from, i*g.in.Len()+g.in.At(y-s.PadTop, x-s.PadLeft))
				g.to = append(g.to, i*g.out.Len()+g.out.At(y, x))
			}
		}
	}
	return g
}

func (g *winogradGrad) positions() int { return (g.m + 2) * (g.m + 2) }

func (g *winogradGrad) len() int { return g.positions() * g.rows * g.shape.OutC }

func (g *winogradGrad) group() int { return g.images }

func (g *winogradGrad) add(acc, src, ddst []float32, ws *Workspace) {
	s := g.shape
	in, out := s.InH*s.InW*s.InC, s.OutH()*s.OutW()*s.OutC
	for len(src) > 0 {
		n := max(min(g.images, len(src)/in), 1) // part of an image panics below
		g.addGroup(acc, src[:n*in], ddst[:n*out], n, ws)
		src, ddst = src[n*in:], ddst[n*out:]
	}
}

// addGroup adds the gradient of n images.
func (g *winogradGrad) addGroup(acc, src, ddst []float32, n int, ws *Workspace) {
	s := g.shape
	ws.images = g.in.surroundAll(ws.images, src)
	if !g.out.Dense() {
		ws.grads = g.out.surroundAll(ws.grads, ddst)
		ddst = ws.grads
	}
	tiles := len(g.from) / g.images * n
	for lo := 0; lo < tiles; lo += g.tiles {
		hi := min(lo+g.tiles, tiles)
		t := &ws.input
		*t = inputTiles{
			src: ws.images, row: g.in.Row(), pixel: s.InC, channels: s.InC,
			at: g.from[lo:hi], position: (hi - lo) * s.InC, lines: ws.lines[:],
		}
		t.dst = ws.padded(g.positions()*t.position + maxRows)
		g.transform.input(t)
		v := t.dst
		*t = inputTiles{
			src: ddst, row: g.out.Row(), pixel: s.OutC, channels: s.OutC,
			at: g.to[lo:hi], position: (hi - lo) * s.OutC, lines: ws.lines[:],
		}
		t.dst = ws.extra(g.positions() * t.position)
		g.transform.gradient(t)
		g.products(acc, v, t.dst, hi-lo, ws)
	}
}

// products adds to acc (positions, rows, OutC) the products of v (positions,
// tiles, InC) and d (positions, tiles, OutC) over tiles.
func (g *winogradGrad) products(acc, v, d []float32, tiles int, ws *Workspace) {
	inC, outC := g.shape.InC, g.shape.OutC
	o := &ws.grad
	*o = outer{a: v, aStep: inC, b: d, bStep: outC, height: 1, width: tiles, ldc: outC}
	for position := range g.positions() {
		for i := range g.panels {
			p := &g.panels[i]
			o.bi = position*tiles*outC + p.first
			for r := 0; r < inC; r += p.micro.rows {
				o.ai = position*tiles*inC + r
				o.c = acc[(position*g.rows+r)*outC+p.first:]
				p.micro.outer(o)
			}
		}
	}
}

func (g *winogradGrad) unpack(dw []float32, accs [][]float32, lo, hi int, ws *Workspace) {
	inC, outC := g.shape.InC, g.shape.OutC
	sums := ws.extra(g.positions() * outC) // by panel (positions, width)
	for c := lo; c < hi; c++ {
		for position := range g.positions() {
			for _, p := range g.panels {
				sumRow(sums[p.first*g.positions()+position*p.width:][:p.width], accs, (position*g.rows+c)*outC+p.first)
			}
		}
		for i := range g.panels {
			p := &g.panels[i]
			filters := ws.buf[:9*p.width] // (9, width)
			g.filters.apply(filters, p.width, sums[p.first*g.positions():], p.micro, ws)
			for o := range p.width {
				filter := dw[((p.first+o)*inC+c)*9:][:9]
				for tap := range filter {
					filter[tap] += filters[tap*p.width+o]
				}
			}
		}
	}
}
