package resnet_test

import (
	"canvasnet/nn"
	"fmt"
	"testing"
)

func TestZZ(t *testing.T) {
	c := named(t, "resnet20")
	g := formulaNetwork(t, c)
	x, labels := pictures("batch", 8, c.Input.Size), sequence(8, 10)
	opt := nn.SGD{Momentum: 0.9, Nesterov: true, WeightDecay: 5e-4}
	opt.Attach(g.Params())
	loss := nn.CrossEntropy{Smoothing: 0.1}
	golden := readGolden(t, "torch.safetensors").Tensor("resnet20/losses").Data
	for i := range 3 {
		logits := forward(t, g, x, true)
		l := loss.Forward(logits, labels)
		fmt.Println(l, l/float64(golden[i])-1)
		g.ZeroGrad()
		g.Backward(loss.Backward(logits, labels))
		opt.Step(0.1)
	}
}
