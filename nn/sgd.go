package nn

import "canvasnet/nn/kernel"

// SGD is stochastic gradient descent with momentum, an [Optimizer]; see
// [kernel.Momentum.SGDStep] for the formula.
type SGD struct {
	Momentum    float64
	Nesterov    bool
	WeightDecay float64 // for parameters that decay
	Decoupled   bool    // decay weights apart from the gradient (I. Loshchilov and F. Hutter, arXiv 1711.05101), else as L2 penalty

	params   []NamedParam
	velocity [][]float32
}

// Attach implements [Optimizer].
func (o *SGD) Attach(ps []NamedParam) {
	o.params = learned(ps)
	o.velocity = zeros(o.params)
}

// Step implements [Optimizer].
func (o *SGD) Step(lr float64) {
	for i, p := range o.params {
		m := kernel.Momentum{LR: float32(lr), Momentum: float32(o.Momentum), Nesterov: o.Nesterov}
		switch {
		case p.Decay && o.Decoupled:
			m.Decay = float32(o.WeightDecay)
		case p.Decay:
			m.L2 = float32(o.WeightDecay)
		}
		m.SGDStep(p.Value, o.velocity[i], p.Grad)
	}
}

// State implements [Optimizer]: "velocity/" and the full name of a parameter
// is its velocity.
func (o *SGD) State() map[string][]float32 {
	s := make(map[string][]float32, len(o.params))
	for i, p := range o.params {
		s["velocity/"+p.FullName] = o.velocity[i]
	}
	return s
}
