package nn

// Param is an array that a layer holds: weights, which have a gradient and are
// learned, or running statistics, which have none.
type Param struct {
	Name  string // within the layer: "weight", "bias", "running_mean" …
	Shape []int
	Value []float32
	Grad  []float32 // of the loss, summed by Backward; nil if not learned
	Decay bool      // whether weight decay applies
}

// newParam returns a learned parameter of zeros. Only weights of convolutions
// and dense layers decay, not biases or batch norm: T. He et al., "Bag of
// Tricks for Image Classification", arXiv 1812.01187, §3.2.
func newParam(name string, decay bool, shape ...int) *Param {
	p := newStatistic(name, 0, shape...)
	p.Grad = make([]float32, len(p.Value))
	p.Decay = decay
	return p
}

// newStatistic returns a parameter that is not learned, filled with v.
func newStatistic(name string, v float32, shape ...int) *Param {
	p := &Param{Name: name, Shape: shape, Value: make([]float32, volume(shape))}
	fill(p.Value, v)
	return p
}

func fill(s []float32, v float32) {
	for i := range s {
		s[i] = v
	}
}

// Learned reports whether p has a gradient.
func (p *Param) Learned() bool { return p.Grad != nil }
