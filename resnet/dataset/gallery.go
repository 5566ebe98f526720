package dataset

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"

	"canvasnet/resnet/dataset/drawing"
)

// A Gallery holds drawings by class, to learn from. Classes that nobody has
// drawn, or few have, get drawings that programs invent.
type Gallery struct {
	classes []string // that have any, drawn or invented
	labels  []int    // of these
	drawn   [][]drawing.Drawing
}

// inventions is how many drawings by people a program of a class stands for: of
// a class with few drawings most are invented, of one with thousands hardly any.
const inventions = 60

// NewGallery sorts samples by class. Labels are the positions in classes, of
// which at least one has to have drawings; a sample of any other is an error.
func NewGallery(samples []drawing.Sample, classes []string) (*Gallery, error) {
	drawn := make([][]drawing.Drawing, len(classes))
	for _, s := range samples {
		label := slices.Index(classes, s.Class)
		if label < 0 {
			return nil, fmt.Errorf("there are drawings of the class %q, but the photos have the classes %s: remove these drawings", s.Class, quoted(classes))
		}
		drawn[label] = append(drawn[label], s.Drawing)
	}
	g := new(Gallery)
	for label, class := range classes {
		if len(drawn[label]) > 0 || slices.Contains(drawing.Inventable(), class) {
			g.classes = append(g.classes, class)
			g.labels = append(g.labels, label)
			g.drawn = append(g.drawn, drawn[label])
		}
	}
	if len(g.classes) == 0 {
		return nil, fmt.Errorf("there are no drawings of the classes %s: add some", quoted(classes))
	}
	return g, nil
}

// OpenGallery reads the drawings that a SPEC such as drawings:DIR stands for,
// by default its training part. A fraction of them, 0 up to 1, is held out and
// returned as pictures of size pixels a side, drawn on the page's board; there
// are none if it is 0.
func OpenGallery(ctx context.Context, text string, classes []string, size int, fraction float64) (g *Gallery, heldOut *Set, err error) {
	defer func() {
		if err != nil {
			err = fmt.Errorf("open drawings %q: %w", text, err)
		}
	}()
	s, err := parseSpec(text)
	if err != nil {
		return nil, nil, err
	}
	if s.kind != kindDrawings {
		return nil, nil, fmt.Errorf("these are no drawings: write %s:DIR", kindDrawings)
	}
	s.split = cmp.Or(s.split, splitTrain)
	samples, err := drawing.ReadFolder(ctx, os.DirFS(s.dir), s.part())
	if err != nil {
		return nil, nil, err
	}
	learned, held := holdOut(samples, fraction)
	if g, err = NewGallery(learned, classes); err != nil {
		return nil, nil, err
	}
	if heldOut, err = RenderDrawings(ctx, held, size, func(int) drawing.Style { return drawing.Board() }); err != nil {
		return nil, nil, err
	}
	heldOut.Name = s.name() + " (held out)"
	return g, heldOut, relabel(heldOut, classes)
}

// holdOut splits samples evenly: files list one class after the other.
func holdOut(samples []drawing.Sample, fraction float64) (learned, held []drawing.Sample) {
	for i, s := range samples {
		if int(float64(i+1)*fraction) > int(float64(i)*fraction) {
			held = append(held, s)
		} else {
			learned = append(learned, s)
		}
	}
	return learned, held
}

// Len is the number of drawings by people.
func (g *Gallery) Len() int {
	n := 0
	for _, drawn := range g.drawn {
		n += len(drawn)
	}
	return n
}

// draw returns one of the drawings and its label; each class is as frequent as
// any other.
func (g *Gallery) draw(rng *rand.Rand) (drawing.Drawing, int) {
	class := rng.IntN(len(g.classes))
	drawn := g.drawn[class]
	if i := rng.IntN(len(drawn) + inventions); i >= len(drawn) {
		if d, ok := drawing.Invent(g.classes[class], rng); ok {
			return d, g.labels[class]
		}
	}
	return drawn[rng.IntN(len(drawn))], g.labels[class]
}
