package imagefile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// withExif inserts an APP1 segment with an orientation into a JPEG file.
func withExif(jpeg []byte, order byteOrder, orientation uint16) []byte {
	tiff := []byte("II*\x00")
	if order == byteOrder(binary.BigEndian) {
		tiff = []byte("MM\x00*")
	}
	tiff = order.AppendUint32(tiff, 8)      // the directory follows
	tiff = order.AppendUint16(tiff, 2)      // two entries
	tiff = order.AppendUint16(tiff, 0x0100) // another tag first
	tiff = append(tiff, make([]byte, 10)...)
	tiff = order.AppendUint16(tiff, 0x0112)
	tiff = order.AppendUint16(tiff, 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint16(tiff, orientation)
	tiff = order.AppendUint16(tiff, 0)
	tiff = order.AppendUint32(tiff, 0) // no further directory

	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{}, jpeg[:2]...)
	out = append(out, 0xff, 0xe1)
	out = binary.BigEndian.AppendUint16(out, uint16(2+len(segment)))
	out = append(out, segment...)
	return append(out, jpeg[2:]...)
}

// quarters is 32×16 pixels: red, green over blue, black.
func quarters() image.Image {
	img := uniform(32, 16, color.Black)
	for y := range 16 {
		for x := range 32 {
			switch {
			case x < 16 && y < 8:
				img.Set(x, y, color.NRGBA{255, 0, 0, 255})
			case y < 8:
				img.Set(x, y, color.NRGBA{0, 255, 0, 255})
			case x < 16:
				img.Set(x, y, color.NRGBA{0, 0, 255, 255})
			}
		}
	}
	return img
}

func colourName(c color.Color) string {
	r, g, b, _ := c.RGBA()
	switch {
	case r > 0x8000:
		return "R"
	case g > 0x8000:
		return "G"
	case b > 0x8000:
		return "B"
	}
	return "K"
}

func TestDecodeAppliesOrientation(t *testing.T) {
	stored := encodeJPEG(t, quarters())
	upright := map[uint16]string{ // top left, top right, bottom left, bottom right
		1: "RGBK", 2: "GRKB", 3: "KBGR", 4: "BKRG",
		5: "RBGK", 6: "BRKG", 7: "KGBR", 8: "GKRB",
		0: "RGBK", 9: "RGBK", // not valid: as is
	}
	for orientation, want := range upright {
		for _, order := range []byteOrder{binary.LittleEndian, binary.BigEndian} {
			t.Run(fmt.Sprintf("%d/%v", orientation, order), func(t *testing.T) {
				img, err := Decode(bytes.NewReader(withExif(stored, order, orientation)))
				require.NoError(t, err)
				size := image.Pt(32, 16)
				if orientation >= 5 && orientation <= 8 {
					size = image.Pt(16, 32)
				}
				require.Equal(t, size, img.Bounds().Size())
				x, y := size.X-3, size.Y-3
				assert.Equal(t, want, colourName(img.At(2, 2))+colourName(img.At(x, 2))+
					colourName(img.At(2, y))+colourName(img.At(x, y)))
			})
		}
	}
}

func TestOrientationOfDamagedExif(t *testing.T) {
	whole := withExif(encodeJPEG(t, quarters()), binary.BigEndian, 6)
	require.Equal(t, 6, exifOrientation(whole))
	const exifEnd = 2 + 4 + 6 + 38 // SOI, marker and length, "Exif", TIFF
	for cut := range exifEnd {
		assert.Equal(t, 1, exifOrientation(whole[:cut]), "cut after %d bytes", cut)
	}
	tiff := whole[12:exifEnd]
	require.Equal(t, 6, tiffOrientation(tiff))
	for name, damage := range map[string]func([]byte){
		"byte order":       func(b []byte) { b[0] = 'X' },
		"directory beyond": func(b []byte) { copy(b[4:], "\xff\xff\xff\xff") },
		"type":             func(b []byte) { b[25] = 4 },
		"too few entries":  func(b []byte) { b[9] = 1 },
	} {
		damaged := bytes.Clone(tiff)
		damage(damaged)
		assert.Equal(t, 1, tiffOrientation(damaged), name)
	}
}
