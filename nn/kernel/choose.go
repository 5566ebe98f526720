//go:build !wasm

package kernel

// choose takes assembly where this processor has some, else compiled code.
func choose() kernels { return append(assembly(), compiled())[0] }
