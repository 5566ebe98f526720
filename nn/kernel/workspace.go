package kernel

// Workspace is the scratch memory of one goroutine. The zero value is ready;
// it grows to what the largest convolution needs and is then reused.
type Workspace struct {
	pad    []float32
	second []float32
	images []float32             // with the margin that whole tiles need
	grads  []float32             // the same, gradients
	square []float32             // tiles past the edge of an image
	buf    [9 * maxWidth]float32 // a tile, or 3×3 filters
	a, d   [maxRows]int
	// Kernels are called by pointer, so their arguments would escape from the
	// stack: they live here.
	call     tile
	matrices matrices
	grad     outer
	product  product
	input    inputTiles
	output   outputTiles
	lines    [maxPositions * maxLanes]float32 // between the two passes of a Winograd transform
}

// maxLanes is the number of float32 in the widest vector, of 512 bits.
const maxLanes = 16

// maxWidth is the greatest width of a panel.
const maxWidth = 2 * maxLanes

func (ws *Workspace) padded(n int) []float32 {
	ws.pad = grow(ws.pad, n)
	return ws.pad
}

func (ws *Workspace) extra(n int) []float32 {
	ws.second = grow(ws.second, n)
	return ws.second
}

// grow returns a slice of n floats, in s if it has room.
func grow(s []float32, n int) []float32 {
	if cap(s) < n {
		return Alloc(n)
	}
	return s[:n]
}
