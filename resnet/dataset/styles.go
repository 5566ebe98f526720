package dataset

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"canvasnet/resnet/dataset/drawing"
	"canvasnet/resnet/dataset/sketch"
)

// Styles lists the ways to show the data that a SPEC stands for, the usual one
// first: pens, hands and papers for drawings, kinds of rendering for sketches.
// Photos have none.
func Styles(text string) []string {
	kind, _, _ := strings.Cut(text, ":")
	var names []string
	switch kind {
	case kindDrawings:
		for _, p := range drawing.Presets() {
			names = append(names, p.Name)
		}
	case kindSketches:
		for _, k := range sketch.Kinds() {
			names = append(names, k.String())
		}
	}
	return names
}

// checkStyle reports a style that data of some kind does not come in.
func checkStyle(kind, style string) error {
	styles := Styles(kind)
	switch {
	case style == "" || slices.Contains(styles, style):
		return nil
	case len(styles) == 0:
		return fmt.Errorf("%s come as they are, not in the style %q: leave the style out", kind, style)
	}
	return fmt.Errorf("%s have no style %q: use one of %s", kind, style, strings.Join(styles, ", "))
}

// drawingStyle is the style of that name, the page's board if it is empty.
func drawingStyle(name string) drawing.Style {
	for _, p := range drawing.Presets() {
		if p.Name == name {
			return p.Style
		}
	}
	return drawing.Board()
}

// sketchStyle is the rendering of that name, which checkStyle knows; edges if it
// is empty.
func sketchStyle(name string) sketch.Style {
	kind, _ := sketch.ParseKind(cmp.Or(name, sketch.Edges.String()))
	return sketch.Canonical(kind)
}
