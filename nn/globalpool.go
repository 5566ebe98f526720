package nn

import "canvasnet/nn/kernel"

// GlobalAvgPool is the mean of each channel over the whole image: from
// (N, H, W, C) to (N, 1, 1, C). M. Lin et al., arXiv 1312.4400, §3.2.
type GlobalAvgPool struct {
	noParams
	in, out Shape
	y, dx   *Tensor
}

// Build implements [Layer].
func (p *GlobalAvgPool) Build(in ...Shape) (s Shape, err error) {
	p.in, err = single("global average pooling", in)
	p.out = Shape{1, 1, p.in.C}
	return p.out, err
}

func (p *GlobalAvgPool) weight() float32 { return 1 / float32(p.in.H*p.in.W) }

// Map implements [Mapper].
func (p *GlobalAvgPool) Map(dst []float32, src ...[]float32) {
	clear(dst)
	c, size := p.in.C, p.in.Len()
	for i := range len(dst) / c {
		kernel.SumChannels(dst[i*c:][:c], src[0][i*size:][:size])
	}
	kernel.Scale(dst, p.weight())
}

// Forward implements [Layer].
func (p *GlobalAvgPool) Forward(ctx *Context, in ...*Tensor) *Tensor {
	p.y = forward(ctx, p, p.y, p.out, in)
	return p.y
}

// Backward implements [Layer]: every pixel takes an equal share.
func (p *GlobalAvgPool) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	p.dx = batch(p.dx, n, p.in)
	ctx.Team.Each(n, func(_, lo, hi int, _ *kernel.Workspace) {
		for i := lo; i < hi; i++ {
			dx, g := images(p.dx, p.in, i, i+1), images(dy, p.out, i, i+1)
			for at := 0; at < len(dx); at += p.in.C {
				copy(dx[at:], g)
			}
			kernel.Scale(dx, p.weight())
		}
	})
	return []*Tensor{p.dx}
}
