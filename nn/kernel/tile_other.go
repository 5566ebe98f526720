//go:build !amd64 && !wasm

package kernel

func assembly() []kernels { return nil }
