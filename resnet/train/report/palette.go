package report

import (
	"fmt"
	"image/color"
	"strings"
)

// Colours of lines and text. Blue and vermilion are Okabe and Ito's.
var (
	ink       = color.RGBA{R: 0x1f, G: 0x29, B: 0x33, A: 0xff}
	inkSoft   = color.RGBA{R: 0x5b, G: 0x67, B: 0x70, A: 0xff}
	gridLine  = color.RGBA{R: 0xe3, G: 0xe7, B: 0xea, A: 0xff}
	paper     = color.RGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	blue      = color.RGBA{R: 0x00, G: 0x72, B: 0xb2, A: 0xff}
	paleBlue  = color.RGBA{R: 0xa9, G: 0xcf, B: 0xe8, A: 0xff}
	vermilion = color.RGBA{R: 0xd5, G: 0x5e, B: 0x00, A: 0xff}
)

// shades is the number of steps of a ramp.
const shades = 32

// ramp runs from light to dark through three colours, so that lightness alone orders it;
// in the dark, the other way.
type ramp [3]color.RGBA

var (
	rightRamp = ramp{{R: 0xea, G: 0xf2, B: 0xfa, A: 0xff}, {R: 0x5f, G: 0xa5, B: 0xd3, A: 0xff}, {R: 0x08, G: 0x4a, B: 0x8c, A: 0xff}}
	wrongRamp = ramp{{R: 0xff, G: 0xf0, B: 0xe0, A: 0xff}, {R: 0xfa, G: 0x93, B: 0x45, A: 0xff}, {R: 0x9c, G: 0x35, B: 0x03, A: 0xff}}

	darkRightRamp = ramp{{R: 0x1b, G: 0x2f, B: 0x42, A: 0xff}, {R: 0x25, G: 0x6f, B: 0xa6, A: 0xff}, {R: 0xbf, G: 0xe0, B: 0xf7, A: 0xff}}
	darkWrongRamp = ramp{{R: 0x3a, G: 0x28, B: 0x18, A: 0xff}, {R: 0xa8, G: 0x56, B: 0x1a, A: 0xff}, {R: 0xff, G: 0xd9, B: 0xb0, A: 0xff}}
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

// tone is a colour of a figure, and what it becomes in the dark.
type tone struct{ light, dark color.RGBA }

// tones lists every colour that figures use.
func tones() []tone {
	all := []tone{
		{ink, color.RGBA{R: 0xe6, G: 0xea, B: 0xee, A: 0xff}},
		{inkSoft, color.RGBA{R: 0x9f, G: 0xac, B: 0xb7, A: 0xff}},
		{gridLine, color.RGBA{R: 0x2e, G: 0x38, B: 0x42, A: 0xff}},
		{paper, color.RGBA{R: 0x1a, G: 0x21, B: 0x29, A: 0xff}},
		{blue, color.RGBA{R: 0x56, G: 0xb4, B: 0xe9, A: 0xff}},
		{paleBlue, color.RGBA{R: 0x2c, G: 0x55, B: 0x70, A: 0xff}},
		{vermilion, color.RGBA{R: 0xf2, G: 0x8e, B: 0x3d, A: 0xff}},
	}
	for i := range shades {
		all = append(all, tone{rightRamp.at(i), darkRightRamp.at(i)}, tone{wrongRamp.at(i), darkWrongRamp.at(i)})
	}
	return all
}

// darkRules are rules of CSS that turn the colours of figures into those for
// the dark. They go by the colour an element was drawn in, so that a reader
// without CSS sees the light ones.
func darkRules() string {
	var b strings.Builder
	for _, t := range tones() {
		for _, property := range []string{"fill", "stroke"} {
			fmt.Fprintf(&b, "[style*=\"%s:%s\"]{%[1]s:%[3]s!important}\n", property, hex(t.light), hex(t.dark))
		}
	}
	return b.String()
}

// inTheDark makes rules hold for readers whose system is dark.
func inTheDark(rules string) string {
	return "@media (prefers-color-scheme: dark) {\n" + rules + "}\n"
}

// hex writes a colour as the figures do.
func hex(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }
