package picture

// taps says how one axis is resampled: output i is the sum of
// weights[i][k]·input[first[i]+k], divided by total. Weights are whole numbers,
// so sums are exact and the same on every machine.
type taps struct {
	first   []int
	weights [][]uint32
	total   uint64 // the sum of the weights, equal for every output
}

// newTaps resamples from pixels to size: by area when it shrinks, linearly
// when it grows.
func newTaps(from, to int) taps {
	if from >= to {
		return areaTaps(from, to)
	}
	return linearTaps(from, to)
}

// areaTaps weighs input pixels by how much of them an output pixel covers. In
// units of 1/to of an input pixel, input j spans [j·to, (j+1)·to) and output i
// spans [i·from, (i+1)·from).
func areaTaps(from, to int) taps {
	t := taps{first: make([]int, to), weights: make([][]uint32, to), total: uint64(from)}
	for i := range to {
		start, end := i*from, (i+1)*from
		t.first[i] = start / to
		for j := start / to; j*to < end; j++ {
			t.weights[i] = append(t.weights[i], uint32(min(end, (j+1)*to)-max(start, j*to)))
		}
	}
	return t
}

// linearTaps interpolates between the centres of the two nearest input pixels
// and repeats the border outside. In units of 1/(2·to) of an input pixel,
// output i has its centre at (2i+1)·from and input j at (2j+1)·to.
func linearTaps(from, to int) taps {
	t := taps{first: make([]int, to), weights: make([][]uint32, to), total: uint64(2 * to)}
	for i := range to {
		pos := max((2*i+1)*from-to, 0) // from the centre of input 0
		j, frac := pos/(2*to), pos%(2*to)
		if j >= from-1 {
			t.first[i], t.weights[i] = from-1, []uint32{uint32(2 * to)}
			continue
		}
		t.first[i], t.weights[i] = j, []uint32{uint32(2*to - frac), uint32(frac)}
	}
	return t
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
// writes len(t.first) rows of as many pixels, rounded to the nearest byte.
func resampleColumns(dst []byte, rows []uint32, t taps) {
	width := 3 * len(t.first)
	sums := make([]uint64, width)
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
