package sketch

import "math/rand/v2"

// Workspace is the scratch memory of Render. The zero value is ready for use.
type Workspace struct {
	size  int
	unit  float32 // pixels in a 32nd of the picture's width
	style Style
	paper colour
	ink   colour
	// Colours are turned and strengthened by the matrix (cos, -sin; sin, cos).
	chromaSin, chromaCos float32
	random               rand.PCG

	photo  planes // (size, size), as given, warped
	smooth planes // with more contrast and less texture
	canvas planes
	spare  planes

	frame    []float32 // 1 where the photo is, 0 beyond its border
	matte    []float32 // 1 where the foreground is, 0 around it
	interest []float32 // the same up to a little outside: what lines are worth
	pen      []float32 // coverage by the pen
	first    []float32 // first, second and third serve each step under
	second   []float32 // names of its own
	third    []float32
	kernel   []float32 // half of a Gaussian
	paths    []path

	label    []uint8
	relabel  []uint8
	groups   [maxColours]colour
	part     []int32 // number of the connected part
	partSize []int32
	stack    []int32

	flow []point // direction of contours

	fine     planes    // (2·size, 2·size), like what follows
	strength []float32 // of the gradient
	normal   []point   // its direction
	shift    []float32 // from the pixel's centre to the edge, along the normal
	edge     []bool
	points   []point
	chains   []chain
	stroke   []point
	kept     []bool // of stroke
}

// resize prepares for pictures of size × size pixels.
func (ws *Workspace) resize(size int) {
	if ws.size == size {
		return
	}
	n := size * size
	*ws = Workspace{
		size:     size,
		photo:    newPlanes(n),
		smooth:   newPlanes(n),
		canvas:   newPlanes(n),
		spare:    newPlanes(n),
		frame:    make([]float32, n),
		matte:    make([]float32, n),
		interest: make([]float32, n),
		pen:      make([]float32, n),
		first:    make([]float32, n),
		second:   make([]float32, n),
		third:    make([]float32, n),
		kernel:   make([]float32, 0, maxKernel+1),
		paths:    make([]path, n),
		label:    make([]uint8, n),
		relabel:  make([]uint8, n),
		part:     make([]int32, n),
		partSize: make([]int32, 0, n),
		stack:    make([]int32, 0, 16*n),
		flow:     make([]point, n),
		fine:     newPlanes(4 * n),
		strength: make([]float32, 4*n),
		normal:   make([]point, 4*n),
		shift:    make([]float32, 4*n),
		edge:     make([]bool, 4*n),
		points:   make([]point, 0, 4*n),
		chains:   make([]chain, 0, n),
		stroke:   make([]point, 0, 4*n+1),
		kept:     make([]bool, 4*n+1),
	}
}

// uniform draws from -1 to 1.
func (ws *Workspace) uniform() float32 {
	return float32(ws.random.Uint64()>>40)/(1<<23) - 1
}
