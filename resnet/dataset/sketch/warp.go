package sketch

import "math"

// cells is how many cells the displacement field has along each axis.
const cells = 4

// field is a smooth displacement along one axis: a value for each node of a
// lattice.
type field [cells + 1][cells + 1]float32

// at interpolates between the nodes around a place, in cells.
func (f *field) at(u, v float32) float32 {
	column, row := min(int(u), cells-1), min(int(v), cells-1)
	u, v = ease(u-float32(column)), ease(v-float32(row))
	top := lerp(f[row][column], f[row][column+1], u)
	bottom := lerp(f[row+1][column], f[row+1][column+1], u)
	return lerp(top, bottom, v)
}

// warp scales and turns the photo about its middle and displaces it by a random
// field, as a hand that is not sure draws it (the elastic distortion of Simard,
// Steinkraus and Platt, ICDAR 2003, with few degrees of freedom). Beyond its
// border the photo goes on unchanged, which makes no edge, and ws.frame says so.
func (ws *Workspace) warp() {
	s := ws.style
	if s.Wobble == 0 && s.Zoom == 1 && s.Tilt == 0 {
		for i := range ws.frame {
			ws.frame[i] = 1
		}
		return
	}
	var dx, dy field
	amplitude := s.Wobble * ws.unit
	for i := range dx {
		for j := range dx[i] {
			dx[i][j], dy[i][j] = amplitude*ws.uniform(), amplitude*ws.uniform()
		}
	}
	sin64, cos64 := math.Sincos(2 * math.Pi * float64(s.Tilt))
	sin, cos := float32(sin64)/s.Zoom, float32(cos64)/s.Zoom
	middle := float32(ws.size-1) / 2
	scale := float32(cells) / float32(ws.size)

	ws.photo, ws.spare = ws.spare, ws.photo
	from, to := ws.spare, ws.photo
	for y := range ws.size {
		for x := range ws.size {
			u, v := float32(x)-middle, float32(y)-middle
			px := middle + cos*u - sin*v + dx.at(scale*float32(x), scale*float32(y))
			py := middle + sin*u + cos*v + dy.at(scale*float32(x), scale*float32(y))
			i := y*ws.size + x
			sample := ws.sampler(px, py)
			to.l[i], to.a[i], to.b[i] = sample.of(from.l), sample.of(from.a), sample.of(from.b)
			beyond := max(abs(px-middle), abs(py-middle)) - middle - 0.5*s.Zoom
			ws.frame[i] = min(max(0.5-beyond*s.Zoom, 0), 1)
		}
	}
}

// ease goes from 0 to 1 with no slope at the ends.
func ease(t float32) float32 { return t * t * (3 - 2*t) }

func lerp(a, b, t float32) float32 { return a + t*(b-a) }

func abs(v float32) float32 { return float32(math.Abs(float64(v))) }

func sqrt(v float32) float32 { return float32(math.Sqrt(float64(v))) }

// sampler interpolates between four pixels.
type sampler struct {
	i, j   int // upper left and lower left pixel
	right  int // 1, or 0 at the right border
	tx, ty float32
}

// sampler reads planes (size, size) at (x, y), in pixels; the border is
// repeated outside.
func (ws *Workspace) sampler(x, y float32) sampler {
	last := ws.size - 1
	x, y = min(max(x, 0), float32(last)), min(max(y, 0), float32(last))
	column, row := int(x), int(y)
	s := sampler{i: row*ws.size + column, tx: x - float32(column), ty: y - float32(row)}
	s.j = s.i
	if row < last {
		s.j += ws.size
	}
	if column < last {
		s.right = 1
	}
	return s
}

func (s sampler) of(plane []float32) float32 {
	top := lerp(plane[s.i], plane[s.i+s.right], s.tx)
	bottom := lerp(plane[s.j], plane[s.j+s.right], s.tx)
	return lerp(top, bottom, s.ty)
}
