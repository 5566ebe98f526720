package sketch

import (
	"fmt"
	"strings"
)

// Kind is what a rendering paints, before lines are drawn over it.
type Kind uint8

const (
	// Edges paints nothing: contours on paper.
	Edges Kind = iota
	// DoG paints what is darker than around it: a pen that follows contours.
	DoG
	// Pencil shades in grey or colour.
	Pencil
	// Cartoon paints the photo with few steps of lightness.
	Cartoon
	// Poster paints flat areas of few colours.
	Poster
	// Silhouette fills a guess of the foreground.
	Silhouette
	kinds
)

var kindNames = [kinds]string{"edges", "dog", "pencil", "cartoon", "poster", "silhouette"}

// Kinds returns all kinds, in their order.
func Kinds() []Kind { return []Kind{Edges, DoG, Pencil, Cartoon, Poster, Silhouette} }

// String returns the name that ParseKind reads.
func (k Kind) String() string {
	if k < kinds {
		return kindNames[k]
	}
	return fmt.Sprintf("Kind(%d)", uint8(k))
}

// ParseKind returns the kind of a name such as "edges".
func ParseKind(name string) (Kind, error) {
	for k, known := range kindNames {
		if name == known {
			return Kind(k), nil
		}
	}
	return 0, fmt.Errorf("unknown kind of rendering %q: use one of %s", name, strings.Join(kindNames[:], ", "))
}

// Style says how to render. Lengths are in 32nds of the picture's width, shares
// from 0 to 1.
type Style struct {
	Kind  Kind
	Paper [3]byte // RGB
	Ink   [3]byte
	Tint  float32 // share of the photo's colour in ink
	Photo float32 // share of the photo in the result

	Smooth   int     // steps of diffusion: more removes more texture
	Sigma    float32 // scale of edges and shades
	Isolate  float32 // how far what is around the foreground fades
	Negative bool    // Pencil, DoG: ink where the photo is light
	Tone     float32 // DoG: how much dark areas are filled
	Levels   int     // Cartoon: steps of lightness; Poster: colours
	Chroma   float32 // Cartoon, Poster, Tint: factor of colourfulness
	Hue      float32 // the same: turn of hues, 1 is once round

	Width     float32 // of contours, drawn over all kinds; 0 draws none
	Budget    float32 // share of the picture under ink, at most
	Threshold float32 // weakest contour, in difference of lightness a pixel
	Outline   float32 // how far contours are those of the foreground's shape
	Simplify  float32 // how far a line may leave its contour, to be straighter
	Gaps      float32 // share of a line's pieces that are left out

	Zoom   float32 // factor of size about the middle, with paper around; 0 counts as 1
	Tilt   float32 // turn about the middle, 1 is once round
	Wobble float32 // how far a hand goes wrong
	Seed   uint64  // of gaps and wobble
}

// Canonical returns the style that stands for a kind in evaluation: black on
// white, without chance. Its renderings change only with this package.
func Canonical(kind Kind) Style {
	s := Style{
		Kind: kind, Paper: [3]byte{255, 255, 255}, Zoom: 1, Chroma: 1, Levels: 4,
		Smooth: 3, Sigma: 0.8, Budget: 0.2, Threshold: 0.05, Simplify: 0.15, Isolate: 0.6,
	}
	switch kind {
	case Edges:
		s.Width, s.Outline = 1.1, 0.3
	case DoG:
		s.Tone, s.Isolate = 0.3, 0.6
	case Pencil:
		s.Sigma, s.Isolate, s.Budget = 2.5, 0.5, 0.12
	case Cartoon:
		s.Width, s.Isolate, s.Chroma, s.Budget = 0.7, 0, 1.4, 0.1
	case Poster:
		s.Isolate, s.Chroma = 0, 1.3
	case Silhouette:
	}
	return s
}

// inRange returns s with every number in range.
func (s Style) inRange() Style {
	limit := func(v *float32, least, most float32) {
		if !(*v > least) { // also where it is NaN
			*v = least
		}
		*v = min(*v, most)
	}
	limit(&s.Tint, 0, 1)
	limit(&s.Photo, 0, 1)
	limit(&s.Sigma, 0.4, 4)
	limit(&s.Isolate, 0, 1)
	limit(&s.Tone, 0, 1)
	limit(&s.Chroma, 0, 4)
	limit(&s.Hue, -1, 1)
	limit(&s.Width, 0, 8)
	limit(&s.Budget, 0, 1)
	limit(&s.Threshold, 0.02, 1)
	limit(&s.Outline, 0, 1)
	limit(&s.Simplify, 0.1, 4)
	limit(&s.Gaps, 0, 1)
	limit(&s.Tilt, -1, 1)
	limit(&s.Wobble, 0, 4)
	if s.Zoom != 0 {
		limit(&s.Zoom, 0.25, 4)
	} else {
		s.Zoom = 1
	}
	s.Smooth = min(max(s.Smooth, 0), 20)
	s.Levels = min(max(s.Levels, 2), maxColours)
	return s
}
