package kernel

//go:noescape
func tile4x2Wasm(t *tile)

//go:noescape
func tile4x1Wasm(t *tile)

//go:noescape
func outer4x2Wasm(o *outer)

//go:noescape
func outer4x1Wasm(o *outer)

//go:noescape
func matrices4x2Wasm(m *matrices)

//go:noescape
func productWasm(p *product)

//go:noescape
func input2Wasm(t *inputTiles)

//go:noescape
func output2Wasm(t *outputTiles)

//go:noescape
func input4Wasm(t *inputTiles)

//go:noescape
func output4Wasm(t *outputTiles)

// choose names no compiled code, so that the page need not download it.
func choose() kernels { return assembly()[0] }

// assembly returns the kernels in assembly. Every engine that loads a module
// with 128-bit vectors runs them, so there is nothing to detect.
func assembly() []kernels {
	return []kernels{{
		name:   "wasm128",
		lanes:  4,
		wide:   micro{rows: 4, tile: tile4x2Wasm, outer: outer4x2Wasm},
		narrow: micro{rows: 4, tile: tile4x1Wasm, outer: outer4x1Wasm},

		matrices:  matrices4x2Wasm,
		product:   productWasm,
		winograd2: transforms{lanes: 4, cost: 128, input: input2Wasm, output: output2Wasm},
		winograd4: transforms{lanes: 4, cost: 365, input: input4Wasm, output: output4Wasm},
	}}
}
