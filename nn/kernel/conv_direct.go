package kernel

// directPass computes a pass by implicit matrix products, an image at a time.
type directPass struct {
	image  padding       // of what goes in
	phases []correlation // of what comes out
	packed [][]float32   // filters of each phase
	bias   []float32     // packed, or nil
}

func newDirectPass(image Layout, phases ...correlation) *directPass {
	d := &directPass{image: padding{Layout: image}, phases: phases}
	for i := range phases {
		d.packed = append(d.packed, Alloc(phases[i].packedLen()))
	}
	return d
}

func (d *directPass) setFilters(w []float32, lo, hi int, _ *Workspace) {
	for i := range d.phases {
		p := &d.phases[i]
		p.bank.pack(d.packed[i], w, p.panels, lo, hi)
	}
}

func (d *directPass) setBias(bias []float32) { d.bias = packBias(d.bias, bias, d.phases[0].panels) }

func (d *directPass) run(dst, src, add []float32, ws *Workspace) {
	in, out := d.image.H*d.image.W*d.image.C, d.phases[0].outLen
	for ; len(src) > 0; src, dst = src[in:], dst[out:] {
		image := d.image.apply(src[:in], ws)
		for i := range d.phases {
			d.phases[i].run(dst, image, d.packed[i], d.bias, add, noFloor, whole, ws)
		}
		if add != nil {
			add = add[out:]
		}
	}
}
