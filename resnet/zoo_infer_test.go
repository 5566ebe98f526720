package resnet_test

import (
	"math/rand/v2"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"

	"github.com/stretchr/testify/require"
)

// Every network of the zoo builds, runs, and gives the same logits as a graph
// and as an inference plan. Sizes are cut to what tests can afford.
func TestZooRuns(t *testing.T) {
	for _, name := range append(resnet.Names(), "resnet20-a") {
		t.Run(name, func(t *testing.T) {
			c, err := resnet.Named(name)
			require.NoError(t, err)
			c.Input.Size, c.Classes = min(c.Input.Size, 64), resnet.Numbered(7)
			if testing.Short() && len(c.Stages) == 4 && c.Stages[2] > 2 {
				t.Skip("20 million parameters and more")
			}
			m, err := resnet.New(c, 1)
			require.NoError(t, err)
			x := nn.NewTensor(1, c.Input.Size, c.Input.Size, 3)
			r := rand.New(rand.NewPCG(1, 1))
			for i := range x.Data {
				x.Data[i] = float32(r.NormFloat64())
			}
			want, err := m.Graph.Forward(x, false)
			require.NoError(t, err)
			p, err := infer.Compile(m.Graph, 1)
			require.NoError(t, err)
			got := p.Run(x.Data)
			require.Len(t, got, 7)
			scale := float64(0)
			for _, v := range want.Data {
				scale = max(scale, float64(v), float64(-v))
			}
			require.Positive(t, scale)
			for i, v := range got {
				require.InDelta(t, want.Data[i], v, 5e-4*scale) // 16-bit weights included
			}
		})
	}
}
