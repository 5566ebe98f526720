package infer_test

import (
	"fmt"

	"canvasnet/nn"
	"canvasnet/nn/infer"
)

func ExampleCompile() {
	g := nn.NewGraph(nn.Shape{H: 8, W: 8, C: 3})
	x := g.Append("conv", &nn.Conv{Filters: 4, Kernel: 3, Stride: 1, Padding: nn.Pad(1)}, g.Input())
	x = g.Append("bn", &nn.BatchNorm{}, x)
	x = g.Append("relu", &nn.ReLU{}, x)
	x = g.Append("pool", &nn.GlobalAvgPool{}, x)
	g.Append("fc", &nn.Dense{Units: 2}, x)
	g.Init(1)

	plan, err := infer.Compile(g, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	logits := plan.Run(make([]float32, 8*8*3))
	fmt.Println(logits)
	for _, step := range plan.Profile(make([]float32, 8*8*3)) {
		fmt.Println(step.Layer, step.MACs)
	}
	// Output:
	// [0 0]
	// input 0
	// relu 6912
	// pool 0
	// fc 8
}
