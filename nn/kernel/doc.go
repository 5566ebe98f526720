// Package kernel is the arithmetic under the network: convolutions as implicit
// matrix products, and the element-wise and per-channel loops around them.
//
// It knows slices and sizes, nothing of tensors, layers or networks, so any
// routine here can be taken out and used elsewhere. Images are NHWC, filters
// (O, I, KH, KW); packed forms are private to this package.
//
// The innermost loops exist twice: on vectors of the portable simd package
// (files *_simd.go, built with GOEXPERIMENT=simd) and in plain Go (files
// *_plain.go). Both meet the same tests.
package kernel
