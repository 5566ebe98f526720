// Package kernel is the arithmetic under the network: convolutions as implicit
// matrix products, and the element-wise and per-channel loops around them.
//
// It knows slices and sizes, nothing of tensors, layers or networks, so any
// routine here can be taken out and used elsewhere. Images are NHWC, filters
// (O, I, KH, KW); packed forms are private to this package.
//
// A convolution of a training step is a [Conv], with both gradients, by implicit
// matrix products or in Winograd's way. A convolution of inference is a
// [FixedConv], by one of several methods. README.md tells which, why, and how
// fast.
//
// The micro-kernels exist in assembly (for AVX-512 and AVX2, written by gen, and
// for WebAssembly), on vectors of the portable simd package (with
// GOEXPERIMENT=simd) and in plain Go (…_twin.go); the best that the machine runs
// is chosen when the program starts. The other loops exist on portable vectors
// and in plain Go. All versions meet the same tests.
package kernel
