package recipe

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Check reports the values that cannot work.
func (r Recipe) Check() error {
	s, o := r.Schedule, r.Optimizer
	err := errors.Join(
		within("length of name", float64(len(r.Name)), 0, maxName),
		within("number of schedule.milestones", float64(len(s.Milestones)), 0, maxMilestones),
		within("epochs", float64(r.Epochs), 1, 1e6),
		within("batch", float64(r.Batch), 1, 1<<16),
		within("label_smoothing", r.LabelSmoothing, 0, 0.999),
		within("ema", r.EMA, 0, 0.999999),
		within("ema_every", float64(r.EMAEvery), 0, 1e6),
		within("patience", float64(r.Patience), 0, 1e6),
		within("optimizer.momentum", o.Momentum, 0, 0.9999),
		within("optimizer.beta1", o.Beta1, 0, 0.9999),
		within("optimizer.beta2", o.Beta2, 0, 0.99999),
		within("optimizer.epsilon", o.Epsilon, 0, 1),
		within("optimizer.weight_decay", o.WeightDecay, 0, 1),
		within("schedule.peak", s.Peak, MinPeak, MaxPeak),
		within("schedule.initial", s.Initial, 0, s.Peak),
		within("schedule.final", s.Final, 0, s.Peak),
		within("schedule.warm_up", s.WarmUp, 0, float64(r.Epochs)),
		within("augment.pad", float64(r.Augment.Pad), 0, 4096),
		within("augment.cutout", float64(r.Augment.Cutout), 0, 4096),
		within("mix.sketches", r.Mix.Sketches, 0, 1),
		within("mix.drawings", r.Mix.Drawings, 0, 1),
		within("mix.scribbles", r.Mix.Scribbles, 0, 1),
		within("sum of the shares of mix", r.Mix.Sketches+r.Mix.Drawings+r.Mix.Scribbles, 0, 1),
	)
	if err != nil {
		return err
	}
	if r.ClassWeights != "" && r.ClassWeights != Balanced {
		return fmt.Errorf("class_weights is %q, want %q, or remove it", r.ClassWeights, Balanced)
	}
	if r.EMAEvery > 0 && r.EMA == 0 {
		return errors.New("ema_every is set, but ema is not: add it, such as ema = 0.999, or remove ema_every")
	}
	return errors.Join(o.check(), s.check(r.Epochs), r.Augment.check())
}

func within(key string, v, low, high float64) error {
	if math.IsNaN(v) || v < low || v > high {
		return fmt.Errorf("%s is %v, want %v to %v", key, v, low, high)
	}
	return nil
}

func (o Optimizer) check() error {
	switch o.Kind {
	case "", SGD:
		if o.Beta1 != 0 || o.Beta2 != 0 || o.Epsilon != 0 {
			return fmt.Errorf("optimizer.kind %q has no beta1, beta2 or epsilon: remove them, or choose %q", SGD, Adam)
		}
	case Adam:
		if o.Momentum != 0 || o.Nesterov {
			return fmt.Errorf("optimizer.kind %q has no momentum or nesterov: remove them, or choose %q", Adam, SGD)
		}
	default:
		return fmt.Errorf("optimizer.kind is %q, want %q or %q", o.Kind, SGD, Adam)
	}
	return nil
}

func (s Schedule) check(epochs int) error {
	ramps, steps := s.Initial != 0 || s.Final != 0 || s.WarmUp != 0, len(s.Milestones) > 0 || s.Factor != 0
	switch s.Kind {
	case Constant:
		if ramps || steps {
			return fmt.Errorf("schedule.kind %q has a peak and nothing else: remove the other keys", Constant)
		}
	case Step:
		if ramps {
			return fmt.Errorf("schedule.kind %q has no initial, final or warm_up: remove them", Step)
		}
		for _, m := range s.Milestones {
			if err := within("schedule.milestones", m, 0, float64(epochs)); err != nil {
				return err
			}
		}
		return within("schedule.factor", s.Factor, 1e-9, 1)
	case OneCycle, Cosine:
		if steps {
			return fmt.Errorf("schedule.kind %q has no milestones or factor: remove them, or choose %q", s.Kind, Step)
		}
		if s.Kind == Cosine && s.Initial != 0 {
			return fmt.Errorf("schedule.kind %q has no initial: remove it, for it rises from 0", Cosine)
		}
	default:
		return fmt.Errorf("schedule.kind is %q, want %q, %q, %q or %q", s.Kind, Constant, Step, OneCycle, Cosine)
	}
	return nil
}

func (a Augment) check() error {
	switch {
	case !slices.Contains([]string{"", Mean, Reflect}, a.PadMode):
		return fmt.Errorf("augment.pad_mode is %q, want %q or %q", a.PadMode, Mean, Reflect)
	case a.PadMode != "" && a.Pad == 0:
		return errors.New("augment.pad_mode is set, but there is no padding: add augment.pad, such as 4, or remove pad_mode")
	case a.Flip && a.AlternatingFlip:
		return errors.New("augment.flip and augment.alternating_flip exclude each other: remove one")
	}
	return nil
}
