package inside_test

import (
	"fmt"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/inside"
)

// The blocks of a network, and what is left of it without a branch.
func Example() {
	c, err := resnet.Named("canvasnet")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := resnet.New(c, 1) // or resnet.Load
	if err != nil {
		fmt.Println(err)
		return
	}
	trunk, err := infer.CompileTo(m.Graph, m.Graph.Output().Inputs[0], 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	view := inside.New(m.Graph, trunk)
	for _, b := range view.Blocks[:3] {
		fmt.Println(b.Name, b.Kind, b.Shape, b.Layers[0].Kind)
	}
	seen, err := view.Look(make([]float32, 32*32*3), "layer1.0.relu", []string{"layer3.0"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(seen.Maps.Layer, seen.Maps.Shape, len(seen.Features))
	// Output:
	// stem stem (32, 32, 32) 3×3 convolution + batch norm + ReLU
	// layer1.down transition (16, 16, 64) 3×3 convolution
	// layer1.0 identity (16, 16, 64) 3×3 convolution + batch norm + ReLU
	// layer1.0.relu (16, 16, 64) 256
}
