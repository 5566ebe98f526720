package kernel

// Loops over pixels that treat each channel on its own. x is (P, C), P pixels
// of C channels, where C is the length of the per-channel operands. Vectors
// take the channels up to the last whole one, plain Go the rest.

// SumChannels adds to sum (C) the sum of x (P, C) over pixels.
func SumChannels(sum, x []float32) {
	c := len(sum)
	if from := sumChannelsVectors(sum, x); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				sum[i] += x[p+i]
			}
		}
	}
}

// Moments adds to sum (C) and squares (C) the sums over pixels of x and x²,
// for x (P, C). Sums of many pixels lose digits in float32: call it for some
// thousand pixels at a time.
func Moments(sum, squares, x []float32) {
	c := len(sum)
	if from := momentsVectors(sum, squares, x); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				v := x[p+i]
				sum[i] += v
				squares[i] += v * v
			}
		}
	}
}

// CrossMoments adds to sum (C) the sum over pixels of dy, and to cross (C)
// that of dy·(x − mean), for dy and x (P, C): what batch normalisation needs
// for its gradient.
func CrossMoments(sum, cross, dy, x, mean []float32) {
	c := len(sum)
	if from := crossMomentsVectors(sum, cross, dy, x, mean); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				g := dy[p+i]
				sum[i] += g
				cross[i] += g * (x[p+i] - mean[i])
			}
		}
	}
}

// ScaleShift computes dst = scale·x + shift, for x (P, C).
func ScaleShift(dst, x, scale, shift []float32) {
	c := len(scale)
	if from := scaleShiftVectors(dst, x, scale, shift); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				dst[p+i] = scale[i]*x[p+i] + shift[i]
			}
		}
	}
}

// Combine computes dst = a·x + b·y + shift, for x and y (P, C).
func Combine(dst, x, y, a, b, shift []float32) {
	c := len(a)
	if from := combineVectors(dst, x, y, a, b, shift); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				dst[p+i] = a[i]*x[p+i] + b[i]*y[p+i] + shift[i]
			}
		}
	}
}

// ScaleShiftReLU computes dst = max(scale·x + shift + add, 0), for x and add
// (P, C); add may be nil.
func ScaleShiftReLU(dst, x, add, scale, shift []float32) {
	c := len(scale)
	if from := scaleShiftReLUVectors(dst, x, add, scale, shift); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				v := scale[i]*x[p+i] + shift[i]
				if add != nil {
					v += add[p+i]
				}
				dst[p+i] = max(v, 0)
			}
		}
	}
}

// CrossMomentsReLU is CrossMoments where y > 0: dy is the gradient by y, the
// ReLU of what was normalised.
func CrossMomentsReLU(sum, cross, dy, y, x, mean []float32) {
	c := len(sum)
	if from := crossMomentsReLUVectors(sum, cross, dy, y, x, mean); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				if y[p+i] > 0 {
					g := dy[p+i]
					sum[i] += g
					cross[i] += g * (x[p+i] - mean[i])
				}
			}
		}
	}
}

// CombineReLU computes dst = a·g + b·x + shift, where g is dy where y > 0, else
// zero, for dy, y and x (P, C).
func CombineReLU(dst, dy, y, x, a, b, shift []float32) {
	c := len(a)
	if from := combineReLUVectors(dst, dy, y, x, a, b, shift); from < c {
		for p := 0; p < len(x); p += c {
			for i := from; i < c; i++ {
				v := b[i]*x[p+i] + shift[i]
				if y[p+i] > 0 {
					v += a[i] * dy[p+i]
				}
				dst[p+i] = v
			}
		}
	}
}
