//go:build !amd64 && !wasm

package kernel

func assembly() (set kernels, ok bool) { return kernels{}, false }
