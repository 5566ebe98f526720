package kernel

import "time"

// Peak measures what one thread computes, in GFLOP/s, when a micro-kernel finds
// all its operands in the nearest cache: the bound of a direct convolution. It
// tries for as long as it is told.
func Peak(try time.Duration) float64 {
	const length = 256
	k := active.wide
	width := 2 * active.lanes
	t := tile{
		src: make([]float32, k.rows*length), runs: 1, length: length, blocks: 1,
		panel: make([]float32, length*width), bias: make([]float32, width),
		dst: make([]float32, k.rows*width), floor: noFloor,
	}
	for r := range k.rows {
		t.a, t.d = append(t.a, r*length), append(t.d, r*width)
	}
	const calls = 100
	best := 0.0
	for begin := time.Now(); time.Since(begin) < try; {
		start := time.Now()
		for range calls {
			k.tile(&t)
		}
		best = max(best, 2*float64(calls*k.rows*width*length)/time.Since(start).Seconds()/1e9)
	}
	return best
}
