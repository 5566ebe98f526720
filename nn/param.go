package nn

// Param is an array that a layer holds: weights, which have a gradient and are
// learned, or running statistics, which have none. Building a layer fixes the
// shape alone; values come from [Graph.Init] or from a file, gradients with the
// first [Graph.Backward].
type Param struct {
	Name    string // within the layer: "weight", "bias", "running_mean" …
	Shape   []int
	Value   []float32
	Grad    []float32 // of the loss, summed by Backward
	Learned bool
	Decay   bool // whether weight decay applies

	initial float32
}

// newParam returns a learned parameter. Only weights of convolutions and dense
// layers decay, not biases or batch norm: T. He et al., "Bag of Tricks for
// Image Classification", arXiv 1812.01187, §3.2.
func newParam(name string, decay bool, shape ...int) *Param {
	return &Param{Name: name, Shape: shape, Learned: true, Decay: decay}
}

// newStatistic returns a parameter that is not learned.
func newStatistic(name string, initial float32, shape ...int) *Param {
	return &Param{Name: name, Shape: shape, initial: initial}
}

// Len is the number of elements.
func (p *Param) Len() int { return volume(p.Shape) }

// reset gives p its initial value, and memory if it has none.
func (p *Param) reset() {
	if p.Value == nil {
		p.Value = make([]float32, p.Len())
	}
	for i := range p.Value {
		p.Value[i] = p.initial
	}
}

// needGrad gives p memory for its gradient, if it is learned and has none.
func (p *Param) needGrad() {
	if p.Learned && p.Grad == nil {
		p.Grad = make([]float32, p.Len())
	}
}
