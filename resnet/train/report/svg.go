package report

import (
	"bytes"
	"fmt"
	"slices"

	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// svgCanvas draws SVG whose text keeps its place in a viewer that has other fonts: each
// text is told the width it was laid out for.
type svgCanvas struct {
	*vgsvg.Canvas
	widths []vg.Length // of each text, in the order drawn
}

// FillString implements [vg.Canvas].
func (c *svgCanvas) FillString(face font.Face, pt vg.Point, s string) {
	c.widths = append(c.widths, face.Width(s))
	c.Canvas.FillString(face, pt, s)
}

// bytes returns the document.
func (c *svgCanvas) bytes() ([]byte, error) {
	var raw bytes.Buffer
	if _, err := c.WriteTo(&raw); err != nil {
		return nil, err
	}
	// Arial and Helvetica have the widths of Liberation Sans, which few machines have.
	parts := bytes.Split(bytes.ReplaceAll(raw.Bytes(),
		[]byte(`font-family:Liberation Sans;`),
		[]byte(`font-family:'Liberation Sans',Arial,Helvetica,sans-serif;`)), []byte("<text "))
	out := bytes.NewBuffer(parts[0])
	for i, part := range parts[1:] {
		fmt.Fprintf(out, `<text textLength="%.5g" lengthAdjust="spacingAndGlyphs" %s`, c.widths[i].Points(), part)
	}
	return out.Bytes(), nil
}

// withStyle adds a style sheet to a document.
func withStyle(svg []byte, css string) []byte {
	head, rest, _ := bytes.Cut(svg, []byte("<g "))
	return slices.Concat(head, []byte("<style>\n"+css+"</style>\n<g "), rest)
}
