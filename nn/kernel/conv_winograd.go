package kernel

// winogradPass computes a pass in Winograd's way, a group of images at a time:
// transformed filters are many, and pass through the caches once for each block
// of tiles, so a block should have many tiles.
type winogradPass struct {
	group, single *winograd // of groupImages and of one; they share filters and bias
	images        int       // in a group
	turned        bool      // filters are set turned by 180°, input and output channels exchanged
}

// passBlock is how many floats of transformed input and sums of products a block
// may take.
const passBlock = 1 << 18

// groupTiles is how many tiles there should be in a group.
const groupTiles = 64

func newWinogradPass(s ConvShape, m int, turned bool, set *kernels) *winogradPass {
	p := &winogradPass{images: groupImages(s, m, groupTiles), turned: turned}
	in := winogradInput(s, m)
	p.group = newWinograd(s, m, p.images, passBlock, in, s.Output(), set)
	p.single = newWinograd(s, m, 1, passBlock, in, s.Output(), set)
	p.group.filters, p.group.bias = Alloc(p.group.positions()*p.group.matrix), make([]float32, s.OutC)
	p.single.filters, p.single.bias = p.group.filters, p.group.bias
	return p
}

// groupImages is how many images of s make so many tiles of m×m results.
func groupImages(s ConvShape, m, tiles int) int {
	each := roundUp(s.OutH(), m) / m * (roundUp(s.OutW(), m) / m)
	return max(tiles/each, 1)
}

func (p *winogradPass) setFilters(w []float32, lo, hi int, ws *Workspace) {
	p.group.transformFilters(w, lo, hi, p.turned, ws)
}

func (p *winogradPass) setBias(bias []float32) { copy(p.group.bias, bias) }

func (p *winogradPass) run(dst, src, add []float32, ws *Workspace) {
	s := p.group.shape
	in, out := s.InH*s.InW*s.InC, s.OutH()*s.OutW()*s.OutC
	for len(src) > 0 {
		w, n := p.group, p.images
		if len(src) < n*in {
			w, n = p.single, 1
		}
		ws.images = w.in.surroundAll(ws.images, src[:n*in])
		var summand []float32
		if add != nil {
			summand, add = add[:n*out], add[n*out:]
		}
		w.run(dst[:n*out], ws.images, summand, noFloor, whole, ws)
		src, dst = src[n*in:], dst[n*out:]
	}
}
