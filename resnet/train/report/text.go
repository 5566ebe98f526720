package report

import (
	"fmt"
	"image/color"

	xfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// sans returns a text style, aligned left on the baseline.
func sans(size vg.Length, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Size: size},
		Handler: plot.DefaultTextHandler,
	}
}

func bold(style text.Style) text.Style {
	style.Font.Weight = xfont.WeightBold
	return style
}

func aligned(style text.Style, x text.XAlignment, y text.YAlignment) text.Style {
	style.XAlign, style.YAlign = x, y
	return style
}

// fit shortens s with an ellipsis until it is no wider than width.
func fit(style text.Style, s string, width vg.Length) string {
	if style.Width(s) <= width {
		return s
	}
	runes := []rune(s)
	for n := len(runes) - 1; n > 0; n-- {
		if short := string(runes[:n]) + "…"; style.Width(short) <= width {
			return short
		}
	}
	return "…"
}

// titled writes a title along the top of c and returns what is left below it.
func titled(c draw.Canvas, title string) draw.Canvas {
	style := aligned(bold(sans(13, ink)), text.XLeft, text.YTop)
	c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y}, fit(style, title, c.Size().X))
	return draw.Crop(c, 0, 0, 0, -20)
}

// drawable returns the class names, with "class 3" for one that the font cannot write.
func drawable(classes []string) []string {
	face := font.DefaultCache.Lookup(sans(1, ink).Font, 1).Face
	var buf sfnt.Buffer
	written := func(name string) bool {
		for _, r := range name {
			if glyph, err := face.GlyphIndex(&buf, r); glyph == 0 || err != nil {
				return false
			}
		}
		return name != ""
	}
	out := make([]string, len(classes))
	for i, name := range classes {
		if out[i] = name; !written(name) {
			out[i] = fmt.Sprintf("class %d", i)
		}
	}
	return out
}
