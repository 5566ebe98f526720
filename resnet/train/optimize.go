package train

import (
	"math"

	"canvasnet/nn"
	"canvasnet/resnet/train/recipe"
)

// optimizer is the one that the recipe names.
func optimizer(r recipe.Recipe) *nn.SGD {
	return &nn.SGD{
		Momentum:    r.Optimizer.Momentum,
		Nesterov:    r.Optimizer.Nesterov,
		WeightDecay: r.Optimizer.WeightDecay,
		Decoupled:   r.Optimizer.Decoupled,
	}
}

// schedule turns the recipe's, in epochs, into one in steps.
func schedule(r recipe.Recipe, stepsPerEpoch int) nn.Schedule {
	steps := func(epochs float64) int { return int(math.Round(epochs * float64(stepsPerEpoch))) }
	s := r.Schedule
	total := steps(float64(r.Epochs))
	switch s.Kind {
	case recipe.OneCycle:
		return nn.OneCycle{Start: s.Initial, Peak: s.Peak, Final: s.Final, WarmUp: steps(s.WarmUp), Total: total}
	case recipe.Cosine:
		return nn.Cosine{Peak: s.Peak, Final: s.Final, WarmUp: steps(s.WarmUp), Total: total}
	}
	d := nn.StepDecay{Base: s.Peak, Factor: s.Factor}
	for _, m := range s.Milestones {
		d.Milestones = append(d.Milestones, steps(m))
	}
	return d
}
