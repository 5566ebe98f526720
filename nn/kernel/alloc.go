package kernel

// hugePage is the size of a huge page on common processors, in bytes.
const hugePage = 2 << 20

// Alloc returns n zeros, of memory that is fast to walk through where there are
// many.
func Alloc(n int) []float32 {
	x := make([]float32, n)
	if 4*n > hugePage {
		advise(x)
	}
	return x
}
