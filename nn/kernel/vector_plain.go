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
func adamVectors(w, m, s, g []float32, a Adaptive) int                           { return 0 }
func finiteVectors(x []float32) (done int, finite bool)                          { return 0, true }
func scaledSumsVectors(dst, sums, scale, bias, add []float32, floor float32) int { return 0 }
func max4Vectors(_, _, _, _, _ []float32) int                                    { return 0 }
func max4GradVectors(_, _, _, _, _, _, _, _, _, _ []float32) int                 { return 0 }
