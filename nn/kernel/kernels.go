package kernel

// micro is a pair of micro-kernels of one shape: rows rows of one vector
// (narrow) or two (wide).
type micro struct {
	rows  int
	tile  func(*tile)
	outer func(*outer)
}

// kernels is the set of micro-kernels that one processor runs.
type kernels struct {
	name         string
	lanes        int // float32 lanes of a vector
	wide, narrow micro
	matrices     func(*matrices) // by wide panels; nil where one tile after the other is as fast
	winograd2    transforms
	winograd4    transforms
	product      func(*product) // nil where there is none: then nothing is streamed
}

// transforms returns those for tiles of m×m results.
func (k *kernels) transforms(m int) transforms {
	if m == 2 {
		return k.winograd2
	}
	return k.winograd4
}

// active is chosen once, when the program starts.
var active = choose()

// Plain is the name of the micro-kernels in plain Go, without vectors.
const Plain = "go"

// Name says which micro-kernels run on this machine: "avx512", "avx2", "wasm128",
// "simd256" …, or Plain.
func Name() string { return active.name }
