//go:build !slim

package resnet

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"canvasnet/weights"
)

// FromTensors builds the network with the tensors of f, which it takes over, as
// its weights, and exemplars if there are some; the metadata of f do not count.
// Where the tensors do not fit, the
// error lists what is missing, of another shape, and unknown to the network, and
// says which network of the zoo they fit or what they have that the zoo has not.
//
// Names and shapes do not tell everything: a network that was trained with
// dilated or blurred strides, such as timm's resnetaa50, has those of resnet50
// and gives wrong answers as one.
func FromTensors(c Config, f *weights.File) (*Model, error) {
	g, err := c.Graph()
	if err != nil {
		return nil, err
	}
	if m := compare(g.Params(), f); !m.empty() {
		return nil, fmt.Errorf("the tensors are not those of %s with %d classes: %v; %s", c.Name, len(c.Classes), m, advice(f))
	}
	m := &Model{Name: c.Name, Classes: c.Classes, Input: c.Input, Graph: g}
	if err := m.take(f); err != nil {
		return nil, err
	}
	return m, nil
}

// MaxOutputs is the largest number of classes that Outputs accepts.
const MaxOutputs = 1 << 16

// Outputs returns the number of classes that the last layer in f tells apart.
func Outputs(f *weights.File) (int, error) {
	fc := f.Tensor("fc.weight")
	switch {
	case fc == nil:
		return 0, errors.New("there is no tensor fc.weight, the last layer: save the whole network, not its features alone")
	case len(fc.Shape) != 2 || len(fc.Data) == 0 || fc.Shape[0] > MaxOutputs:
		return 0, fmt.Errorf("tensor fc.weight has shape %s, want (classes, features) with at most %d classes: save the network again", shapeText(fc.Shape), MaxOutputs)
	}
	return fc.Shape[0], nil
}

// TorchNames returns the tensors of f, a state dict that PyTorch wrote, under
// torchvision's names, which are ours. The tensors share memory with those of f.
//
// Names of torchvision's ResNets, which are also timm's for the plain ones, stay
// as they are. Prefixes that all tensors share, such as the "module." of
// DistributedDataParallel, are taken off.
func TorchNames(f *weights.File) (*weights.File, error) {
	prefix := wrapping(f.Tensors)
	named := &weights.File{Metadata: f.Metadata}
	from := make(map[string]string, len(f.Tensors))
	for _, t := range f.Tensors {
		name := torchName(t.Name[prefix:])
		if other, ok := from[name]; ok {
			return nil, fmt.Errorf("tensors %.80q and %.80q both stand for %.80q: save the network with one of them", other, t.Name, name)
		}
		from[name] = t.Name
		named.Tensors = append(named.Tensors, &weights.Tensor{Name: name, Shape: t.Shape, Data: t.Data})
	}
	return named, nil
}

// wrappers are what stands before each name when the network was saved inside
// another module: DistributedDataParallel, torch.compile, and what training
// programs call the network they hold.
var wrappers = []string{"module.", "_orig_mod.", "model.", "backbone."}

// wrapping returns the length of all wrappers that the names begin with.
func wrapping(tensors []*weights.Tensor) int {
	if len(tensors) == 0 {
		return 0
	}
	n := 0
	for {
		i := slices.IndexFunc(wrappers, func(wrapper string) bool {
			return !slices.ContainsFunc(tensors, func(t *weights.Tensor) bool {
				return !strings.HasPrefix(t.Name[n:], wrapper)
			})
		})
		if i < 0 {
			return n
		}
		n += len(wrappers[i])
	}
}

// torchName returns torchvision's name for a layer: the classifier is called
// otherwise in some of timm's networks and in many for CIFAR, the projection in
// the latter.
func torchName(name string) string {
	for _, classifier := range []string{"head.fc.", "linear."} {
		if rest, ok := strings.CutPrefix(name, classifier); ok {
			return "fc." + rest
		}
	}
	return strings.Replace(name, ".shortcut.", ".downsample.", 1)
}
