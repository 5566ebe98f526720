package kernel

// maxRows is the greatest number of output rows that one tile computes.
const maxRows = 8

// tile is one call of a micro-kernel: blocks of a few rows each of C = A·B +
// bias (+ add), bounded below by floor.
//
// Row r of A is never gathered into a matrix. It is read in place, as runs
// spans of length floats, stride apart, from src[a[r]]: for a convolution, one
// span for each row of the filter window.
type tile struct {
	src    []float32
	a      []int // where row r of A starts in src
	blocks int   // len(a), and len(d), over the rows of a block; at least 1
	//lint:ignore U1000 for kernels in assembly, which count what is done
	block  int
	runs   int
	length int
	stride int

	panel []float32 // B, (runs·length, width) row-major
	bias  []float32 // (width)

	dst   []float32
	d     []int     // where row r of C starts in dst, and in add
	add   []float32 // summand of the same layout as dst, or nil
	floor float32   // 0 for ReLU, -Inf for none
}

// outer is one call of a rank-1-update micro-kernel, C += Σ aᵀ·b over the
// pixels of one image: the gradient of a few rows of a filter.
//
// Pixel (y, x) contributes the floats from a[ai + y·aRow + x·aStep], one for
// each row of C, times the floats from b[bi + y·bRow + x·bStep], one for each
// column.
type outer struct {
	a, b         []float32
	ai, bi       int
	aRow, bRow   int
	aStep, bStep int
	height       int
	width        int

	c   []float32 // accumulated in place
	ldc int       // floats from one row of c to the next
}

// matrices is one call of a kernel that multiplies several pairs of matrices,
// C = A·B, without any of what a tile can add.
type matrices struct {
	a, b, c             []float32 // (blocks·rows, k), (panels, k, width) and (blocks·rows, panels·width)
	nextA, nextB, nextC int       // floats from one matrix to the next
	stride              int       // floats from one row of c to the next

	// All are at least 1, and k is a multiple of 4.
	count, blocks, panels, k int
}
