package inside

import (
	"strconv"
	"strings"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"
)

// Kinds of blocks.
const (
	Stem       = "stem"       // takes the picture to the channels of the first stage
	Transition = "transition" // begins a stage: a convolution, and pooling where it halves height and width
	Identity   = "identity"   // adds its branch to its input
	Projection = "projection" // adds its branch to a 1×1 convolution of its input
	Extended   = "extended"   // adds its branch to every other pixel of its input, zeros for new channels
	Head       = "head"       // features to classes
)

// Block is a part of a network that papers draw as one box.
type Block struct {
	Name   string // "stem", "head", or as its layers' names begin: "layer1.0"
	Kind   string
	Shape  nn.Shape // of its output
	Params int      // learned
	MACs   int64    // multiply-accumulates for one picture
	Layers []Layer  // computed one after the other

	sum string // the layer that adds the branch to the shortcut, or ""
}

// Residual reports whether the block has a branch that can be switched off.
func (b Block) Residual() bool { return b.sum != "" }

// Layer is what one step of the plan computes: a layer with those that are
// computed together with it.
type Layer struct {
	Name   string // of the last of them, whose output it is
	Kind   string // in words, such as "3×3 convolution + batch norm + ReLU"
	Shape  nn.Shape
	Params int
	MACs   int64
}

// blocks groups the steps of the trunk, and the last layer after them.
func blocks(g *nn.Graph, steps []infer.Step) []Block {
	last := g.Output()
	steps = append(steps, infer.Step{Layers: []string{last.Name}, Shape: last.Shape, MACs: resnet.MACs(last)})
	inStage := false
	var all []Block
	for _, step := range steps {
		name := blockOf(step.Layers[0])
		switch {
		case name != "":
			inStage = true
		case inStage:
			name = Head
		default:
			name = Stem
		}
		if len(all) == 0 || all[len(all)-1].Name != name {
			all = append(all, Block{Name: name, Kind: name})
		}
		all[len(all)-1].add(g, step)
	}
	for i := range all {
		all[i].classify(g)
	}
	return all
}

// blockOf is the block that a layer's name says it is in: "layer1.0.conv1" is in
// "layer1.0".
func blockOf(layer string) string {
	if !strings.HasPrefix(layer, "layer") {
		return ""
	}
	parts := strings.SplitN(layer, ".", 3)
	return strings.Join(parts[:min(len(parts), 2)], ".")
}

// add adds a step to the block.
func (b *Block) add(g *nn.Graph, step infer.Step) {
	l := Layer{Name: step.Layers[len(step.Layers)-1], Shape: step.Shape, MACs: step.MACs}
	var kinds []string
	for _, name := range step.Layers {
		n := g.Node(name)
		kinds = append(kinds, kindOf(n.Layer))
		for _, p := range n.Layer.Params() {
			if p.Learned {
				l.Params += p.Len()
			}
		}
		if _, ok := n.Layer.(*nn.Add); ok {
			b.sum = name
		}
	}
	l.Kind = strings.Join(kinds, " + ")
	b.Layers = append(b.Layers, l)
	b.Shape = l.Shape
	b.Params += l.Params
	b.MACs += l.MACs
}

// classify says what kind of block it is, unless its name does.
func (b *Block) classify(g *nn.Graph) {
	if b.Name == Stem || b.Name == Head {
		return
	}
	if b.sum == "" {
		b.Kind = Transition
		return
	}
	// The second input of the sum is the shortcut.
	shortcut := g.Node(b.sum).Inputs[1]
	switch shortcut.Layer.(type) {
	case *nn.Subsample:
		b.Kind = Extended
	default:
		b.Kind = Identity
		if blockOf(shortcut.Name) == b.Name {
			b.Kind = Projection
		}
	}
}

// kindOf names a layer in words.
func kindOf(l nn.Layer) string {
	switch l := l.(type) {
	case *nn.Conv:
		return square(l.Kernel, l.Stride) + " convolution"
	case *nn.BatchNorm:
		return "batch norm"
	case *nn.ReLU:
		return "ReLU"
	case *nn.Add:
		return "sum"
	case *nn.MaxPool:
		return square(l.Size, l.Stride) + " max pooling"
	case *nn.AvgPool:
		return square(l.Size, l.Stride) + " average pooling"
	case *nn.GlobalAvgPool:
		return "global average pooling"
	case *nn.ZeroPad:
		return "zero padding"
	case *nn.Subsample:
		return "subsampling"
	case *nn.Flatten:
		return "flatten"
	case *nn.Dense:
		return "dense"
	}
	return "layer"
}

// square is the size of a window, and its stride if it is not 1.
func square(size, stride int) string {
	text := strconv.Itoa(size) + "×" + strconv.Itoa(size)
	if stride > 1 {
		text += "/" + strconv.Itoa(stride)
	}
	return text
}

// SetClasses makes the last layer one of that many classes, as it is once it has
// learned more of them.
func (v *View) SetClasses(n int) {
	head := &v.Blocks[len(v.Blocks)-1]
	last := &head.Layers[len(head.Layers)-1]
	width := int(last.MACs) / last.Shape.C
	head.Params += n*(width+1) - last.Params
	head.MACs += int64(n*width) - last.MACs
	last.Params, last.MACs = n*(width+1), int64(n*width)
	last.Shape.C, head.Shape.C = n, n
}
