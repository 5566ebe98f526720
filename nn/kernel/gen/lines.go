package main

import "github.com/mmcloughlin/avo/reg"

// numbers is a line of numbers, those of as many channels as a vector has lanes
// in a register each.
type numbers func(i int) reg.VecVirtual

// part computes some numbers of a transformed line. The parts of a transform
// share no intermediate result.
type part struct {
	which   []int
	compute func(w *winograd, x numbers) []reg.VecVirtual
}

// The one-dimensional transforms of F(m, 3), by m: package kernel's
// winograd_twin.go has their matrices.
var (
	inputLine = map[int][]part{
		2: {
			{[]int{0}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.difference(x(0), x(2))}
			}},
			{[]int{1, 2}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.sum(x(1), x(2)), w.difference(x(2), x(1))}
			}},
			{[]int{3}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.difference(x(1), x(3))}
			}},
		},
		4: {
			{[]int{0}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.outermost(x(0), x(2), x(4))}
			}},
			{[]int{1, 2}, func(w *winograd, x numbers) []reg.VecVirtual {
				even, odd := w.minus(x(4), w.four, x(2)), w.minus(x(3), w.four, x(1))
				return []reg.VecVirtual{w.sum(even, odd), w.difference(even, odd)}
			}},
			{[]int{3, 4}, func(w *winograd, x numbers) []reg.VecVirtual {
				even, odd := w.difference(x(4), x(2)), w.difference(x(3), x(1))
				w.VADDPS(odd, odd, odd)
				return []reg.VecVirtual{w.sum(even, odd), w.difference(even, odd)}
			}},
			{[]int{5}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.outermost(x(1), x(3), x(5))}
			}},
		},
	}
	gradientLine = map[int][]part{
		2: {
			{[]int{0}, func(_ *winograd, x numbers) []reg.VecVirtual { return []reg.VecVirtual{x(0)} }},
			{[]int{1, 2}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.sum(x(0), x(1)), w.difference(x(0), x(1))}
			}},
			{[]int{3}, func(w *winograd, x numbers) []reg.VecVirtual {
				return []reg.VecVirtual{w.negative(x(1))}
			}},
		},
		4: {
			{[]int{0}, func(_ *winograd, x numbers) []reg.VecVirtual { return []reg.VecVirtual{x(0)} }},
			{[]int{1, 2}, func(w *winograd, x numbers) []reg.VecVirtual {
				even, odd := w.sum(x(0), x(2)), w.sum(x(1), x(3))
				return []reg.VecVirtual{w.sum(even, odd), w.difference(even, odd)}
			}},
			{[]int{3, 4}, func(w *winograd, x numbers) []reg.VecVirtual {
				even, odd := w.plus(x(0), w.four, x(2)), w.plus(x(1), w.four, x(3))
				w.VADDPS(odd, odd, odd)
				return []reg.VecVirtual{w.sum(even, odd), w.difference(even, odd)}
			}},
			{[]int{5}, func(_ *winograd, x numbers) []reg.VecVirtual { return []reg.VecVirtual{x(3)} }},
		},
	}
	outputLine = map[int][]part{
		2: {
			{[]int{0, 1}, func(w *winograd, x numbers) []reg.VecVirtual {
				sum, difference := w.sum(x(1), x(2)), w.difference(x(1), x(2))
				w.VADDPS(x(0), sum, sum)
				w.VSUBPS(x(3), difference, difference)
				return []reg.VecVirtual{sum, difference}
			}},
		},
		4: {
			{[]int{0, 2}, func(w *winograd, x numbers) []reg.VecVirtual {
				near, far := w.sum(x(1), x(2)), w.sum(x(3), x(4))
				y0 := w.sum(x(0), near)
				w.VADDPS(far, y0, y0)
				w.VFMADD231PS(w.four, far, near)
				return []reg.VecVirtual{y0, near}
			}},
			{[]int{1, 3}, func(w *winograd, x numbers) []reg.VecVirtual {
				near, far := w.difference(x(1), x(2)), w.difference(x(3), x(4))
				w.VADDPS(far, far, far)
				y1 := w.sum(near, far)
				w.VADDPS(x(5), near, near)
				w.VFMADD231PS(w.four, far, near)
				return []reg.VecVirtual{y1, near}
			}},
		},
	}
)

// sum is a + b.
func (w *winograd) sum(a, b reg.VecVirtual) reg.VecVirtual {
	sum := w.vector()
	w.VADDPS(b, a, sum)
	return sum
}

// difference is a - b.
func (w *winograd) difference(a, b reg.VecVirtual) reg.VecVirtual {
	difference := w.vector()
	w.VSUBPS(b, a, difference)
	return difference
}

// negative is -a.
func (w *winograd) negative(a reg.VecVirtual) reg.VecVirtual {
	y := w.vector()
	w.VXORPS(y, y, y)
	w.VSUBPS(a, y, y)
	return y
}

// plus is a + b·c.
func (w *winograd) plus(a, b, c reg.VecVirtual) reg.VecVirtual {
	sum := w.vector()
	w.VMOVAPS(a, sum)
	w.VFMADD231PS(b, c, sum)
	return sum
}

// minus is a - b·c.
func (w *winograd) minus(a, b, c reg.VecVirtual) reg.VecVirtual {
	difference := w.vector()
	w.VMOVAPS(a, difference)
	w.VFNMADD231PS(b, c, difference)
	return difference
}

// outermost is 4a - 5b + c, the first and the last number of F(4, 3).
func (w *winograd) outermost(a, b, c reg.VecVirtual) reg.VecVirtual {
	y := w.minus(c, w.five, b)
	w.VFMADD231PS(w.four, a, y)
	return y
}
