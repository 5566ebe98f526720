package resnet

import "canvasnet/nn"

// builder appends the parts of a network to a graph. Names are torchvision's.
type builder struct {
	Config
	g *nn.Graph
}

// biased reports whether convolutions have a bias, as they do by default in
// Keras. Elsewhere batch norm's shift makes it redundant.
func (b *builder) biased() bool { return b.Block == Keras }

// padding is that of a 3×3 convolution.
func (b *builder) padding() nn.Padding {
	if b.Block == Keras {
		return nn.Same()
	}
	return nn.Pad(1)
}

func (b *builder) norm(name string, x *nn.Node, zero bool) *nn.Node {
	return b.g.Append(name, &nn.BatchNorm{Epsilon: b.Epsilon, Momentum: b.Momentum, ZeroInit: zero && b.ZeroInit}, x)
}

func (b *builder) relu(name string, x *nn.Node) *nn.Node {
	return b.g.Append(name, &nn.ReLU{}, x)
}

// conv3x3 and conv1x1 append a convolution inside a block.
func (b *builder) conv3x3(name string, x *nn.Node, filters, stride int) *nn.Node {
	return b.g.Append(name, &nn.Conv{Filters: filters, Kernel: 3, Stride: stride, Padding: b.padding(), Bias: b.biased()}, x)
}

func (b *builder) conv1x1(name string, x *nn.Node, filters, stride int) *nn.Node {
	return b.g.Append(name, &nn.Conv{Filters: filters, Kernel: 1, Stride: stride, Bias: b.biased()}, x)
}

// stem takes the image to the channels of the first stage.
func (b *builder) stem(x *nn.Node) *nn.Node {
	width := b.Widths[0]
	if b.StemWidth > 0 {
		width = b.StemWidth
	}
	conv := &nn.Conv{Filters: width, Kernel: 7, Stride: 2, Padding: nn.Pad(3)}
	pool := &nn.MaxPool{Size: 3, Stride: 2, Padding: nn.Pad(1)}
	switch b.Stem {
	case Stem3x3:
		conv = &nn.Conv{Filters: width, Kernel: 3, Stride: 1, Padding: nn.Pad(1)}
		pool = nil
	case StemKeras:
		x = b.g.Append("pad", &nn.ZeroPad{Pixels: 3}, x)
		conv.Padding, pool.Padding, conv.Bias = nn.Same(), nn.Same(), true
	}
	x = b.relu("relu", b.norm("bn1", b.g.Append("conv1", conv, x), false))
	if pool == nil {
		return x
	}
	return b.g.Append("maxpool", pool, x)
}

// pooled takes x to another width and, with halve, to half its height and width.
// Batch norm comes after the pooling, when there are fewer pixels.
func (b *builder) pooled(name string, x *nn.Node, width int, halve bool) *nn.Node {
	x = b.conv3x3(name+".conv", x, width, 1)
	if halve {
		x = b.g.Append(name+".pool", &nn.MaxPool{Size: 2, Stride: 2}, x)
	}
	return b.relu(name+".relu", b.norm(name+".bn", x, false))
}

// block appends y = ReLU(F(x) + shortcut(x)), F being the residual branch.
func (b *builder) block(name string, x *nn.Node, width, stride int) *nn.Node {
	branch := b.basic
	filters := width
	if b.Block == Bottleneck {
		branch = b.bottleneck
		filters = 4 * width
	}
	f := branch(name, x, width, stride)
	y := b.g.Append(name+".add", &nn.Add{}, f, b.shortcut(name, x, filters, stride))
	return b.relu(name+".relu", y)
}

// basic is the residual branch of two 3×3 convolutions (arXiv 1512.03385, fig. 5, left).
func (b *builder) basic(name string, x *nn.Node, width, stride int) *nn.Node {
	x = b.norm(name+".bn1", b.conv3x3(name+".conv1", x, width, stride), false)
	x = b.relu(name+".relu1", x)
	return b.norm(name+".bn2", b.conv3x3(name+".conv2", x, width, 1), true)
}

// bottleneck is the residual branch that computes at a quarter of its channels
// (arXiv 1512.03385, fig. 5, right), with the stride in the 3×3 convolution as
// torchvision has it.
func (b *builder) bottleneck(name string, x *nn.Node, width, stride int) *nn.Node {
	x = b.norm(name+".bn1", b.conv1x1(name+".conv1", x, width, 1), false)
	x = b.relu(name+".relu1", x)
	x = b.norm(name+".bn2", b.conv3x3(name+".conv2", x, width, stride), false)
	x = b.relu(name+".relu2", x)
	return b.norm(name+".bn3", b.conv1x1(name+".conv3", x, 4*width, 1), true)
}

// shortcut carries x past a block: as it is, where the shape stays.
func (b *builder) shortcut(name string, x *nn.Node, filters, stride int) *nn.Node {
	switch {
	case stride == 1 && x.Shape.C == filters:
		return x
	case b.Shortcut == ZeroExtend:
		return b.g.Append(name+".downsample", &nn.Subsample{Filters: filters, Stride: stride}, x)
	}
	x = b.conv1x1(name+".downsample.0", x, filters, stride)
	if b.Block == Keras {
		return x
	}
	return b.norm(name+".downsample.1", x, false)
}

// head turns features into one logit for each class.
func (b *builder) head(x *nn.Node) {
	if b.Flatten {
		x = b.g.Append("avgpool", &nn.AvgPool{Size: 2, Stride: 2, Padding: nn.Same()}, x)
		x = b.g.Append("flatten", &nn.Flatten{}, x)
	} else {
		x = b.g.Append("avgpool", &nn.GlobalAvgPool{}, x)
	}
	if b.Hidden > 0 {
		x = b.relu("relu1", b.g.Append("fc1", &nn.Dense{Units: b.Hidden}, x))
	}
	b.g.Append("fc", &nn.Dense{Units: len(b.Classes)}, x)
}
