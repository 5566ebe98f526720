package drawing

// A Colour is red, green and blue.
type Colour [3]byte

// A Style is all that makes two pictures of one drawing differ. Lengths are
// parts of the sheet's side, or, in a Hand, of the drawing's larger side.
type Style struct {
	Sheet int // side of the sheet, in pixels
	Place Place
	Hand  Hand
	Pen   Pen
	Fill  Fill
	Paper Paper
	Noise float32 // of the camera: standard deviation of every pixel, in levels
	Seed  uint64  // of all that varies from point to point
}

// Place is where on the sheet a drawing is, and how it lies there.
type Place struct {
	X, Y   float32 // the middle of the box around it
	Scale  float32 // the larger side of that box
	Angle  float32 // clockwise, in radians
	Slant  float32 // how far the top leans to the right, for a height of 1
	Aspect float32 // how much wider it is than it was
}

// Hand is how somebody redraws lines: all zero, exactly.
type Hand struct {
	Simplify  float32 // how far lines may be from the original
	Round     float32 // how much of a line corners may lose, on either side
	Warp      float32 // how far places move, neighbours alike
	Shake     float32 // how far points move, each for itself: standard deviation
	Overshoot float32 // how far lines go on at their ends, at most
	Skip      float32 // probability that a short stroke is left out
	Again     int     // times that each line is drawn again over itself
	Strays    int     // marks anywhere that don't belong to the drawing
}

// Pen is what lines are drawn with.
type Pen struct {
	Width    float32  // of lines
	Pressure float32  // how much the width swings along a line, 0 to 1
	Taper    float32  // how much thinner lines are at their ends, 0 to 1
	Soft     float32  // width of the edge of lines; one pixel if less
	Grain    float32  // how much of the ink the paper doesn't take, 0 to 1
	Inks     []Colour // at least one; strokes take turns
}

// Fill is the colouring of what lines enclose.
type Fill struct {
	Share   float32  // part of the enclosed areas that are filled
	Gap     float32  // how wide an opening still counts as closed
	Colours []Colour // to choose from, area by area
}

// Paper is what is drawn on.
type Paper struct {
	Colour Colour
	Light  [2]float32 // how much lighter it gets to the right and down, in levels from middle to edge
	Blotch float32    // amplitude of large spots, in levels
	Grain  float32    // standard deviation of single pixels, in levels
	Rule   Rule
	Photo  Photo
}

// Rule is the ruling of paper.
type Rule struct {
	Spacing float32 // between lines; none if 0
	Grid    bool    // crossed by vertical lines
	Colour  Colour
}

// Photo is a picture that paper has on it.
type Photo struct {
	Pixels []byte // (Size, Size, 3), none if empty
	Size   int
	Fade   float32 // how much of it the paper's colour hides, 0 to 1
}

// The page's canvas has 512 pixels a side, of which its medium brush takes 16.
const (
	boardPen = 16.0 / 512
	boardInk = 0x1d1f24
)

// Board returns the style in which drawings are measured: redrawn exactly, with
// the page's own pen and ink on its white paper, in the middle of three quarters
// of the sheet.
func Board() Style {
	return Style{
		Sheet: 256,
		Place: Place{X: 0.5, Y: 0.5, Scale: 0.75, Aspect: 1},
		Pen:   Pen{Width: boardPen, Inks: []Colour{rgb(boardInk)}},
		Paper: Paper{Colour: rgb(0xffffff)},
	}
}

// rgb splits 0xRRGGBB.
func rgb(hex uint32) Colour {
	return Colour{byte(hex >> 16), byte(hex >> 8), byte(hex)}
}
