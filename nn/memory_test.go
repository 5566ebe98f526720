package nn

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Counted by hand: 4·4 pixels, 2 channels of input and 3 behind the convolution.
func TestActivationLen(t *testing.T) {
	g := NewGraph(Shape{4, 4, 2})
	require.Equal(t, 32, g.ActivationLen())
	conv := g.Append("conv1", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, g.Input())
	require.Equal(t, 32+48, g.ActivationLen(), "the output alone: nobody needs the gradient by the input")
	branch := g.Append("conv2", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, conv)
	require.Equal(t, 32+48+48+48, g.ActivationLen())
	sum := g.Append("add", &Add{}, branch, conv)
	require.Equal(t, 32+48+48+48+48+2*48, g.ActivationLen())
	x := g.Append("conv3", &Conv{Filters: 5, Kernel: 3, Stride: 1, Padding: Pad(1)}, sum)
	x = g.Append("bn", &BatchNorm{}, x)
	x = g.Append("relu", &ReLU{}, x)
	require.Equal(t, 32+48+48+48+48+2*48+48+2*80, g.ActivationLen(), "the convolution's output and ReLU's, as one layer")
	g.Append("pool", &GlobalAvgPool{}, x)
	require.Equal(t, 32+48+48+48+48+2*48+48+2*80+5+80, g.ActivationLen())
	require.NoError(t, g.Err())
}

// Gradients that nobody asks for take no memory.
func TestActivationLenOfFrozenLayers(t *testing.T) {
	g := NewGraph(Shape{4, 4, 2})
	x := g.Append("conv", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, g.Input())
	x = g.Append("pool", &GlobalAvgPool{}, x)
	g.Append("fc", &Dense{Units: 5}, x)
	require.Equal(t, 32+48+48+3+3+5, g.ActivationLen())
	g.Freeze(x)
	require.Equal(t, 32+48+3+5, g.ActivationLen())
}

func TestFilterLen(t *testing.T) {
	g := NewGraph(Shape{8, 8, 2})
	x := g.Append("conv1", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1), Bias: true}, g.Input())
	require.Equal(t, 2*3*36, g.FilterLen())
	x = g.Append("conv2", &Conv{Filters: 3, Kernel: 3, Stride: 4, Padding: Pad(1)}, x)
	require.Equal(t, 2*3*36+3*3*9, g.FilterLen())
	x = g.Append("conv3", &Conv{Filters: 3, Kernel: 3, Stride: 1, Padding: Pad(1)}, x)
	require.Equal(t, 2*3*36+3*3*9+3*3*16, g.FilterLen())
	x = g.Append("bn", &BatchNorm{}, x)
	x = g.Append("pool", &GlobalAvgPool{}, x)
	g.Append("fc", &Dense{Units: 2}, x)
	require.Equal(t, 2*3*36+3*3*9+3*3*16+3*2, g.FilterLen())
	require.NoError(t, g.Err())
}
