package picture

import "slices"

// resampler resamples one square after the other, in buffers that it keeps.
type resampler struct {
	taps   taps
	row    []byte   // (side, 3)
	narrow []uint32 // (side, size, 3): rows still to be resampled
	sums   []uint64 // (size, 3)
}

// square resamples side rows, each of side RGB pixels, that read writes into
// its argument, to dst, (size, size, 3).
func (r *resampler) square(dst []byte, read func(dst []byte, row int), side, size int) {
	r.taps.reset(side, size)
	r.row = resize(r.row, side*3)
	r.narrow = resize(r.narrow, side*size*3)
	r.sums = resize(r.sums, size*3)
	for y := range side {
		read(r.row, y)
		resampleRow(r.narrow[y*size*3:(y+1)*size*3], r.row, r.taps)
	}
	resampleColumns(dst, r.narrow, r.sums, r.taps)
}

// resize returns a slice of length n in the memory of s if it has room.
func resize[T any](s []T, n int) []T {
	return slices.Grow(s[:0], n)[:n]
}

// taps says how one axis is resampled: output i is the sum of
// weights[i][k]·input[first[i]+k], divided by total. Weights are whole numbers,
// so sums are exact and the same on every machine.
type taps struct {
	first   []int
	weights [][]uint32
	total   uint64 // the sum of the weights, equal for every output
}

// reset makes t resample from pixels to size: by area when it shrinks,
// linearly when it grows.
func (t *taps) reset(from, to int) {
	t.first = resize(t.first, to)
	t.weights = resize(t.weights, to)
	for i := range t.weights {
		t.weights[i] = t.weights[i][:0]
	}
	if from >= to {
		t.area(from, to)
	} else {
		t.linear(from, to)
	}
}

// area weighs input pixels by how much of them an output pixel covers. In
// units of 1/to of an input pixel, input j spans [j·to, (j+1)·to) and output i
// spans [i·from, (i+1)·from).
func (t *taps) area(from, to int) {
	t.total = uint64(from)
	for i := range to {
		start, end := i*from, (i+1)*from
		t.first[i] = start / to
		for j := start / to; j*to < end; j++ {
			t.weights[i] = append(t.weights[i], uint32(min(end, (j+1)*to)-max(start, j*to)))
		}
	}
}

// linear interpolates between the centres of the two nearest input pixels
// and repeats the border outside. In units of 1/(2·to) of an input pixel,
// output i has its centre at (2i+1)·from and input j at (2j+1)·to.
func (t *taps) linear(from, to int) {
	t.total = uint64(2 * to)
	for i := range to {
		pos := max((2*i+1)*from-to, 0) // from the centre of input 0
		j, frac := pos/(2*to), pos%(2*to)
		if j >= from-1 {
			t.first[i], t.weights[i] = from-1, append(t.weights[i], uint32(2*to))
			continue
		}
		t.first[i], t.weights[i] = j, append(t.weights[i], uint32(2*to-frac), uint32(frac))
	}
}

// resampleRow resamples a row of RGB pixels and leaves the division by
// taps.total to resampleColumns. A sum is at most 255·total, which fits 32 bits
// for rows of up to 16 million pixels.
func resampleRow(dst []uint32, row []byte, t taps) {
	for i, weights := range t.weights {
		src := row[3*t.first[i]:]
		src = src[:3*len(weights)]
		var r, g, b uint32
		for _, w := range weights {
			r += w * uint32(src[0])
			g += w * uint32(src[1])
			b += w * uint32(src[2])
			src = src[3:]
		}
		dst[3*i], dst[3*i+1], dst[3*i+2] = r, g, b
	}
}

// resampleColumns finishes the rows of resampleRow, (height, width, 3): it
// writes len(t.first) rows of as many pixels, rounded to the nearest byte. Sums
// is room for one row.
func resampleColumns(dst []byte, rows []uint32, sums []uint64, t taps) {
	width := 3 * len(t.first)
	total := t.total * t.total
	for i, weights := range t.weights {
		clear(sums)
		for k, w := range weights {
			row := rows[(t.first[i]+k)*width:][:width]
			for x, v := range row {
				sums[x] += uint64(w) * uint64(v)
			}
		}
		for x, sum := range sums {
			dst[i*width+x] = byte((sum + total/2) / total)
		}
	}
}
