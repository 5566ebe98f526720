package kernel_test

import (
	"fmt"

	"canvasnet/nn/kernel"
)

// A box filter over an image of 2×2 pixels: every window sees all of them.
func ExampleFixedConv() {
	s := kernel.ConvShape{
		InH: 2, InW: 2, InC: 1, OutC: 1, KernelH: 3, KernelW: 3, Stride: 1,
		PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1,
	}
	method := s.BestMethod(1)
	in, out := method.Input(s), s.Output()
	conv, err := kernel.NewFixedConv(s, method, 1, in, out)
	if err != nil {
		fmt.Println(err)
		return
	}
	conv.SetFilters([]float32{1, 1, 1, 1, 1, 1, 1, 1, 1}, []float32{0.5})

	padded := make([]float32, in.Len())
	in.Spread(padded, []float32{1, 2, 3, 4})
	result := make([]float32, out.Len())
	var ws kernel.Workspace
	conv.Run(result, padded, nil, true, 0, 1, &ws)
	fmt.Println(method, result)
	// Output: direct [10.5 10.5 10.5 10.5]
}
