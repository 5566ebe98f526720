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
	sums        moments
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
	x := in[0]
	n := x.Shape[0]
	if ctx.Training {
		b.sums.start(ctx.Team, b.shape)
		ctx.Team.Each(n, func(w, lo, hi int, _ *kernel.Workspace) { b.observe(w, lo, hi, x) })
	}
	b.prepare(ctx, x)
	b.y = batch(b.y, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		kernel.ScaleShift(images(b.y, b.shape, i, i+1), images(x, b.shape, i, i+1), b.scale, b.shift)
	})
	return b.y
}

// observe takes images lo up to hi of x into the statistics of the batch.
func (b *BatchNorm) observe(w, lo, hi int, x *Tensor) {
	b.sums.add(w, lo, hi, func(sum, squares []float32, from, to int) { kernel.Moments(sum, squares, x.Data[from:to]) })
}

// prepare finds the scale and shift that normalise x, which in training has
// been observed.
func (b *BatchNorm) prepare(ctx *Context, x *Tensor) {
	b.x = x
	b.training = ctx.Training
	if b.training {
		b.measure(x.Shape[0])
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

// measure takes mean and variance of a batch of n and moves the running ones.
func (b *BatchNorm) measure(n int) {
	sum, squares := b.sums.total()
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

// Backward implements [Layer]. With x̂ the normalised input, m the number of
// pixels in the batch and s = 1/√(variance + ε),
//
//	dβ = Σ dy,  dγ = Σ dy·x̂,  dx = γ·s·(dy − dβ/m − x̂·dγ/m),
//
// and just γ·s·dy where the statistics were the running ones.
func (b *BatchNorm) Backward(ctx *Context, dy *Tensor) []*Tensor {
	n := dy.Shape[0]
	b.learn(ctx.Team, n, func(sum, cross []float32, from, to int) {
		kernel.CrossMoments(sum, cross, dy.Data[from:to], b.x.Data[from:to], b.batchMean)
	})
	if ctx.SkipInput {
		return nil
	}
	b.dx = batch(b.dx, n, b.shape)
	ctx.Team.Images(n, func(i int) {
		kernel.Combine(images(b.dx, b.shape, i, i+1), images(dy, b.shape, i, i+1), images(b.x, b.shape, i, i+1), b.scale, b.slope, b.shift)
	})
	return []*Tensor{b.dx}
}

// learn adds to the gradients of γ and β, from Σ dy and Σ dy·(x − mean), which
// each adds up, and finds how dx follows from dy and x.
func (b *BatchNorm) learn(team *Team, n int, each func(sum, cross []float32, from, to int)) {
	b.sums.start(team, b.shape)
	team.Each(n, func(w, lo, hi int, _ *kernel.Workspace) { b.sums.add(w, lo, hi, each) })
	sum, cross := b.sums.total()
	count := float64(n * b.shape.H * b.shape.W)
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
