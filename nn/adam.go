package nn

import (
	"math"

	"canvasnet/nn/kernel"
)

// Adam is an [Optimizer] with a step size for each weight, by the mean and the
// mean square of its gradients: D. Kingma and J. Ba, arXiv 1412.6980. With
// Decoupled it is AdamW: I. Loshchilov and F. Hutter, arXiv 1711.05101. See
// [kernel.Adaptive.AdamStep] for the formula.
//
// Epsilon is added after the bias correction, as in the paper's algorithm 1 and
// in PyTorch. Keras adds it before (the paper's "epsilon hat"), which is the
// same as a greater epsilon in the first steps, by up to √1000 with its default
// of Beta2.
type Adam struct {
	Beta1       float64 // decay of the mean; 0 stands for 0.9
	Beta2       float64 // decay of the mean square; 0 stands for 0.999
	Epsilon     float64 // against division by zero; 0 stands for Keras's 1e-7
	WeightDecay float64 // for parameters that decay
	Decoupled   bool    // decay weights apart from the gradient, else as L2 penalty

	params  []NamedParam
	mean    [][]float32
	squares [][]float32
	steps   []float32 // one number, among the state
}

// maxSteps is how far a float32 counts. The bias is long gone by then.
const maxSteps = 1 << 24

// Attach implements [Optimizer].
func (o *Adam) Attach(ps []NamedParam) {
	o.params = learned(ps)
	o.mean, o.squares = zeros(o.params), zeros(o.params)
	o.steps = make([]float32, 1)
}

// Step implements [Optimizer].
func (o *Adam) Step(lr float64) {
	o.steps[0] = min(o.steps[0]+1, maxSteps)
	t := float64(o.steps[0])
	beta1, beta2 := orElse(o.Beta1, 0.9), orElse(o.Beta2, 0.999)
	a := kernel.Adaptive{
		Rate:    float32(lr / (1 - math.Pow(beta1, t))),
		Beta1:   float32(beta1),
		Beta2:   float32(beta2),
		Correct: float32(1 / math.Sqrt(1-math.Pow(beta2, t))),
		Epsilon: float32(orElse(o.Epsilon, 1e-7)),
	}
	for i, p := range o.params {
		a.L2, a.Keep = 0, 1
		switch {
		case p.Decay && o.Decoupled:
			a.Keep = float32(1 - lr*o.WeightDecay)
		case p.Decay:
			a.L2 = float32(o.WeightDecay)
		}
		a.AdamStep(p.Value, o.mean[i], o.squares[i], p.Grad)
	}
}

// State implements [Optimizer]: "mean/" and "squares/" with the full name of a
// parameter are those of its gradients, "steps" is the number of steps.
func (o *Adam) State() map[string][]float32 {
	s := map[string][]float32{"steps": o.steps}
	for i, p := range o.params {
		s["mean/"+p.FullName] = o.mean[i]
		s["squares/"+p.FullName] = o.squares[i]
	}
	return s
}

func orElse(v, standard float64) float64 {
	if v == 0 {
		return standard
	}
	return v
}
