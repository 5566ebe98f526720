// Package inside looks into a network while it answers: which blocks it has,
// what each layer makes of a picture, where the evidence for a class lies, and
// what is left of the answer when blocks pass their input on unchanged.
package inside

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"canvasnet/nn"
	"canvasnet/nn/infer"
)

// View looks into a network through the plan that it runs by.
type View struct {
	Blocks []Block

	trunk  *infer.Plan
	pooled string // the layer whose mean is what the last layer reads; "" if there is no such
}

// New returns a view of a network that runs by trunk, the plan of all layers
// but the last, and then that one, which is dense.
func New(g *nn.Graph, trunk *infer.Plan) *View {
	v := &View{Blocks: blocks(g, trunk.Steps()), trunk: trunk}
	features := g.Output().Inputs[0]
	if _, ok := features.Layer.(*nn.GlobalAvgPool); ok {
		v.pooled = features.Inputs[0].Name
	}
	return v
}

// Seen is what a look into the network shows of one picture.
type Seen struct {
	Features []float32 // (C), what the last layer reads
	Before   *Maps     // what these are the mean of; nil if they are not a mean
	Maps     *Maps     // of the layer asked for, or nil
	Times    []Time
}

// Maps are the feature maps of a layer.
type Maps struct {
	Layer string
	Shape nn.Shape
	Data  []float32 // (H, W, C)
}

// Time is how long a layer took, with those that are computed together with it.
type Time struct {
	Layer string
	Took  time.Duration
}

// Look runs the network up to its features on a normalised picture (H, W, 3) and
// keeps the maps of one layer, none if it is "". The residual branches of the
// blocks named in without are switched off: only the shortcut is left of them.
func (v *View) Look(x []float32, layer string, without []string) (*Seen, error) {
	if layer != "" && !v.has(layer) {
		return nil, errors.New("inspect: the network has no layer " + strconv.Quote(layer) + " with maps to show: choose one that blocks() lists, before the head")
	}
	sums, err := v.sums(without)
	if err != nil {
		return nil, err
	}
	s := new(Seen)
	keep := func(o infer.Observed) *Maps {
		return &Maps{o.Layer, o.Shape(), o.Result()}
	}
	features := v.trunk.Observe(x, sums, func(o infer.Observed) {
		s.Times = append(s.Times, Time{o.Layer, o.Time})
		if o.Layer == layer {
			s.Maps = keep(o)
		}
		if o.Layer == v.pooled {
			s.Before = keep(o)
		}
	})
	s.Features = slices.Clone(features)
	return s, nil
}

// has reports whether the trunk computes the maps of a layer.
func (v *View) has(layer string) bool {
	return slices.ContainsFunc(v.trunk.Steps(), func(s infer.Step) bool { return s.Layers[len(s.Layers)-1] == layer })
}

// sums are the layers that add the branches of these blocks.
func (v *View) sums(names []string) ([]string, error) {
	var sums []string
	for _, name := range names {
		i := slices.IndexFunc(v.Blocks, func(b Block) bool { return b.Name == name && b.Residual() })
		if i < 0 {
			return nil, errors.New("inspect: the network has no residual block " + strconv.Quote(name) + ": it has " + strings.Join(v.residual(), ", "))
		}
		sums = append(sums, v.Blocks[i].sum)
	}
	return sums, nil
}

func (v *View) residual() (names []string) {
	for _, b := range v.Blocks {
		if b.Residual() {
			names = append(names, b.Name)
		}
	}
	return names
}
