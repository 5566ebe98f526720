// Package kernel is the arithmetic under the network: convolutions as implicit
// matrix products, and the element-wise and per-channel loops around them.
//
// It knows slices and sizes, nothing of tensors, layers or networks, so any
// routine here can be taken out and used elsewhere. Images are NHWC, filters
// (O, I, KH, KW); packed forms are private to this package.
//
// The micro-kernels exist in assembly (tile_amd64.s for AVX-512, tile_wasm.s), on
// vectors of the portable simd package (tile_simd.go, with GOEXPERIMENT=simd)
// and in plain Go (tile_twin.go); the best that the machine runs is chosen when
// the program starts. The other loops exist on portable vectors and in plain
// Go. All versions meet the same tests.
package kernel
