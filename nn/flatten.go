package nn

// Flatten turns an image into one vector of features, in row-major order:
// from (N, H, W, C) to (N, 1, 1, H·W·C). No element moves.
type Flatten struct {
	noParams
	in, out Shape
}

// Build implements [Layer].
func (f *Flatten) Build(in ...Shape) (s Shape, err error) {
	f.in, err = single("flatten", in)
	f.out = Shape{1, 1, f.in.Len()}
	return f.out, err
}

// Map implements [Mapper].
func (f *Flatten) Map(dst []float32, src ...[]float32) { copy(dst, src[0]) }

// Forward implements [Layer].
func (f *Flatten) Forward(_ *Context, in ...*Tensor) *Tensor { return reshape(in[0], f.out) }

// Backward implements [Layer].
func (f *Flatten) Backward(_ *Context, dy *Tensor) []*Tensor { return []*Tensor{reshape(dy, f.in)} }

func reshape(t *Tensor, s Shape) *Tensor {
	return &Tensor{Shape: []int{t.Shape[0], s.H, s.W, s.C}, Data: t.Data}
}
