package report

import "image/color"

// Colours of lines and text. Blue and vermilion are Okabe and Ito's.
var (
	ink       = color.RGBA{R: 0x1f, G: 0x29, B: 0x33, A: 0xff}
	inkSoft   = color.RGBA{R: 0x5b, G: 0x67, B: 0x70, A: 0xff}
	gridLine  = color.RGBA{R: 0xe3, G: 0xe7, B: 0xea, A: 0xff}
	paper     = color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	blue      = color.RGBA{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}
	vermilion = color.RGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}
)

// shades is the number of steps of a ramp.
const shades = 32

// ramp runs from light to dark through three colours, so that lightness alone orders it.
type ramp [3]color.RGBA

var (
	rightRamp = ramp{{R: 0xea, G: 0xf2, B: 0xfa, A: 0xff}, {R: 0x5f, G: 0xa5, B: 0xd3, A: 0xff}, {R: 0x08, G: 0x4a, B: 0x8c, A: 0xff}}
	wrongRamp = ramp{{R: 0xff, G: 0xf0, B: 0xe0, A: 0xff}, {R: 0xfa, G: 0x93, B: 0x45, A: 0xff}, {R: 0x9c, G: 0x35, B: 0x03, A: 0xff}}
)

// at returns shade i of 0 … shades-1.
func (r ramp) at(i int) color.RGBA {
	t := 2 * float64(i) / (shades - 1)
	from, to := r[0], r[1]
	if t > 1 {
		t, from, to = t-1, r[1], r[2]
	}
	mix := func(a, b uint8) uint8 { return uint8(float64(a) + t*(float64(b)-float64(a)) + 0.5) }
	return color.RGBA{R: mix(from.R, to.R), G: mix(from.G, to.G), B: mix(from.B, to.B), A: 0xff}
}

// shade returns the step of a ramp for a fraction between 0 and 1.
func shade(fraction float64) int {
	return min(max(int(fraction*shades), 0), shades-1)
}

// inkOn returns the colour of text that reads well on shade i.
func inkOn(i int) color.RGBA {
	if i >= 5*shades/8 {
		return paper
	}
	return ink
}
