package drawing

import "math/rand/v2"

// palette holds the inks of the page, after its black.
var palette = []Colour{
	rgb(0x8b9099), rgb(0x80502b), rgb(0xd5352f), rgb(0xef8a26), rgb(0xf4c81e),
	rgb(0x3f9c46), rgb(0x79bdea), rgb(0x2360cf), rgb(0xb46bd6),
}

// minContrast is how much inks stand out from paper, in levels of luminance.
const minContrast = 60

// randomColours draws the colour of paper, and inks that are seen on it.
func randomColours(rng *rand.Rand) (Paper, []Colour) {
	white := rgb(0xffffff)
	switch u := rng.Float32(); {
	case u < 0.40: // as on the page
		return Paper{Colour: white}, []Colour{rgb(boardInk)}
	case u < 0.58: // dark on light
		return Paper{Colour: pale(rng)}, []Colour{dark(rng)}
	case u < 0.72: // light on dark
		return Paper{Colour: dark(rng)}, []Colour{pale(rng)}
	case u < 0.76: // anything on anything
		paper := vivid(rng)
		return Paper{Colour: paper}, []Colour{readable(paper, rng)}
	default: // in colours
		inks := make([]Colour, 1+rng.IntN(4))
		for i := range inks {
			inks[i] = readable(white, rng)
		}
		return Paper{Colour: white}, inks
	}
}

// readable draws an ink that is seen on paper.
func readable(paper Colour, rng *rand.Rand) Colour {
	for range 8 {
		ink := vivid(rng)
		if d := luminance(ink) - luminance(paper); max(d, -d) >= minContrast {
			return ink
		}
	}
	if luminance(paper) < 128 {
		return rgb(0xffffff)
	}
	return Colour{}
}

// luminance is how light a colour looks, in levels (ITU-R BT.601).
func luminance(c Colour) int {
	return (299*int(c[0]) + 587*int(c[1]) + 114*int(c[2])) / 1000
}

// vivid is a colour of the page, or any.
func vivid(rng *rand.Rand) Colour {
	if chance(rng, 0.5) {
		return palette[rng.IntN(len(palette))]
	}
	bits := rng.Uint32()
	return Colour{byte(bits), byte(bits >> 8), byte(bits >> 16)}
}

// pale is white, or near it.
func pale(rng *rand.Rand) Colour {
	if chance(rng, 0.5) {
		return rgb(0xffffff)
	}
	return mix(rgb(0xffffff), vivid(rng), 0.25*rng.Float32())
}

// dark is black, or near it.
func dark(rng *rand.Rand) Colour {
	if chance(rng, 0.4) {
		return Colour{}
	}
	return mix(Colour{}, vivid(rng), 0.35*rng.Float32())
}

// mix is so much of b, and of a the rest.
func mix(a, b Colour, part float32) (c Colour) {
	for i := range c {
		c[i] = byte(float32(a[i]) + (float32(b[i])-float32(a[i]))*part)
	}
	return c
}
