package dataset

import (
	"math/rand/v2"

	"canvasnet/resnet/dataset/drawing"
	"canvasnet/resnet/dataset/sketch"
)

// Mix says which part of the pictures of an epoch shows something else than the
// photo whose turn it is. The rest are photos.
type Mix struct {
	Sketches  float64 // that photo as a sketch, of the same class
	Drawings  float64 // a drawing from the Gallery, of its own class
	Scribbles float64 // a scribble or an empty sheet, of no class
}

// NoClass is the label of pictures that show none of the classes.
const NoClass = -1

// Source yields the pictures of an epoch: varied photos and, if it has a Mix,
// sketches and drawings among them.
type Source struct {
	Set       *Set
	Augment   Augment
	Alternate bool // mirror as AlternateFlip says
	Seed      uint64
	Mix       Mix
	Gallery   *Gallery // for Mix.Drawings
}

// Reader reads pictures of a Source. It keeps its buffers, and serves one
// goroutine at a time.
type Reader struct {
	Source
	pcg      rand.PCG
	rng      *rand.Rand // draws from pcg
	sketches sketch.Workspace
	renderer drawing.Renderer
	photo    []byte
}

// NewReader returns a Reader of s.
func (s Source) NewReader() *Reader {
	r := &Reader{Source: s}
	r.rng = rand.New(&r.pcg)
	r.photo = make([]byte, s.Set.Size*s.Set.Size*3)
	return r
}

// Read writes the picture that stands at an index of the set in an epoch to
// dst, (size, size, 3), and returns its label. It is a pure function of the
// source, epoch and index.
func (r *Reader) Read(dst []byte, epoch, index int) (label int) {
	SeedImage(&r.pcg, r.Seed, epoch, index)
	label = r.show(dst, index)
	if r.Alternate && AlternateFlip(r.Seed, epoch, index) {
		Mirror(dst, r.Set.Size)
	}
	return label
}

// show draws lots which kind of picture it is to be.
func (r *Reader) show(dst []byte, index int) (label int) {
	size := r.Set.Size
	photo, label := r.Set.Image(index), r.Set.Labels[index]
	if r.Mix != (Mix{}) {
		switch lot := r.rng.Float64(); {
		case lot < r.Mix.Drawings:
			d, label := r.Gallery.draw(r.rng)
			r.render(dst, d)
			return label
		case lot < r.Mix.Drawings+r.Mix.Scribbles:
			r.render(dst, scribble(r.rng))
			return NoClass
		case lot < r.Mix.Drawings+r.Mix.Scribbles+r.Mix.Sketches:
			sketch.Render(r.photo, photo, size, sketch.RandomStyle(r.rng), &r.sketches)
			whole := r.Augment
			whole.Cutout = 0 // few lines are left as it is
			whole.Apply(dst, r.photo, size, r.rng)
			return label
		}
	}
	r.Augment.Apply(dst, photo, size, r.rng)
	return label
}

// render shows a drawing in a style of its own, which places it too: it is
// neither moved nor cut as photos are.
func (r *Reader) render(dst []byte, d drawing.Drawing) {
	photos := drawing.Photos{Pixels: r.Set.Pixels, Size: r.Set.Size}
	r.renderer.Render(dst, r.Set.Size, d, drawing.RandomStyle(r.rng, photos))
}
