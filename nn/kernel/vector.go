package kernel

import "math"

// Each loop below runs on vectors as far as whole vectors go (the functions
// named …Vectors say how far that was; in a build without vectors, nowhere) and
// then in plain Go. dst may be one of the operands.

// Add computes dst = x + y.
func Add(dst, x, y []float32) {
	for i := addVectors(dst, x, y); i < len(dst); i++ {
		dst[i] = x[i] + y[i]
	}
}

// Scale computes dst = a·dst.
func Scale(dst []float32, a float32) {
	for i := scaleVectors(dst, a); i < len(dst); i++ {
		dst[i] *= a
	}
}

// Axpy computes dst = dst + a·x.
func Axpy(dst []float32, a float32, x []float32) {
	for i := axpyVectors(dst, a, x); i < len(dst); i++ {
		dst[i] += a * x[i]
	}
}

// Lerp moves dst towards x: dst = dst + t·(x − dst), a step of an exponential
// moving average.
func Lerp(dst, x []float32, t float32) {
	for i := lerpVectors(dst, x, t); i < len(dst); i++ {
		dst[i] += t * (x[i] - dst[i])
	}
}

// Max computes dst = max(dst, x).
func Max(dst, x []float32) {
	for i := maxVectors(dst, x); i < len(dst); i++ {
		dst[i] = max(dst[i], x[i])
	}
}

// Max4 computes y = max(a, b, c, d).
func Max4(y, a, b, c, d []float32) {
	for i := max4Vectors(y, a, b, c, d); i < len(y); i++ {
		y[i] = max(a[i], b[i], c[i], d[i])
	}
}

// Max4Grad takes the gradient dy by y = max(a, b, c, d) to the first of the four
// that is as great, and sets those of the others to zero.
func Max4Grad(da, db, dc, dd, dy, y, a, b, c, d []float32) {
	for i := max4GradVectors(da, db, dc, dd, dy, y, a, b, c, d); i < len(y); i++ {
		da[i], db[i], dc[i], dd[i] = 0, 0, 0, 0
		switch y[i] {
		case a[i]:
			da[i] = dy[i]
		case b[i]:
			db[i] = dy[i]
		case c[i]:
			dc[i] = dy[i]
		case d[i]:
			dd[i] = dy[i]
		}
	}
}

// ReLU computes dst = max(x, 0).
func ReLU(dst, x []float32) {
	for i := reluVectors(dst, x); i < len(dst); i++ {
		dst[i] = max(x[i], 0)
	}
}

// ReLUGrad computes dx = dy where y > 0, else 0, for y = ReLU(x).
func ReLUGrad(dx, dy, y []float32) {
	for i := reluGradVectors(dx, dy, y); i < len(dx); i++ {
		if y[i] > 0 {
			dx[i] = dy[i]
		} else {
			dx[i] = 0
		}
	}
}

// Momentum holds the settings of SGDStep; see there.
type Momentum struct {
	LR       float32 // learning rate
	Momentum float32
	L2       float32 // weight decay added to the gradient
	Decay    float32 // weight decay applied to the weights, times LR
	Nesterov bool
}

// SGDStep updates weights w and velocity v by gradient g, in one pass:
//
//	g = g + L2·w
//	v = Momentum·v + g
//	w = w − LR·(v, or g + Momentum·v for Nesterov) − LR·Decay·w
//
// I. Sutskever et al., "On the importance of initialization and momentum in
// deep learning", ICML 2013, in the form that PyTorch gives it.
func (m Momentum) SGDStep(w, v, g []float32) {
	// As w = keep·w − byV·v − byG·g, both forms are one expression.
	keep, byV, byG := 1-m.LR*m.Decay, m.LR, float32(0)
	if m.Nesterov {
		byV, byG = m.LR*m.Momentum, m.LR
	}
	for i := sgdVectors(w, v, g, m.Momentum, m.L2, keep, byV, byG); i < len(w); i++ {
		d := g[i] + m.L2*w[i]
		v[i] = m.Momentum*v[i] + d
		w[i] = keep*w[i] - byV*v[i] - byG*d
	}
}

// Adaptive holds the settings of AdamStep; see there.
type Adaptive struct {
	Rate    float32 // learning rate, over the bias correction of the mean
	Beta1   float32 // decay of the mean of gradients
	Beta2   float32 // decay of the mean of their squares
	Correct float32 // bias correction of the root of that mean
	Epsilon float32
	L2      float32 // weight decay added to the gradient
	Keep    float32 // share of the weights that decoupled weight decay leaves
}

// AdamStep updates weights w, the mean m of gradients and the mean s of their
// squares by gradient g, in one pass:
//
//	g = g + L2·w
//	m = m + (1 − Beta1)·(g − m)
//	s = s + (1 − Beta2)·(g² − s)
//	w = Keep·w − Rate·m / (Correct·√s + Epsilon)
//
// D. Kingma and J. Ba, arXiv 1412.6980, algorithm 1, with Rate = α/(1 − β₁ᵗ)
// and Correct = 1/√(1 − β₂ᵗ) at step t; Keep is that of I. Loshchilov and F.
// Hutter, arXiv 1711.05101.
func (a Adaptive) AdamStep(w, m, s, g []float32) {
	for i := adamVectors(w, m, s, g, a); i < len(w); i++ {
		d := g[i] + a.L2*w[i]
		m[i] += (1 - a.Beta1) * (d - m[i])
		s[i] += (1 - a.Beta2) * (d*d - s[i])
		root := float32(math.Sqrt(float64(s[i])))
		w[i] = a.Keep*w[i] - a.Rate*m[i]/(a.Correct*root+a.Epsilon)
	}
}

// Finite reports whether no element is infinite or NaN.
func Finite(x []float32) bool {
	done, finite := finiteVectors(x)
	for _, v := range x[done:] {
		finite = finite && v-v == 0 // Inf - Inf is NaN
	}
	return finite
}
