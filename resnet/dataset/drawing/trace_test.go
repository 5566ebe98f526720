package drawing

import (
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestTraceShapes(t *testing.T) {
	fill := func(x0, y0, x1, y1 int) *Bitmap {
		var b Bitmap
		for y := y0; y < y1; y++ {
			for x := x0; x < x1; x++ {
				b[y*bitmapSide+x] = 255
			}
		}
		return &b
	}
	ring := fill(4, 4, 24, 24)
	for y := 5; y < 23; y++ {
		clear(ring[y*bitmapSide+5 : y*bitmapSide+23])
	}
	var disc Bitmap
	for i := range disc {
		if x, y := i%bitmapSide-14, i/bitmapSide-14; x*x+y*y < 30 {
			disc[i] = 255
		}
	}
	tests := []struct {
		name    string
		bitmap  *Bitmap
		strokes int // any number if negative
		spot    bool
		closed  bool
	}{
		{"nothing", new(Bitmap), 0, false, false},
		{"dot", fill(14, 14, 15, 15), 1, false, false},
		{"line", fill(3, 14, 25, 15), 1, false, false},
		{"line along the edge", fill(0, 0, 28, 1), 1, false, false},
		{"cross", cross(0), 2, false, false}, // each goes straight on
		{"ring", ring, 1, false, true},
		{"disc", &disc, -1, true, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var tracer Tracer
			tracer.Trace(cross(5)) // leaves nothing behind
			d := tracer.Trace(test.bitmap)
			if test.strokes >= 0 {
				require.Len(t, d.Strokes, test.strokes)
			}
			fits(t, d)
			spot := false
			for _, stroke := range d.Strokes {
				for _, p := range stroke {
					spot = spot || p.R > 0
				}
				if test.closed {
					assert.Equal(t, stroke[0], stroke[len(stroke)-1])
				}
			}
			assert.Equal(t, test.spot, spot)
		})
	}
}

// A trace drawn again, with lines as wide as a bitmap's, is much like the bitmap.
func TestTraceIsFaithful(t *testing.T) {
	file, err := os.Open("testdata/quickdraw/28x28/cat.bin")
	require.NoError(t, err)
	defer file.Close()

	// The bitmap's frame, as the data set has it: 256 units of drawing, and
	// 24 around them.
	const frame, drawn, scale = bitmapSide, 256.0 / 304 * bitmapSide, 4
	style := Board()
	style.Sheet = frame * scale
	style.Place.Scale = drawn / frame
	style.Pen = Pen{Width: bitmapLine / frame, Inks: []Colour{{}}}
	var r Renderer
	var tracer Tracer
	var off, all float64
	require.NoError(t, ReadBitmaps(file, func(_ int, b *Bitmap) error {
		sheet := r.Sheet(tracer.Trace(b), style)
		for y := range frame {
			for x := range frame {
				var ink float64
				for j := range scale {
					for i := range scale {
						ink += 255 - float64(sheet.RGBAAt(x*scale+i, y*scale+j).R)
					}
				}
				want := float64(b[y*frame+x])
				d := ink/(scale*scale) - want
				off += d * d
				all += want * want
			}
		}
		return nil
	}))
	assert.Less(t, off/all, 0.12, "of the ink's energy")
}

func BenchmarkTrace(b *testing.B) {
	data, err := os.ReadFile("testdata/quickdraw/28x28/cat.bin")
	require.NoError(b, err)
	var tracer Tracer
	var bitmap Bitmap
	for i := 0; b.Loop(); i++ {
		copy(bitmap[:], data[i*len(bitmap)%len(data):])
		tracer.Trace(&bitmap)
	}
}
