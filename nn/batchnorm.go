package nn

import (
	"math"

	"canvasnet/nn/kernel"
)

// BatchNorm normalises each channel of (N, H, W, C) over the batch and its
// pixels: y = γ·(x − mean)/√(variance + ε) + β. S. Ioffe and C. Szegedy, arXiv
// 1502.03167.
//
// In training the statistics are the batch's, and running ones follow them as
// running = (1 − Momentum)·running + Momentum·batch, with the unbiased
// variance, as in PyTorch. Otherwise the running ones are used.
type BatchNorm struct {
	Epsilon  float64 // 0 stands for PyTorch's 1e-5
	Momentum float64 // 0 stands for PyTorch's 0.1
	ZeroInit bool    // γ starts at 0: a residual branch starts as nothing (arXiv 1706.02677, §5.1)

	shape       Shape
	gamma, beta *Param // (C)
	mean        *Param // running mean (C)
	variance    *Param // running variance (C)
	x, y, dx    *Tensor
	batchMean   []float32 // of the last forward pass
	inverse     []float32 // 1/√(variance + ε)
	scale       []float32 // Forward: y = scale·x + shift
	shift       []float32 // Backward: dx = scale·dy + slope·x + shift
	slope       []float32
	training    bool // whether the last pass used the batch's statistics
	sums        []moments
}

// moments are per-channel sums of one worker: float32 for some pixels, float64
// for all of them.
type moments struct {
	a, b       []float32
	sumA, sumB []float64
}

// Build implements [Layer].
func (b *BatchNorm) Build(in ...Shape) (Shape, error) {
	s, err := single("batch norm", in)
	if err != nil {
		return Shape{}, err
	}
	if b.Epsilon == 0 {
		b.Epsilon = 1e-5
	}
	if b.Momentum == 0 {
		b.Momentum = 0.1
	}
	b.shape = s
	b.gamma = newParam("weight", false, s.C)
	if !b.ZeroInit {
		b.gamma.initial = 1
	}
	b.beta = newParam("bias", false, s.C)
	b.mean = newStatistic("running_mean", 0, s.C)
	b.variance = newStatistic("running_var", 1, s.C)
	for _, p := range []*[]float32{&b.batchMean, &b.inverse, &b.scale, &b.shift, &b.slope} {
		*p = make([]float32, s.C)
	}
	return s, nil
}

// Params implements [Layer].
func (b *BatchNorm) Params() []*Param { return []*Param{b.gamma, b.beta, b.mean, b.variance} }

// Folded returns the scale and shift that normalisation by the running
// statistics amounts to.
func (b *BatchNorm) Folded() (scale, shift []float32) {
	scale, shift = make([]float32, b.shape.C), make([]float32, b.shape.C)
	for i := range scale {
		s := float64(b.gamma.Value[i]) / math.Sqrt(float64(b.variance.Value[i])+b.Epsilon)
		scale[i] = float32(s)
		shift[i] = float32(float64(b.beta.Value[i]) - s*float64(b.mean.Value[i]))
	}
	return scale, shift
}

// Forward implements [Layer].
func (b *BatchNorm) Forward(ctx *Context, in ...*Tensor) *Tensor {
	b.prepare(ctx, in[0])
	n := b.x.Shape[0]
	b.y = batch(b.y, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		kernel.ScaleShift(images(b.y, b.shape, i, i+1), images(b.x, b.shape, i, i+1), b.scale, b.shift)
	})
	return b.y
}

// prepare finds the scale and shift that normalise x.
func (b *BatchNorm) prepare(ctx *Context, x *Tensor) {
	b.x = x
	b.training = ctx.Training
	if b.training {
		b.measure(ctx.Team, x.Shape[0])
	} else {
		copy(b.batchMean, b.mean.Value)
		for i, v := range b.variance.Value {
			b.inverse[i] = float32(1 / math.Sqrt(float64(v)+b.Epsilon))
		}
	}
	for i, s := range b.inverse {
		b.scale[i] = b.gamma.Value[i] * s
		b.shift[i] = b.beta.Value[i] - b.scale[i]*b.batchMean[i]
	}
}

// measure takes mean and variance of the batch and moves the running ones.
func (b *BatchNorm) measure(team *Team, n int) {
	sum, squares := b.reduce(team, n, func(m *moments, lo, hi int) {
		kernel.Moments(m.a, m.b, b.x.Data[lo:hi])
	})
	count := float64(n * b.shape.H * b.shape.W)
	unbiased := count / max(count-1, 1)
	follow := func(running *float32, batch float64) {
		*running += float32(b.Momentum * (batch - float64(*running)))
	}
	for i := range sum {
		mean := sum[i] / count
		variance := max(squares[i]/count-mean*mean, 0)
		b.batchMean[i] = float32(mean)
		b.inverse[i] = float32(1 / math.Sqrt(variance+b.Epsilon))
		follow(&b.mean.Value[i], mean)
		follow(&b.variance.Value[i], variance*unbiased)
	}
}

// exactPixels is how many pixels are summed in float32 before the sum goes on
// in float64.
const exactPixels = 4096

// reduce adds up, over the batch, what each leaves in a and b for the elements
// lo up to hi: some pixels of one image.
func (b *BatchNorm) reduce(team *Team, n int, each func(m *moments, lo, hi int)) (sumA, sumB []float64) {
	c, pixels := b.shape.C, b.shape.H*b.shape.W
	for len(b.sums) < team.Threads() {
		b.sums = append(b.sums, moments{make([]float32, c), make([]float32, c), make([]float64, c), make([]float64, c)})
	}
	for i := range b.sums {
		clear(b.sums[i].sumA)
		clear(b.sums[i].sumB)
	}
	team.Each(n, func(w, lo, hi int, _ *kernel.Workspace) {
		m := &b.sums[w]
		for i := lo; i < hi; i++ {
			for at := 0; at < pixels; at += exactPixels {
				clear(m.a)
				clear(m.b)
				each(m, (i*pixels+at)*c, (i*pixels+min(at+exactPixels, pixels))*c)
				for j := range m.a {
					m.sumA[j] += float64(m.a[j])
					m.sumB[j] += float64(m.b[j])
				}
			}
		}
	})
	first := &b.sums[0]
	for _, m := range b.sums[1:] {
		for j := range first.sumA {
			first.sumA[j] += m.sumA[j]
			first.sumB[j] += m.sumB[j]
		}
	}
	return first.sumA, first.sumB
}

// Backward implements [Layer]. With x̂ the normalised input, m the number of
// pixels in the batch and s = 1/√(variance + ε),
//
//	dβ = Σ dy,  dγ = Σ dy·x̂,  dx = γ·s·(dy − dβ/m − x̂·dγ/m),
//
// and just γ·s·dy where the statistics were the running ones.
func (b *BatchNorm) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	b.learn(b.reduce(ctx.Team, n, func(m *moments, lo, hi int) {
		kernel.CrossMoments(m.a, m.b, dy.Data[lo:hi], b.x.Data[lo:hi], b.batchMean)
	}))
	if ctx.SkipInput {
		return nil
	}
	b.dx = batch(b.dx, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		kernel.Combine(images(b.dx, b.shape, i, i+1), images(dy, b.shape, i, i+1), images(b.x, b.shape, i, i+1), b.scale, b.slope, b.shift)
	})
	return []*Tensor{b.dx}
}

// learn adds to the gradients of γ and β, given Σ dy and Σ dy·(x − mean), and
// finds how dx follows from dy and x.
func (b *BatchNorm) learn(sum, cross []float64) {
	count := float64(b.x.Shape[0] * b.shape.H * b.shape.W)
	for i := range sum {
		s := float64(b.inverse[i])
		dGamma := cross[i] * s
		b.beta.Grad[i] += float32(sum[i])
		b.gamma.Grad[i] += float32(dGamma)

		scale := float64(b.gamma.Value[i]) * s
		slope, shift := 0.0, 0.0
		if b.training {
			slope = -scale * s * dGamma / count
			shift = -scale*sum[i]/count - slope*float64(b.batchMean[i])
		}
		b.scale[i], b.slope[i], b.shift[i] = float32(scale), float32(slope), float32(shift)
	}
}
