package dataset

import (
	"math/rand/v2"
	"slices"
)

// Augment varies training pictures. The zero value copies them unchanged.
type Augment struct {
	// Pad moves the picture by up to Pad pixels each way: a random crop of the
	// picture with a border of Pad pixels (He et al. 2015, arXiv 1512.03385
	// §4.2, has 4). It has no effect unless positive, like Cutout.
	Pad int
	// Reflect fills that border with the picture's mirror image about its edge
	// pixels, instead of Fill: no edge of one colour tells where the picture
	// ended.
	Reflect bool
	// Flip mirrors every other picture, on average, left to right.
	Flip bool
	// Cutout blanks a square with sides of Cutout pixels around a random pixel;
	// it may reach over the edge (DeVries and Taylor 2017, arXiv 1708.04552
	// §3.2).
	Cutout int
	// Fill is the colour of border and cutout: the mean of the training set
	// becomes zero when the picture is normalised.
	Fill [3]byte
}

// Apply writes a variation of src to dst, both (size, size, 3) bytes that don't
// overlap. It is a pure function of src and of what rng yields (see SeedImage),
// and allocates nothing.
func (a Augment) Apply(dst, src []byte, size int, rng *rand.Rand) {
	var dx, dy int
	if a.Pad > 0 {
		dx = rng.IntN(2*a.Pad+1) - a.Pad
		dy = rng.IntN(2*a.Pad+1) - a.Pad
	}
	mirror := a.Flip && rng.IntN(2) == 1

	stride := 3 * size
	left, right := min(max(-dx, 0), size), max(min(size-dx, size), 0) // of src in dst
	for y := range size {
		row := dst[y*stride : (y+1)*stride]
		if sy := y + dy; a.Reflect {
			reflectRow(row, src[reflect(sy, size)*stride:][:stride], dx)
		} else if sy < 0 || sy >= size || left >= right {
			a.fill(row)
		} else {
			a.fill(row[:3*left])
			copy(row[3*left:3*right], src[sy*stride+3*(left+dx):])
			a.fill(row[3*right:])
		}
		if mirror {
			mirrorRow(row)
		}
	}

	if a.Cutout > 0 {
		cx, cy := rng.IntN(size)-a.Cutout/2, rng.IntN(size)-a.Cutout/2
		x0, x1 := max(cx, 0), min(cx+a.Cutout, size)
		for y := max(cy, 0); y < min(cy+a.Cutout, size); y++ {
			a.fill(dst[y*stride+3*x0 : y*stride+3*x1])
		}
	}
}

func (a Augment) fill(row []byte) {
	for ; len(row) > 0; row = row[3:] {
		row[0], row[1], row[2] = a.Fill[0], a.Fill[1], a.Fill[2]
	}
}

// reflectRow copies the row src, moved left by dx pixels and continued by its
// mirror images.
func reflectRow(dst, src []byte, dx int) {
	size := len(src) / 3
	for x := range size {
		copy(dst[3*x:3*x+3], src[3*reflect(x+dx, size):])
	}
}

// reflect is the index, within size, that i reaches when each end turns it
// back: -1 becomes 1, and size becomes size-2.
func reflect(i, size int) int {
	period := max(2*(size-1), 1)
	i = ((i % period) + period) % period
	return min(i, period-i)
}

// AlternateFlip reports whether epoch shows picture index mirrored: half of the
// pictures, chosen by seed, in even epochs and the other half in odd ones. Two
// epochs then show both sides of every picture, where independent draws show
// half of them one side twice (K. Jordan, arXiv 2404.00498).
func AlternateFlip(seed uint64, epoch, index int) bool {
	_, lo := derive(seed, purposeFlip, 0)
	return (mix(lo+uint64(index))^uint64(epoch))&1 == 1
}

// Mirror swaps left and right of a picture (size, size, 3), in place.
func Mirror(pixels []byte, size int) {
	for row := range slices.Chunk(pixels, 3*size) {
		mirrorRow(row)
	}
}

// mirrorRow reverses the pixels of a row: reversing the bytes leaves each
// pixel as BGR.
func mirrorRow(row []byte) {
	slices.Reverse(row)
	for ; len(row) > 0; row = row[3:] {
		row[0], row[2] = row[2], row[0]
	}
}
