package nn

import "math"

// Schedule gives the learning rate of each step of a training run.
type Schedule interface {
	LR(step int) float64
}

// Constant is the same learning rate at every step.
type Constant float64

// LR implements [Schedule].
func (c Constant) LR(int) float64 { return float64(c) }

// StepDecay multiplies Base by Factor at each milestone, given in steps.
type StepDecay struct {
	Base       float64
	Factor     float64
	Milestones []int
}

// LR implements [Schedule].
func (s StepDecay) LR(step int) float64 {
	lr := s.Base
	for _, m := range s.Milestones {
		if step >= m {
			lr *= s.Factor
		}
	}
	return lr
}

// OneCycle rises linearly from Start to Peak over WarmUp steps and falls
// linearly to Final at step Total. L. Smith and N. Topin, arXiv 1708.07120.
type OneCycle struct {
	Start, Peak, Final float64
	WarmUp, Total      int
}

// LR implements [Schedule].
func (s OneCycle) LR(step int) float64 {
	if step < s.WarmUp {
		return s.Start + (s.Peak-s.Start)*float64(step)/float64(s.WarmUp)
	}
	return s.Peak + (s.Final-s.Peak)*progress(step, s.WarmUp, s.Total)
}

// Cosine rises linearly to Peak, reached in the last of WarmUp steps, and falls
// to Final at step Total along half a cosine. I. Loshchilov and F. Hutter, arXiv
// 1608.03983, with the warm-up of P. Goyal et al., arXiv 1706.02677.
type Cosine struct {
	Peak, Final   float64
	WarmUp, Total int
}

// LR implements [Schedule].
func (s Cosine) LR(step int) float64 {
	if step < s.WarmUp {
		return s.Peak * float64(step+1) / float64(s.WarmUp)
	}
	return s.Final + (s.Peak-s.Final)*(1+math.Cos(math.Pi*progress(step, s.WarmUp, s.Total)))/2
}

// progress is how far step is on the way from begin to end, from 0 to 1.
func progress(step, begin, end int) float64 {
	if end <= begin {
		return 1
	}
	return min(float64(step-begin)/float64(end-begin), 1)
}
