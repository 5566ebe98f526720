package drawing

import (
	"math"
	"math/rand/v2"
)

// trainingSheet is the side of sheets to learn from, in pixels: most drawings on
// them are about twice as large as what the network sees, and few smaller.
const trainingSheet = 80

// Photos are pictures that paper may have on it: (N, Size, Size, 3) bytes.
type Photos struct {
	Pixels []byte
	Size   int
}

// any returns one of the photos, or none if there are none.
func (p Photos) any(rng *rand.Rand) []byte {
	each := p.Size * p.Size * 3
	if len(p.Pixels) == 0 {
		return nil
	}
	i := rng.IntN(len(p.Pixels) / each)
	return p.Pixels[i*each : (i+1)*each]
}

// RandomStyle draws a style to learn from: what people with all kinds of hands,
// pens and papers do. Photos are for the few who draw on one; there may be none.
func RandomStyle(rng *rand.Rand, photos Photos) Style {
	s := Style{Sheet: trainingSheet, Seed: rng.Uint64()}
	s.Place = randomPlace(rng)
	s.Hand = randomHand(rng)
	s.Paper, s.Pen.Inks = randomColours(rng)
	randomPaper(&s, photos, rng)
	randomPen(&s.Pen, s.Place.Scale, rng)
	randomFill(&s, rng)
	if chance(rng, 0.08) {
		s.Noise = uniform(rng, 2, 14)
	}
	return s
}

func randomPlace(rng *rand.Rand) Place {
	p := Place{
		Angle:  within(normal(rng, 0.1), 0.35),
		Slant:  within(normal(rng, 0.12), 0.4),
		Aspect: float32(math.Exp(float64(within(normal(rng, 0.13), 0.4)))),
	}
	switch u := rng.Float32(); {
	case u < 0.75:
		p.Scale = uniform(rng, 0.6, 0.92)
	case u < 0.92:
		p.Scale = uniform(rng, 0.35, 0.6)
	default:
		p.Scale = uniform(rng, 0.92, 1.1) // over the edge at times
	}
	room := max(1-p.Scale, 0.06) / 2
	p.X = 0.5 + uniform(rng, -room, room)
	p.Y = 0.5 + uniform(rng, -room, room)
	return p
}

func randomHand(rng *rand.Rand) Hand {
	var h Hand
	if chance(rng, 0.65) {
		h.Round = uniform(rng, 0.01, 0.06)
	}
	if chance(rng, 0.2) {
		h.Simplify = uniform(rng, 0.005, 0.03)
	}
	if chance(rng, 0.7) {
		h.Warp = uniform(rng, 0, 0.025)
	}
	if chance(rng, 0.5) {
		h.Shake = uniform(rng, 0, 0.008)
	}
	if chance(rng, 0.25) {
		h.Overshoot = uniform(rng, 0, 0.05)
	}
	if chance(rng, 0.15) {
		h.Skip = uniform(rng, 0, 0.3)
	}
	if chance(rng, 0.1) {
		// Only lines that differ show that there are two.
		h.Again = 1 + rng.IntN(2)
		h.Shake = max(h.Shake, 0.006)
	}
	if chance(rng, 0.04) {
		h.Strays = 1 + rng.IntN(2)
	}
	return h
}

func randomPen(p *Pen, scale float32, rng *rand.Rand) {
	// Around what the page's medium brush leaves, seen from the drawing.
	p.Width = scale * min(max(0.042*float32(math.Exp(0.6*rng.NormFloat64())), 0.012), 0.16)
	if chance(rng, 0.35) {
		p.Pressure = uniform(rng, 0, 0.5)
	}
	if chance(rng, 0.2) {
		p.Taper = uniform(rng, 0.2, 0.8)
	}
	if chance(rng, 0.15) {
		p.Soft = uniform(rng, 1, 3.5) / trainingSheet
	}
	if chance(rng, 0.08) {
		p.Grain = uniform(rng, 0.2, 0.8)
	}
}

func randomFill(s *Style, rng *rand.Rand) {
	s.Fill.Gap = uniform(rng, 0, 0.04)
	switch u := rng.Float32(); {
	case u < 0.72:
		return
	case u < 0.76: // a silhouette
		s.Fill.Share = 1
		s.Fill.Colours = s.Pen.Inks[:1]
	case u < 0.80: // one colour for all
		s.Fill.Share = 1
		s.Fill.Colours = []Colour{vivid(rng)}
	default:
		s.Fill.Share = uniform(rng, 0.3, 1)
		for range 1 + rng.IntN(4) {
			s.Fill.Colours = append(s.Fill.Colours, vivid(rng))
		}
	}
}

// randomPaper lets one sheet in four be no screen but paper. The network sees
// all of such a sheet, so what is on it must not be tiny.
func randomPaper(s *Style, photos Photos, rng *rand.Rand) {
	u := rng.Float32()
	if u < 0.75 {
		return
	}
	s.Place.Scale = max(s.Place.Scale, 0.45)
	switch p := &s.Paper; {
	case u < 0.82: // photographed
		p.Light = [2]float32{normal(rng, 14), normal(rng, 14)}
		p.Blotch = uniform(rng, 0, 10)
		p.Grain = uniform(rng, 0, 8)
	case u < 0.88: // rough
		p.Blotch = uniform(rng, 2, 16)
		p.Grain = uniform(rng, 3, 16)
	case u < 0.93: // ruled or squared
		p.Rule = Rule{
			Spacing: uniform(rng, 0.05, 0.2),
			Grid:    chance(rng, 0.5),
			Colour:  mix(p.Colour, vivid(rng), uniform(rng, 0.15, 0.5)),
		}
	default:
		p.Photo = Photo{Pixels: photos.any(rng), Size: photos.Size, Fade: uniform(rng, 0.45, 0.85)}
	}
}

func chance(rng *rand.Rand, p float32) bool { return rng.Float32() < p }

// uniform is uniform from a to b.
func uniform(rng *rand.Rand, a, b float32) float32 { return a + (b-a)*rng.Float32() }

func normal(rng *rand.Rand, deviation float32) float32 {
	return deviation * float32(rng.NormFloat64())
}

// within bounds v to the range from -most to most.
func within(v, most float32) float32 { return min(max(v, -most), most) }
