package kernel

// A Winograd transform takes a square of pixels, line by line in one direction
// and then in the other, for as many channels at a time as a vector has lanes.
// Between image and products the numbers lie as (positions, tiles, channels):
// for each position in the transformed square a matrix to multiply.

// maxPositions is the number of positions of F(4×4, 3×3).
const maxPositions = 6 * 6

// inputTiles is one call of a transform from an image: of the input, where
// windows become Bᵀ·window·B, or of the gradient.
type inputTiles struct {
	src        []float32
	at         []int // where each window starts in src; at least one
	row, pixel int   // floats from one row of src to the next, from one pixel to the next
	channels   int   // a multiple of transforms.lanes

	dst      []float32 // (positions, tiles, channels)
	position int       // floats from one position of dst to the next

	lines []float32 // scratch
}

// outputTiles is one call of an output transform: sums of products become
// Aᵀ·sums·A + bias (+ add), bounded below by floor.
type outputTiles struct {
	src      []float32 // (positions, tiles, channels)
	position int       // floats from one position of src to the next
	tile     int       // floats from one tile to the next
	channels int       // a multiple of transforms.lanes

	dst        []float32
	add        []float32 // summand of the same layout as dst, or nil
	at         []int     // where each square of results starts in dst, and in add; at least one
	row, pixel int       // floats from one row of dst to the next, from one pixel to the next
	bias       []float32 // (channels)
	floor      float32   // 0 for ReLU, -Inf for none

	lines []float32 // scratch
}

// transforms are the transforms of one size of tile.
type transforms struct {
	lanes  int     // channels they take at a time
	cost   float64 // of both for a tile and channel, in multiply-adds of the micro-kernels
	input  func(*inputTiles)
	output func(*outputTiles)

	// gradient is the transpose of output: squares of m×m gradients by results
	// become A·square·Aᵀ, those by sums. It may be nil.
	gradient func(*inputTiles)
}
