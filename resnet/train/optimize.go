package train

import (
	"math"

	"canvasnet/nn"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
	"canvasnet/weights"
)

// optimizer is the one that the recipe names.
func optimizer(r recipe.Recipe) nn.Optimizer {
	o := r.Optimizer
	if o.Kind == recipe.Adam {
		return &nn.Adam{Beta1: o.Beta1, Beta2: o.Beta2, Epsilon: o.Epsilon, WeightDecay: o.WeightDecay, Decoupled: o.Decoupled}
	}
	return &nn.SGD{Momentum: o.Momentum, Nesterov: o.Nesterov, WeightDecay: o.WeightDecay, Decoupled: o.Decoupled}
}

// schedule turns the recipe's, in epochs, into one in steps.
func schedule(r recipe.Recipe, stepsPerEpoch int) nn.Schedule {
	steps := func(epochs float64) int { return int(math.Round(epochs * float64(stepsPerEpoch))) }
	s := r.Schedule
	total := steps(float64(r.Epochs))
	switch s.Kind {
	case recipe.Constant:
		return nn.Constant(s.Peak)
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

// Source yields what a run learns from: the training pictures as its recipe
// varies and mixes them.
func (c Config) Source() dataset.Source {
	return dataset.Source{
		Set:       c.Train,
		Augment:   augmentation(c.Recipe.Augment, c.Model.Input),
		Alternate: c.Recipe.Augment.AlternatingFlip,
		Seed:      c.Recipe.Seed,
		Mix:       dataset.Mix(c.Recipe.Mix),
		Gallery:   c.Gallery,
	}
}

// augmentation is the recipe's, with the mean colour of the training set where
// a picture has nothing to show.
func augmentation(a recipe.Augment, in weights.Input) dataset.Augment {
	augment := dataset.Augment{Pad: a.Pad, Reflect: a.PadMode == recipe.Reflect, Flip: a.Flip, Cutout: a.Cutout}
	for i, m := range in.Mean {
		augment.Fill[i] = byte(math.Round(float64(m) * 255))
	}
	return augment
}
