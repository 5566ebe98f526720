//go:build !goexperiment.simd

package kernel

func sumChannelsVectors(sum, x []float32) int                   { return 0 }
func momentsVectors(sum, squares, x []float32) int              { return 0 }
func crossMomentsVectors(sum, cross, dy, x, mean []float32) int { return 0 }
func scaleShiftVectors(dst, x, scale, shift []float32) int      { return 0 }
func combineVectors(dst, x, y, a, b, shift []float32) int       { return 0 }
func scaleShiftReLUVectors(_, _, _, _, _ []float32) int         { return 0 }
func crossMomentsReLUVectors(_, _, _, _, _, _ []float32) int    { return 0 }
func combineReLUVectors(_, _, _, _, _, _, _ []float32) int      { return 0 }
