package sketch

import "math"

// maxKernel bounds the pixels on either side that a Gaussian weighs.
const maxKernel = 64

// blur convolves a plane (size, size) with a Gaussian of standard deviation
// sigma pixels; the border is repeated outside. dst and src don't overlap, nor
// either with ws.spare.l.
func (ws *Workspace) blur(dst, src []float32, sigma float32) {
	kernel := ws.gaussian(sigma)
	size := ws.size
	rows := ws.spare.l
	for y := range size {
		blurRow(rows[y*size:(y+1)*size], src[y*size:(y+1)*size], kernel)
	}
	for y := range size {
		out := dst[y*size : (y+1)*size]
		for x, v := range rows[y*size : (y+1)*size] {
			out[x] = kernel[0] * v
		}
		for k, w := range kernel[1:] {
			above := rows[max(y-k-1, 0)*size:][:size]
			below := rows[min(y+k+1, size-1)*size:][:size]
			for x := range out {
				out[x] += w * (above[x] + below[x])
			}
		}
	}
}

func blurRow(dst, src, kernel []float32) {
	radius := len(kernel) - 1
	last := len(src) - 1
	for x, v := range src {
		dst[x] = kernel[0] * v
		if x >= radius && x <= last-radius {
			continue
		}
		for k, w := range kernel[1:] {
			dst[x] += w * (src[max(x-k-1, 0)] + src[min(x+k+1, last)])
		}
	}
	if last < 2*radius {
		return
	}
	inner := dst[radius : last+1-radius]
	for k, w := range kernel[1:] {
		left, right := src[radius-k-1:], src[radius+k+1:]
		left, right = left[:len(inner)], right[:len(inner)]
		for x := range inner {
			inner[x] += w * (left[x] + right[x])
		}
	}
}

// gaussian returns the weights of the centre and of one side.
func (ws *Workspace) gaussian(sigma float32) []float32 {
	radius := min(int(math.Ceil(2.5*float64(sigma))), maxKernel)
	kernel := ws.kernel[:0]
	sum := float32(0)
	for k := range radius + 1 {
		t := float64(k) / float64(sigma)
		w := float32(math.Exp(-t * t / 2))
		if k > 0 {
			sum += w
		}
		sum += w
		kernel = append(kernel, w)
	}
	for k := range kernel {
		kernel[k] /= sum
	}
	ws.kernel = kernel
	return kernel
}

// stretchContrast makes pale photos stronger, within bounds: noise must stay
// noise.
func (ws *Workspace) stretchContrast() {
	const wanted, most = 0.24, 1.8
	l := ws.smooth.l
	middle := mean(l)
	variance := float32(0)
	for _, v := range l {
		variance += (v - middle) * (v - middle)
	}
	variance /= float32(len(l))
	gain := min(max(wanted/sqrt(variance+1e-6), 1), most)
	for i, v := range l {
		l[i] = middle + gain*(v-middle)
	}
}

// extent returns the smallest and the largest value. None is NaN, which the
// standard library has to look out for.
func extent(values []float32) (low, high float32) {
	low, high = values[0], values[0]
	for _, v := range values {
		if v < low {
			low = v
		}
		if v > high {
			high = v
		}
	}
	return low, high
}

func mean(values []float32) float32 {
	sum := float32(0)
	for _, v := range values {
		sum += v
	}
	return sum / float32(len(values))
}

// diffuse smooths texture and keeps edges: steps of anisotropic diffusion
// (Perona and Malik, IEEE PAMI 1990, second conductance), which depends on the
// difference of whole colours, so that all components keep the same edges.
func (ws *Workspace) diffuse(steps int) {
	size, n := ws.size, ws.size*ws.size
	for range steps {
		from, to := ws.smooth, ws.spare
		to.copyFrom(from)
		for row := 0; row < n; row += size {
			next := row + size
			exchange(to.slice(row, next-1), to.slice(row+1, next), from.slice(row, next-1), from.slice(row+1, next))
			if next < n {
				exchange(to.slice(row, next), to.slice(next, next+size), from.slice(row, next), from.slice(next, next+size))
			}
		}
		ws.smooth, ws.spare = to, from
	}
}

// exchange lets the pixels of a and b, neighbours in pairs, flow into each
// other as their values before, in oldA and oldB, say.
func exchange(a, b, oldA, oldB planes) {
	const (
		edge = 0.08 // a difference that counts as an edge
		rate = 0.24 // below a quarter, for stability
	)
	n := len(oldA.l) // of all: saying so spares the checks of each index
	a, b, oldA, oldB = a.slice(0, n), b.slice(0, n), oldA.slice(0, n), oldB.slice(0, n)
	for i := range n {
		here, there := oldA.at(i), oldB.at(i)
		w := rate / (1 + here.distance(there)*(1/(edge*edge)))
		l, p, q := w*(there.l-here.l), w*(there.a-here.a), w*(there.b-here.b)
		a.l[i] += l
		a.a[i] += p
		a.b[i] += q
		b.l[i] -= l
		b.a[i] -= p
		b.b[i] -= q
	}
}
