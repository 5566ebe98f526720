package resnet_test

import (
	"fmt"

	"canvasnet/resnet"
	"canvasnet/weights"
)

// A network that PyTorch saved from inside DistributedDataParallel, with the
// names that are usual for CIFAR.
func ExampleTorchNames() {
	saved := &weights.File{Tensors: []*weights.Tensor{
		{Name: "module.conv1.weight"},
		{Name: "module.layer2.0.shortcut.0.weight"},
		{Name: "module.linear.bias"},
	}}
	f, err := resnet.TorchNames(saved)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range f.Tensors {
		fmt.Println(t.Name)
	}
	// Output:
	// conv1.weight
	// layer2.0.downsample.0.weight
	// fc.bias
}
