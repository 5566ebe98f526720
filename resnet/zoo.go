package resnet

import (
	"errors"
	"strconv"
	"strings"

	"canvasnet/weights"
)

// CIFAR10 are the class names of CIFAR-10, in the order of its labels.
var CIFAR10 = []string{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}

// Normalisation by the mean and the standard deviation of each channel over
// the training images, as fractions of 255.
var (
	cifar10Input = weights.Input{
		Size: 32,
		Mean: [3]float32{0.4914, 0.4822, 0.4465},
		Std:  [3]float32{0.2470, 0.2435, 0.2616},
	}
	imageNetInput = weights.Input{
		Size: 224,
		Mean: [3]float32{0.485, 0.456, 0.406},
		Std:  [3]float32{0.229, 0.224, 0.225},
	}
)

// Names lists the networks that Named knows, apart from those with shortcut A.
func Names() []string {
	names := []string{"canvasnet"}
	for _, n := range cifarDepths {
		names = append(names, "resnet"+strconv.Itoa(n))
	}
	for _, d := range imageNetDepths {
		names = append(names, "resnet"+d.depth)
	}
	for _, d := range imageNetDepths {
		names = append(names, "resnet"+d.depth+"-cifar")
	}
	return append(names, "keras-resnet34")
}

var cifarDepths = []int{20, 32, 44, 56, 110}

var imageNetDepths = []struct {
	depth  string
	block  Block
	stages []int
}{
	{"18", Basic, []int{2, 2, 2, 2}},
	{"34", Basic, []int{3, 4, 6, 3}},
	{"50", Bottleneck, []int{3, 4, 6, 3}},
	{"101", Bottleneck, []int{3, 4, 23, 3}},
	{"152", Bottleneck, []int{3, 8, 36, 3}},
}

// Named returns the configuration of a network of the zoo:
//
//   - resnet20, 32, 44, 56, 110: for CIFAR-10, He et al. 2015 (arXiv
//     1512.03385), §4.2; with shortcut A as resnet20-a and so on;
//   - resnet18, 34, 50, 101, 152: for ImageNet, the same paper, §4.1, with
//     layer names and padding of torchvision;
//   - resnet18-cifar and so on: the same with a 3×3 stem for small images;
//   - keras-resnet34: the network of a Keras tutorial, with TensorFlow's
//     padding and Keras's defaults;
//   - canvasnet: the web page's own, of pooled stages, as many weights as 3 MB
//     hold in 8 bits; nearly all of its work is 3×3 convolutions of stride 1,
//     which Winograd's algorithm does in a quarter of the products.
//
// Classes and Input are those of the data set it was made for, and may be
// changed before New.
func Named(name string) (Config, error) {
	c := Config{Name: name, Widths: []int{16, 32, 64}, Classes: CIFAR10, Input: cifar10Input}
	switch name {
	case "canvasnet":
		c.Transition, c.StemWidth, c.Poolings = Pooled, 32, 2
		c.Stages, c.Widths = []int{1, 1, 1}, []int{64, 224, 256}
		return c, nil
	case "keras-resnet34":
		c.Stem, c.Block = StemKeras, Keras
		c.Stages, c.Widths = []int{3, 4, 6, 3}, []int{64, 128, 256, 512}
		c.Hidden, c.Flatten = 512, true
		c.Epsilon, c.Momentum = 1e-3, 0.01
		return c, nil
	}
	base, shortcutA := strings.CutSuffix(name, "-a")
	for _, depth := range cifarDepths {
		if base == "resnet"+strconv.Itoa(depth) {
			n := (depth - 2) / 6
			c.Stages = []int{n, n, n}
			if shortcutA {
				c.Shortcut = ZeroExtend
			}
			return c, nil
		}
	}
	base, small := strings.CutSuffix(name, "-cifar")
	for _, d := range imageNetDepths {
		if base == "resnet"+d.depth {
			c.Block, c.Stages, c.Widths = d.block, d.stages, []int{64, 128, 256, 512}
			if !small {
				c.Stem, c.Input, c.Classes = Stem7x7, imageNetInput, Numbered(1000)
			}
			return c, nil
		}
	}
	return Config{}, errors.New("unknown network " + strconv.Quote(name) + ": want one of " + strings.Join(Names(), ", "))
}

// Numbered returns n class names "class 0", "class 1" …, for networks whose
// classes have no names yet.
func Numbered(n int) []string {
	names := make([]string, n)
	for i := range names {
		names[i] = "class " + strconv.Itoa(i)
	}
	return names
}
