package resnet

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Published counts leave out running statistics. The ImageNet family's are
// torchvision's; He et al. give 0.27 M … 1.7 M for theirs, here with the
// projections of shortcut B.
func TestParameterCounts(t *testing.T) {
	for name, want := range map[string]int{
		"resnet18":  11_689_512,
		"resnet34":  21_797_672,
		"resnet50":  25_557_032,
		"resnet101": 44_549_160,
		"resnet152": 60_192_808,
	} {
		c, err := Named(name)
		require.NoError(t, err)
		require.Equal(t, want, params(t, c), name)
	}
	for name, want := range map[string]float64{
		"resnet20-a": 0.27e6, "resnet32-a": 0.46e6, "resnet44-a": 0.66e6, "resnet56-a": 0.85e6, "resnet110-a": 1.7e6,
		"resnet20": 0.27e6,
	} {
		c, err := Named(name)
		require.NoError(t, err)
		require.InEpsilon(t, want, params(t, c), 0.025, name)
	}
}

func params(t *testing.T, c Config) int {
	g, err := c.Graph()
	require.NoError(t, err)
	return (&Model{Graph: g}).Params()
}
