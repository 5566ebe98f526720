//go:build !goexperiment.simd || wasm

package kernel

func compiled() kernels { return twin() }
