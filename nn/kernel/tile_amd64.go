package kernel

import "golang.org/x/sys/cpu"

//go:generate go run ./gen .

//go:noescape
func tile8x2AVX512(t *tile)

//go:noescape
func tile8x1AVX512(t *tile)

//go:noescape
func outer8x2AVX512(o *outer)

//go:noescape
func outer8x1AVX512(o *outer)

//go:noescape
func tile6x2AVX2(t *tile)

//go:noescape
func tile8x1AVX2(t *tile)

//go:noescape
func outer6x2AVX2(o *outer)

//go:noescape
func outer8x1AVX2(o *outer)

//go:noescape
func input2AVX512(t *inputTiles)

//go:noescape
func output2AVX512(t *outputTiles)

//go:noescape
func gradient2AVX512(t *inputTiles)

//go:noescape
func input4AVX512(t *inputTiles)

//go:noescape
func output4AVX512(t *outputTiles)

//go:noescape
func gradient4AVX512(t *inputTiles)

//go:noescape
func input2AVX2(t *inputTiles)

//go:noescape
func output2AVX2(t *outputTiles)

//go:noescape
func gradient2AVX2(t *inputTiles)

//go:noescape
func input4AVX2(t *inputTiles)

//go:noescape
func output4AVX2(t *outputTiles)

//go:noescape
func gradient4AVX2(t *inputTiles)

// assembly returns the kernels in assembly that this processor runs, best first.
func assembly() (sets []kernels) {
	if cpu.X86.HasAVX512F {
		sets = append(sets, kernels{
			name:   "avx512",
			lanes:  16,
			wide:   micro{rows: 8, tile: tile8x2AVX512, outer: outer8x2AVX512},
			narrow: micro{rows: 8, tile: tile8x1AVX512, outer: outer8x1AVX512},

			winograd2: transforms{lanes: 16, cost: 100, input: input2AVX512, output: output2AVX512, gradient: gradient2AVX512},
			winograd4: transforms{lanes: 16, cost: 305, input: input4AVX512, output: output4AVX512, gradient: gradient4AVX512},
		})
	}
	if cpu.X86.HasAVX2 && cpu.X86.HasFMA {
		sets = append(sets, kernels{
			name:   "avx2",
			lanes:  8,
			wide:   micro{rows: 6, tile: tile6x2AVX2, outer: outer6x2AVX2},
			narrow: micro{rows: 8, tile: tile8x1AVX2, outer: outer8x1AVX2},

			winograd2: transforms{lanes: 8, cost: 130, input: input2AVX2, output: output2AVX2, gradient: gradient2AVX2},
			winograd4: transforms{lanes: 8, cost: 480, input: input4AVX2, output: output4AVX2, gradient: gradient4AVX2},
		})
	}
	return sets
}
