package resnet_test

import (
	"fmt"

	"canvasnet/resnet"
)

// Weights that know ten classes become a network for two of one's own, in which
// only the last stage and the new last layer are still to learn.
func ExampleTransfer() {
	c, err := resnet.Named("resnet20")
	if err != nil {
		fmt.Println(err)
		return
	}
	trained, err := resnet.New(c, 1) // or weights.ReadFile("resnet20.safetensors")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := resnet.Transfer(trained.File(), []string{"teapot", "umbrella"}, 0, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.Freeze("2"); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(m.Name, m.Classes, "learns", m.Params(), "parameters after", m.Graph.Frozen().Name)
	// Output:
	// resnet20 [teapot umbrella] learns 205826 parameters after layer2.2.relu
}
