package imagefile

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"testing"

	"canvasnet/resnet/picture"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func encodePNG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, img))
	return b.Bytes()
}

func encodeJPEG(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, jpeg.Encode(&b, img, &jpeg.Options{Quality: 95}))
	return b.Bytes()
}

func encodeGIF(t testing.TB, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, gif.Encode(&b, img, nil))
	return b.Bytes()
}

// webpLossless and webpLossy are pictures of one pixel.
func webpLossless(t testing.TB) []byte {
	return fromBase64(t, "UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
}

func webpLossy(t testing.TB) []byte {
	return fromBase64(t, "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA")
}

func fromBase64(t testing.TB, s string) []byte {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString(s)
	require.NoError(t, err)
	return data
}

// uniform is an image of one colour.
func uniform(w, h int, c color.Color) *image.NRGBA {
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	return img
}

// declaredPNG is the start of a PNG file that claims w × h pixels.
func declaredPNG(w, h uint32) []byte {
	header := []byte("IHDR")
	header = binary.BigEndian.AppendUint32(header, w)
	header = binary.BigEndian.AppendUint32(header, h)
	header = append(header, 8, 2, 0, 0, 0) // 8-bit RGB
	file := []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d")
	file = append(file, header...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(header))
}

func TestDecodeFormats(t *testing.T) {
	img := uniform(6, 4, color.NRGBA{200, 100, 50, 255})
	tests := []struct {
		name  string
		data  []byte
		size  image.Point
		exact bool
	}{
		{"PNG", encodePNG(t, img), image.Pt(6, 4), true},
		{"JPEG", encodeJPEG(t, img), image.Pt(6, 4), false},
		{"GIF", encodeGIF(t, img), image.Pt(6, 4), false},
		{"WebP lossless", webpLossless(t), image.Pt(1, 1), false},
		{"WebP lossy", webpLossy(t), image.Pt(1, 1), false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Decode(bytes.NewReader(test.data))
			require.NoError(t, err)
			assert.Equal(t, test.size, got.Bounds().Size())
			if test.exact {
				assert.Equal(t, picture.Square(img, 4), picture.Square(got, 4))
			}
		})
	}
}

func TestDecodeErrors(t *testing.T) {
	img := uniform(40, 40, color.White)
	whole := encodePNG(t, img)
	animatedWebP := append([]byte("RIFF\x1e\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00"), make([]byte, 6)...)
	noScreen := append([]byte("GIF89a"), make([]byte, 7)...)
	tests := []struct {
		name  string
		data  []byte
		cause error
		text  string
	}{
		{"empty", nil, nil, "the file is empty"},
		{"text", []byte("I am a text file named cat.png\n"), ErrFormat, "not a PNG, JPEG, GIF or WebP image"},
		{"one byte", []byte{0xff}, ErrFormat, "not a PNG"},
		{"truncated PNG", whole[:len(whole)-30], nil, "PNG file is truncated"},
		{"PNG magic alone", whole[:8], io.ErrUnexpectedEOF, "PNG file is truncated"},
		{"truncated JPEG", encodeJPEG(t, img)[:300], io.ErrUnexpectedEOF, "JPEG file is truncated"},
		{"truncated GIF", encodeGIF(t, img)[:820], nil, "GIF file is truncated"},
		{"truncated WebP", webpLossless(t)[:24], nil, "WebP file is truncated"},
		{"animated WebP", animatedWebP, nil, "animated WebP"},
		{"huge", declaredPNG(20_000, 20_000), picture.ErrTooLarge, "20000×20000"},
		{"as wide as it gets", declaredPNG(1<<31-1, 1), picture.ErrTooLarge, "2147483647×1"},
		{"zero-sized PNG", declaredPNG(0, 5), nil, "PNG file is truncated or damaged"},
		{"zero-sized GIF", noScreen, nil, "0×0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := Decode(bytes.NewReader(test.data))
			require.ErrorContains(t, err, test.text)
			assert.ErrorContains(t, err, "decode the picture: ")
			if test.cause != nil {
				assert.ErrorIs(t, err, test.cause)
			}
		})
	}
}

func TestDecodeReaderFails(t *testing.T) {
	cause := errors.New("disk on fire")
	_, err := Decode(io.MultiReader(bytes.NewReader([]byte("\x89PNG")), failing{cause}))
	assert.ErrorIs(t, err, cause)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestGuardRecovers(t *testing.T) {
	_, err := guard(func(io.Reader) (int, error) { panic("index out of range") }, nil)
	assert.ErrorContains(t, err, "index out of range")
}

func TestDecodeGIFFrameOnScreen(t *testing.T) {
	frame := image.NewPaletted(image.Rect(2, 3, 4, 5), color.Palette{color.Black, color.White})
	var b bytes.Buffer
	require.NoError(t, gif.EncodeAll(&b, &gif.GIF{
		Image:  []*image.Paletted{frame},
		Delay:  []int{0},
		Config: image.Config{Width: 8, Height: 8},
	}))
	got, err := Decode(&b)
	require.NoError(t, err)
	assert.Equal(t, image.Rect(0, 0, 8, 8), got.Bounds())
	assert.Equal(t, color.NRGBA{}, got.At(0, 0), "outside of the frame it is transparent")
	assert.Equal(t, color.NRGBA{A: 255}, got.At(2, 3))
}

func TestDecode8000x8000(t *testing.T) {
	if testing.Short() {
		t.Skip("decodes 64 megapixels")
	}
	img := image.NewGray(image.Rect(0, 0, 8000, 8000))
	for i := range img.Pix {
		img.Pix[i] = 77
	}
	got, err := Decode(bytes.NewReader(encodePNG(t, img)))
	require.NoError(t, err)
	assert.Equal(t, bytes.Repeat([]byte{77}, 32*32*3), picture.Square(got, 32))
}

func FuzzDecode(f *testing.F) {
	img := uniform(5, 3, color.NRGBA{1, 2, 3, 128})
	for _, seed := range [][]byte{
		nil, encodePNG(f, img), encodeJPEG(f, img), encodeGIF(f, img), webpLossless(f), webpLossy(f),
		withExif(encodeJPEG(f, img), binary.LittleEndian, 6), declaredPNG(1<<20, 1<<20),
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		// Bound the work of one run, not what is accepted.
		if format, err := sniff(data); err == nil {
			if config, err := guard(format.config, data); err == nil && config.Width*config.Height > 1<<20 {
				t.Skip()
			}
		}
		got, err := Decode(bytes.NewReader(data))
		if err != nil {
			return
		}
		seen := picture.Square(got, 8)
		require.Len(t, seen, 8*8*3)
		again, err := Decode(bytes.NewReader(encodePNG(t, &image.NRGBA{
			Pix: opaque(seen), Stride: 32, Rect: image.Rect(0, 0, 8, 8),
		})))
		require.NoError(t, err)
		require.Equal(t, seen, picture.Square(again, 8), "a square of the right size passes unchanged")
	})
}

// opaque turns RGB bytes into RGBA bytes.
func opaque(rgb []byte) []byte {
	var rgba []byte
	for ; len(rgb) > 0; rgb = rgb[3:] {
		rgba = append(rgba, rgb[0], rgb[1], rgb[2], 255)
	}
	return rgba
}
