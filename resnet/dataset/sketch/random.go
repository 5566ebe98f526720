package sketch

import "math/rand/v2"

// RandomStyle draws a style for training: most often lines, in what a drawing
// board offers, and now and then any other rendering.
func RandomStyle(rng *rand.Rand) Style {
	d := dice{rng}
	s := Style{
		Photo: d.sometimes(0.06, 0.1, 0.4),

		Smooth: 2 + rng.IntN(5),
		Sigma:  d.between(0.6, 1.2),
		Chroma: d.between(0.8, 2.2),
		Hue:    d.sometimes(0.35, -0.5, 0.5),
		Levels: 3 + rng.IntN(4),

		Budget:    d.between(0.12, 0.3),
		Threshold: d.between(0.035, 0.09),
		Simplify:  d.between(0.12, 0.3) + d.sometimes(0.25, 0.1, 0.7),
		Gaps:      d.sometimes(0.25, 0, 0.15),

		Zoom:   1 + d.sometimes(0.15, 0, 0.2),
		Tilt:   d.sometimes(0.3, -0.04, 0.04),
		Wobble: d.sometimes(0.6, 0, 1.3),
		Seed:   rng.Uint64(),
	}
	s.Kind = d.kind()
	s.Paper = d.paper()
	s.Ink = d.ink(s.Paper)
	if isolated := d.chance(0.55); isolated || s.Kind == Silhouette {
		s.Isolate = 1 - d.sometimes(0.3, 0, 0.5)
		s.Outline = d.sometimes(0.4, 0.2, 1)
	}
	switch s.Kind {
	case Edges:
		s.Width = d.width()
		s.Tint = d.sometimes(0.15, 0.5, 1)
	case DoG:
		s.Sigma = d.between(0.5, 1.1)
		s.Tone = d.sometimes(0.6, 0, 1)
		s.Negative = d.chance(0.15)
		s.Tint = d.sometimes(0.2, 0.5, 1)
	case Pencil:
		s.Sigma = d.between(1.2, 3)
		s.Budget = d.between(0.07, 0.2)
		s.Negative = d.chance(0.15)
		s.Tint = d.sometimes(0.3, 0.5, 1)
	case Cartoon, Poster:
		s.Width = d.sometimes(0.5, 0.5, 1.2)
	case Silhouette:
		if s.Tint = d.sometimes(0.5, 0.6, 1); s.Tint > 0 {
			s.Width = d.sometimes(0.6, 0.6, 1.6)
		}
	}
	if s.Width < 1.8 && (s.Isolate == 1 || s.Kind == Edges) {
		s.Zoom -= d.sometimes(0.45, 0, 0.4)
	}
	return s
}

// dice makes random choices.
type dice struct{ *rand.Rand }

// chance is true with probability p.
func (d dice) chance(p float32) bool { return d.Float32() < p }

// between draws evenly.
func (d dice) between(low, high float32) float32 { return lerp(low, high, d.Float32()) }

// sometimes draws between low and high, with probability p, and else is 0.
func (d dice) sometimes(p, low, high float32) float32 {
	if !d.chance(p) {
		return 0
	}
	return d.between(low, high)
}

// kind draws a kind; contours are what most people draw.
func (d dice) kind() Kind {
	shares := [kinds]int{Edges: 38, DoG: 14, Pencil: 12, Cartoon: 8, Poster: 10, Silhouette: 18}
	left := d.IntN(100)
	for k, share := range shares {
		if left -= share; left < 0 {
			return Kind(k)
		}
	}
	return Edges
}

// width draws the width of a pen: often medium, rarely broad.
func (d dice) width() float32 {
	if d.chance(0.1) {
		return d.between(1.8, 2.8)
	}
	return d.between(0.5, 1.8)
}

// paper draws a colour of paper: mostly white.
func (d dice) paper() [3]byte {
	switch left := d.Float32(); {
	case left < 0.6:
		return [3]byte{255, 255, 255}
	case left < 0.75:
		return d.colour(210, 255)
	case left < 0.9:
		return d.colour(0, 60)
	}
	return d.colour(0, 255)
}

// ink draws a colour that stands out from the paper: mostly black or white.
func (d dice) ink(paper [3]byte) [3]byte {
	const contrast = 0.35
	light := fromRGB(paper).l
	if d.chance(0.4) {
		for range 8 {
			if ink := d.colour(0, 255); abs(fromRGB(ink).l-light) > contrast {
				return ink
			}
		}
	}
	if light < 0.5 {
		return [3]byte{255, 255, 255}
	}
	return [3]byte{}
}

// colour draws each component from low to high.
func (d dice) colour(low, high int) (c [3]byte) {
	for i := range c {
		c[i] = byte(low + d.IntN(high-low+1))
	}
	return c
}
