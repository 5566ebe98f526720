//go:build !goexperiment.simd

package kernel

func compiled() kernels { return twin() }
