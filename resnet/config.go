package resnet

import (
	"errors"
	"strconv"

	"canvasnet/nn"
	"canvasnet/weights"
)

// Shortcut is what carries the input of a block past it where its shape
// changes (He et al. 2015, arXiv 1512.03385, §3.3). Elsewhere it is the
// identity.
type Shortcut int

const (
	Projection Shortcut = iota // B: 1×1 convolution and batch norm
	ZeroExtend                 // A: every stride-th pixel, zeros for new channels; no parameters
)

// Stem is how a network begins.
type Stem int

const (
	Stem3x3   Stem = iota // 3×3 convolution, for images of some 32 pixels
	Stem7x7               // 7×7 convolution and 3×3 max pooling, both of stride 2
	StemKeras             // zero padding of 3, then the same with TensorFlow's padding and a biased convolution
)

// Block is the kind of residual block.
type Block int

const (
	Basic      Block = iota // two 3×3 convolutions
	Bottleneck              // 1×1, 3×3 with the stride, 1×1 with four times the channels
	Keras                   // two biased 3×3 convolutions with TensorFlow's padding; projections have a bias and no batch norm
)

// Transition is how a stage begins, from the second on unless said otherwise.
type Transition int

const (
	Strided Transition = iota // its first block has stride 2 and a projection

	// Every stage, the first too, begins with a 3×3 convolution to its width and,
	// as far as Poolings go, 2×2 max pooling, and all its blocks are identity
	// blocks (D. Page, "How to Train Your ResNet", 2018; K. Jordan,
	// arXiv 2404.00498, §3).
	Pooled
)

// Config describes a residual network of any depth and width. Those of the zoo
// come from [Named], and only they can be loaded from a file by name.
type Config struct {
	Name     string
	Stem     Stem
	Block    Block
	Stages   []int // blocks in each stage
	Widths   []int // channels of each stage's 3×3 convolutions
	Shortcut Shortcut

	Transition Transition
	Poolings   int // stages, from the first, that Pooled transitions halve; 0 stands for all
	StemWidth  int // channels of the stem; 0 stands for those of the first stage

	Classes []string      // names of the classes
	Input   weights.Input // size of the input and how its pixels are normalised

	Epsilon  float64 // of batch norm; 0 stands for 1e-5
	Momentum float64 // of batch norm's running statistics; 0 stands for 0.1
	Hidden   int     // units of a ReLU layer before the last; 0 for none
	Flatten  bool    // 2×2 average pooling and flatten instead of the global average
	ZeroInit bool    // blocks start as the identity: the last batch norm's scale is 0
}

func (c Config) check() error {
	if len(c.Stages) == 0 || len(c.Stages) != len(c.Widths) {
		return c.wrong(strconv.Itoa(len(c.Stages)) + " stages and " + strconv.Itoa(len(c.Widths)) + " widths, want the same number, at least one")
	}
	for i := range c.Stages {
		if c.Stages[i] < 1 || c.Widths[i] < 1 {
			return c.wrong("stage " + strconv.Itoa(i+1) + " has " + strconv.Itoa(c.Stages[i]) +
				" blocks of width " + strconv.Itoa(c.Widths[i]) + ", want at least one of each")
		}
	}
	if len(c.Classes) == 0 {
		return c.wrong("no classes")
	}
	if c.Input.Size < 1 || c.Input.Size > weights.MaxInputSize {
		return c.wrong("input of " + strconv.Itoa(c.Input.Size) + " pixels, want 1 to " + strconv.Itoa(weights.MaxInputSize))
	}
	return nil
}

// wrong is an error about c.
func (c Config) wrong(what string) error {
	return errors.New("network " + strconv.Quote(c.Name) + ": " + what)
}

// Graph builds the network, without initial values.
func (c Config) Graph() (*nn.Graph, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	b := builder{Config: c, g: nn.NewGraph(nn.Shape{H: c.Input.Size, W: c.Input.Size, C: 3})}
	x := b.stem(b.g.Input())
	for stage, blocks := range c.Stages {
		name := "layer" + strconv.Itoa(stage+1) + "."
		if c.Transition == Pooled {
			x = b.pooled(name+"down", x, c.Widths[stage], c.Poolings == 0 || stage < c.Poolings)
		}
		for i := range blocks {
			stride := 1
			if c.Transition == Strided && stage > 0 && i == 0 {
				stride = 2
			}
			x = b.block(name+strconv.Itoa(i), x, c.Widths[stage], stride)
		}
	}
	b.head(x)
	if err := b.g.Err(); err != nil {
		return nil, c.wrong(err.Error())
	}
	return b.g, nil
}
