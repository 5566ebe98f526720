package resnet

import (
	"math/rand/v2"
	"testing"

	"canvasnet/nn"

	"github.com/stretchr/testify/require"
)

// BenchmarkTrainStep times forward, backward and update of a batch of 128.
func BenchmarkTrainStep(b *testing.B) {
	const n = 128
	for _, name := range []string{"resnet20"} {
		b.Run(name, func(b *testing.B) {
			c, err := Named(name)
			require.NoError(b, err)
			m, err := New(c, 1)
			require.NoError(b, err)
			m.Graph.SetThreads(2)
			x := nn.NewTensor(n, c.Input.Size, c.Input.Size, 3)
			labels := make([]int, n)
			for i := range x.Data {
				x.Data[i] = rand.Float32()
			}
			var loss nn.CrossEntropy
			opt := nn.SGD{Momentum: 0.9}
			opt.Attach(m.Graph.Params())
			for b.Loop() {
				logits, err := m.Graph.Forward(x, true)
				require.NoError(b, err)
				m.Graph.ZeroGrad()
				m.Graph.Backward(loss.Backward(logits, labels))
				opt.Step(0.01)
			}
			b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "images/s")
		})
	}
}
