package kernel

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// BenchmarkFixedConv times every method on the layers of resnet20,
// resnet18-cifar and keras-resnet34 for one image. GFLOP/s are those of the
// direct method, so that methods compare.
func BenchmarkFixedConv(b *testing.B) {
	for _, s := range []ConvShape{
		square3(32, 3, 16, 1), square3(32, 16, 16, 1), square3(32, 16, 32, 2),
		square3(16, 32, 32, 1), square3(16, 32, 64, 2), square3(8, 64, 64, 1),
		square3(32, 64, 64, 1), square3(16, 128, 128, 1), square3(8, 256, 256, 1), square3(4, 512, 512, 1),
		square3(10, 64, 64, 1), square3(5, 128, 128, 1), square3(3, 256, 256, 1), square3(2, 512, 512, 1),
	} {
		for _, m := range s.Methods() {
			b.Run(s.String()+"/"+m.String(), func(b *testing.B) {
				in, out := m.Input(s), s.Output()
				c, err := NewFixedConv(s, m, 1, in, out)
				require.NoError(b, err)
				w := random(s.OutC*s.InC*s.KernelH*s.KernelW, 2)
				c.SetFilters(w, random(s.OutC, 3))
				src, dst := random(in.Len(), 1), make([]float32, out.Len())
				var ws Workspace
				for b.Loop() {
					c.Run(dst, src, nil, true, 0, 1, &ws)
				}
				flops := float64(2 * s.OutH() * s.OutW() * len(w))
				b.ReportMetric(float64(b.N)*flops/float64(b.Elapsed().Nanoseconds()), "GFLOP/s")
			})
		}
	}
}

// square3 is a 3×3 convolution with padding 1 of an image of size×size.
func square3(size, inC, outC, stride int) ConvShape {
	return ConvShape{InH: size, InW: size, InC: inC, OutC: outC, KernelH: 3, KernelW: 3, Stride: stride,
		PadTop: 1, PadBottom: 1, PadLeft: 1, PadRight: 1}
}
