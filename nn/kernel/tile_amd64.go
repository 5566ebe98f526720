package kernel

import "golang.org/x/sys/cpu"

//go:noescape
func tile8x2AVX512(t *tile)

//go:noescape
func tile8x1AVX512(t *tile)

//go:noescape
func outer8x2AVX512(o *outer)

//go:noescape
func outer8x1AVX512(o *outer)

// assembly returns the kernels in assembly for this processor, if any.
func assembly() (set kernels, ok bool) {
	if !cpu.X86.HasAVX512F {
		return kernels{}, false
	}
	return kernels{
		name:   "avx512",
		lanes:  16,
		wide:   micro{rows: 8, tile: tile8x2AVX512, outer: outer8x2AVX512},
		narrow: micro{rows: 8, tile: tile8x1AVX512, outer: outer8x1AVX512},
	}, true
}
