package kernel

//go:noescape
func tile4x2Wasm(t *tile)

//go:noescape
func tile4x1Wasm(t *tile)

//go:noescape
func outer4x2Wasm(o *outer)

//go:noescape
func outer4x1Wasm(o *outer)

// assembly returns the kernels in assembly. Every engine that loads a module
// with 128-bit vectors runs them, so there is nothing to detect.
func assembly() (set kernels, ok bool) {
	return kernels{
		name:   "wasm128",
		lanes:  4,
		wide:   micro{rows: 4, tile: tile4x2Wasm, outer: outer4x2Wasm},
		narrow: micro{rows: 4, tile: tile4x1Wasm, outer: outer4x1Wasm},
	}, true
}
