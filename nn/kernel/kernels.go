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
}

// active is chosen once, when the program starts: assembly where this
// processor has some, else compiled code.
var active = choose()

func choose() kernels {
	if set, ok := assembly(); ok {
		return set
	}
	return compiled()
}

// Plain is the name of the micro-kernels in plain Go, without vectors.
const Plain = "go"

// Name says which micro-kernels run on this machine: "avx512", "wasm128",
// "simd256" …, or Plain.
func Name() string { return active.name }
