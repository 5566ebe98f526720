//go:build !goexperiment.simd

package kernel

func addVectors(dst, x, y []float32) int                                         { return 0 }
func scaleVectors(dst []float32, a float32) int                                  { return 0 }
func axpyVectors(dst []float32, a float32, x []float32) int                      { return 0 }
func lerpVectors(dst, x []float32, t float32) int                                { return 0 }
func maxVectors(dst, x []float32) int                                            { return 0 }
func reluVectors(dst, x []float32) int                                           { return 0 }
func reluGradVectors(dx, dy, y []float32) int                                    { return 0 }
func sgdVectors(w, v, g []float32, momentum, l2, keep, byV, byG float32) int     { return 0 }
func scaledSumsVectors(dst, sums, scale, bias, add []float32, floor float32) int { return 0 }
