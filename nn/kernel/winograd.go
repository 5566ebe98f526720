package kernel

// winograd computes a 3×3 convolution of stride 1 in tiles of m×m results with
// (m+2)² products a channel pair instead of 9m² (A. Lavin and S. Gray, "Fast
// Algorithms for Convolutional Neural Networks", arXiv 1509.09308). Products
// over channels are matrix products, one for each position of the transformed
// tile; the tiles are their rows.
type winograd struct {
	m         int
	transform transforms
	multiply  func(*matrices) // may be nil
	wide      int             // width of the panels it takes
	shape     ConvShape
	in, out   Layout
	panels    []panel
	matrix    int       // weights of one position
	filters   []float32 // (positions, panels)

	filterTransform linear
	bias            []float32

	// Tiles inside the image come before those that reach past its edge.
	inside   int
	from, to []int    // where each window starts in src, and its results in dst
	extent   [][2]int // of the tiles past the edge: rows and columns that exist

	tiles         int   // in a block
	rowIn, rowOut []int // where each row of a block of products starts, going in and coming out
	zeros         []float32
}

// winogradInput is the layout that an input needs: whole tiles must lie in it.
func winogradInput(s ConvShape, m int) Layout {
	in := s.Input()
	in.Bottom = roundUp(s.OutH(), m) + 2 - s.PadTop - s.InH
	in.Right = roundUp(s.OutW(), m) + 2 - s.PadLeft - s.InW
	return in
}

// fixedBlock is how many floats of transformed input and sums of products a
// block may take: they should stay in the second-level cache.
const fixedBlock = 1 << 16

func newWinograd(s ConvShape, m, images, blockFloats int, in, out Layout, set *kernels) *winograd {
	w := &winograd{
		m: m, transform: set.transforms(m), multiply: set.matrices, wide: 2 * set.lanes, shape: s, in: in, out: out,
		panels: panels(set, s.OutC, s.InC),
		matrix: s.InC * s.OutC,
		zeros:  make([]float32, s.OutC),

		filterTransform: filterTransform(m),
	}
	for _, inside := range []bool{true, false} {
		for i := range images {
			for y := 0; y < s.OutH(); y += m {
				for x := 0; x < s.OutW(); x += m {
					h, v := min(m, s.OutH()-y), min(m, s.OutW()-x)
					if (h == m && v == m) != inside {
						continue
					}
					w.from = append(w.from, i*in.Len()+in.At(y-s.PadTop, x-s.PadLeft))
					w.to = append(w.to, i*out.Len()+out.At(y, x))
					if !inside {
						w.extent = append(w.extent, [2]int{h, v})
					}
				}
			}
		}
		if inside {
			w.inside = len(w.from)
		}
	}
	perTile := w.positions() * (s.InC + s.OutC)
	w.tiles = roundUp(min(max(blockFloats/perTile, 1), len(w.from)), maxRows)
	for i := range w.tiles + maxRows - 1 {
		w.rowIn = append(w.rowIn, i*s.InC)
		w.rowOut = append(w.rowOut, i*s.OutC)
	}
	return w
}

func (w *winograd) positions() int { return (w.m + 2) * (w.m + 2) }

func (w *winograd) setFilters(f, bias []float32) {
	w.bias = packBias(nil, bias, w.panels)
	w.filters = make([]float32, w.positions()*w.matrix)
	w.transformFilters(f, 0, w.shape.InC, false, new(Workspace))
}

// transformFilters transforms the filters of the input channels from lo to hi:
// f (OutC, InC, 3, 3), or if turned is set f (InC, OutC, 3, 3) turned by 180°.
func (w *winograd) transformFilters(f []float32, lo, hi int, turned bool, ws *Workspace) {
	_ = w.filters[:w.positions()*w.matrix] // assembly would not miss them
	nextIn, nextOut := 9, w.shape.InC*9
	if turned {
		nextIn, nextOut = w.shape.OutC*9, 9
	}
	for i := range w.panels {
		p := &w.panels[i]
		for c := lo; c < hi; c++ {
			g := ws.buf[:9*p.width] // (9, width)
			for o := range p.cols {
				for tap, v := range f[c*nextIn+(p.first+o)*nextOut:][:9] {
					if turned {
						tap = 8 - tap
					}
					g[tap*p.width+o] = v
				}
			}
			w.filterTransform.apply(w.filters[p.at+c*p.width:], w.matrix, g, p.micro, ws)
		}
	}
}

// run computes its part of dst = src * filters + bias + add, bounded below by
// floor.
func (w *winograd) run(dst, src, add []float32, floor float32, s share, ws *Workspace) {
	_ = w.filters[:w.positions()*w.matrix] // assembly would not miss them
	tiles, columns := s.split(len(w.from), maxRows)
	lo, hi := tiles.cut(len(w.from), maxRows)
	first, last := columns.cut(len(w.panels), 1)
	if first == last {
		return
	}
	panels := w.panels[first:last]
	ws.input = inputTiles{
		src: src, row: w.in.Row(), pixel: w.in.C, channels: w.shape.InC, lines: ws.lines[:],
	}
	ws.square = grow(ws.square, 2*w.m*w.m*w.shape.OutC)
	firstCol := panels[0].first
	end := panels[len(panels)-1]
	ws.output = outputTiles{
		dst: dst[firstCol:], pixel: w.out.C, channels: end.first + end.cols - firstCol,
		bias: w.bias[firstCol:], floor: floor, lines: ws.lines[:],
	}
	if add != nil {
		ws.output.add = add[firstCol:]
	}
	for ; lo < hi; lo += w.tiles {
		w.block(panels, lo, min(lo+w.tiles, hi), ws)
	}
}

// block computes the tiles from lo to hi.
func (w *winograd) block(panels []panel, lo, hi int, ws *Workspace) {
	in, out := &ws.input, &ws.output
	rows := hi - lo + maxRows - 1 // of a product; those past the last tile are not used
	in.position, out.position = rows*in.channels, rows*w.shape.OutC
	in.dst = ws.padded(w.positions() * in.position)
	sums := ws.extra(w.positions() * out.position)
	in.at = w.from[lo:hi]
	w.transform.input(in)

	w.products(sums, in.dst, panels, rows, hi-lo, ws)
	out.src = sums[panels[0].first:]
	w.results(lo, hi, ws)
}

// products multiplies, at every position, the n transformed tiles in src
// (positions, rows, InC) by panels of the filters into dst (positions, rows, OutC).
func (w *winograd) products(dst, src []float32, panels []panel, rows, n int, ws *Workspace) {
	inC, outC := w.shape.InC, w.shape.OutC
	p := &panels[0]
	if w.multiply != nil && panels[len(panels)-1].width == w.wide {
		m := &ws.matrices
		*m = matrices{
			a: src, nextA: rows * inC,
			b: w.filters[p.at:], nextB: w.matrix,
			c: dst[p.first:], nextC: rows * outC, stride: outC,
			count: w.positions(), blocks: (n + p.micro.rows - 1) / p.micro.rows, k: inC, panels: len(panels),
		}
		w.multiply(m)
		return
	}
	t := &ws.call
	*t = tile{runs: 1, length: inC, bias: w.zeros, floor: noFloor}
	for position := range w.positions() {
		t.src = src[position*rows*inC:]
		for i := range panels {
			p := &panels[i]
			t.blocks = (n + p.micro.rows - 1) / p.micro.rows
			t.a, t.d = w.rowIn[:t.blocks*p.micro.rows], w.rowOut[:t.blocks*p.micro.rows]
			t.panel = w.filters[position*w.matrix+p.at:]
			t.dst = dst[position*rows*outC+p.first:]
			p.micro.tile(t)
		}
	}
}

// results transforms the sums of the tiles from lo to hi.
func (w *winograd) results(lo, hi int, ws *Workspace) {
	out := &ws.output
	out.tile, out.row = w.shape.OutC, w.out.Row()
	inside := max(min(hi, w.inside), lo)
	if out.at = w.to[lo:inside]; len(out.at) > 0 {
		w.transform.output(out)
	}
	if inside == hi {
		return
	}

	// Tiles past the edge go by way of a square of their own.
	dst, add, src := out.dst, out.add, out.src
	n, square := out.channels, w.m*w.shape.OutC
	out.dst = ws.square[:w.m*square]
	if add != nil {
		out.add = ws.square[w.m*square:][:w.m*square]
	}
	out.row, out.at = square, ws.d[:1]
	ws.d[0] = 0
	for i := inside; i < hi; i++ {
		out.src = src[(i-lo)*out.tile:]
		size, to := w.extent[i-w.inside], w.to[i]
		if add != nil {
			copyPixels(out.add, square, add[to:], w.out.Row(), size, out.pixel, n)
		}
		w.transform.output(out)
		copyPixels(dst[to:], w.out.Row(), out.dst, square, size, out.pixel, n)
	}
	out.dst, out.add = dst, add
}

// copyPixels copies n channels of pixels, whose rows and columns size counts.
func copyPixels(dst []float32, dstRow int, src []float32, srcRow int, size [2]int, pixel, n int) {
	run, runs := n, size[1]
	if n == pixel {
		run, runs = n*size[1], 1 // whole rows
	}
	for y := range size[0] {
		for x := range runs {
			copy(dst[y*dstRow+x*pixel:][:run], src[y*srcRow+x*pixel:])
		}
	}
}
