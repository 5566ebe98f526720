// Package sketch turns photos into what people draw of them: line drawings,
// pencil, cartoons, flat colours and silhouettes. A network that learns from
// such renderings beside the photos sees every class in line form, also those
// that nobody has drawn for it.
//
//	photo ─▶ planes ─▶ warp ─┬▶ foreground ─▶ matte ────────────┐
//	                         ├▶ smooth ─▶ tone, flow, regions ──┼▶ canvas ─▶ picture
//	                         └▶ gradient ─▶ trace ─▶ strokes ───┘
//
// Lines are few and clean, as on a drawing board: contours are traced with
// sub-pixel accuracy, the strongest and longest are kept until a budget of ink
// is spent, and these are drawn with a round pen. Areas have edges that are
// averaged over each pixel, as a page's canvas has after being reduced.
package sketch

import "math"

// Render writes a rendering of src in style s to dst, both (size, size, 3)
// bytes, RGB; they may be the same slice. It is a pure function of src, size
// and s. Lengths of a style are relative to size, so that a rendering looks the
// same at any size; its effect is tuned for 32.
//
// ws is scratch memory, which must not be in use by another goroutine; with one
// that has served the same size before, nothing is allocated. It may be nil.
// Numbers of a style that are out of range count as the nearest in range.
func Render(dst, src []byte, size int, s Style, ws *Workspace) {
	if size <= 0 {
		return
	}
	if ws == nil {
		ws = new(Workspace)
	}
	ws.begin(src, size, s.inRange())
	switch ws.style.Kind {
	case DoG:
		ws.drawFlow()
	case Pencil:
		ws.drawPencil()
	case Cartoon:
		ws.drawCartoon()
	case Poster:
		ws.drawPoster()
	case Silhouette:
		ws.drawSilhouette()
	default: // Edges has nothing but contours
		ws.canvas.fill(ws.paper)
	}
	if ws.style.Width > 0 {
		ws.drawContours()
	}
	ws.finish(dst, src)
}

// begin reads the photo and what all kinds of rendering need of it.
func (ws *Workspace) begin(src []byte, size int, s Style) {
	ws.resize(size)
	ws.style = s
	ws.unit = float32(size) / 32
	ws.random.Seed(s.Seed, uint64(s.Kind))
	ws.paper, ws.ink = fromRGB(s.Paper), fromRGB(s.Ink)
	sin, cos := math.Sincos(2 * math.Pi * float64(s.Hue))
	ws.chromaSin, ws.chromaCos = s.Chroma*float32(sin), s.Chroma*float32(cos)

	ws.photo.read(src)
	ws.warp()
	ws.smooth.copyFrom(ws.photo)
	ws.stretchContrast()
	ws.diffuse(s.Smooth)
	if s.Kind == Silhouette || s.Isolate > 0 || s.Outline > 0 {
		ws.findForeground()
	}
}

// finish lets the photo shine through and stores the picture.
func (ws *Workspace) finish(dst, src []byte) {
	photo := ws.style.Photo
	for i := range ws.canvas.l {
		from, to := src[3*i:3*i+3], dst[3*i:3*i+3]
		for c, v := range ws.canvas.at(i).rgb() {
			drawn := float32(min(max(int(255*v+0.5), 0), 255))
			to[c] = byte(lerp(drawn, float32(from[c]), photo) + 0.5)
		}
	}
}
