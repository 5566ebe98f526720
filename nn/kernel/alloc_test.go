package kernel

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Advice on pages changes neither length nor content, at whatever address memory
// begins.
func TestAlloc(t *testing.T) {
	for _, n := range []int{0, 1, 1000, hugePage / 4, hugePage/4 + 1, 3*hugePage/4 + 5} {
		x := Alloc(n)
		require.Len(t, x, n)
		for i, v := range x {
			if v != 0 {
				require.Failf(t, "not zero", "element %d of %d is %v", i, n, v)
			}
		}
		for i := range x {
			x[i] = 1
		}
		if n > 2 {
			advise(x[1:])
			require.EqualValues(t, 1, x[n-1])
		}
	}
}

func TestPeak(t *testing.T) {
	require.Positive(t, Peak(time.Millisecond))
}
