package nn_test

import (
	"fmt"

	"canvasnet/nn"
)

// A network learns which of two pixels is the brighter.
func Example() {
	g := nn.NewGraph(nn.Shape{H: 1, W: 2, C: 1})
	x := g.Append("flatten", &nn.Flatten{}, g.Input())
	g.Append("fc", &nn.Dense{Units: 2}, x)
	g.Init(1)

	sgd := nn.SGD{Momentum: 0.9}
	sgd.Attach(g.Params())
	var loss nn.CrossEntropy
	pictures := &nn.Tensor{Shape: []int{4, 1, 2, 1}, Data: []float32{1, 0, 0, 1, 0.9, 0.2, 0.3, 0.7}}
	brighter := []int{0, 1, 0, 1}
	for range 100 {
		logits, err := g.Forward(pictures, true)
		if err != nil {
			fmt.Println(err)
			return
		}
		g.ZeroGrad()
		g.Backward(loss.Backward(logits, brighter))
		sgd.Step(0.1)
	}

	logits, _ := g.Forward(&nn.Tensor{Shape: []int{1, 1, 2, 1}, Data: []float32{0.2, 0.8}}, false)
	fmt.Println("brighter:", nn.Argmax(logits.Data))
	// Output: brighter: 1
}
