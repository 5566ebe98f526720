package sketch

import (
	"flag"
	"image"
	"image/draw"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	update    = flag.Bool("update", false, "write the golden pictures")
	sheetPath = flag.String("sheet", "", "write a contact sheet of all classes to this PNG file")
)

const goldenPath = "testdata/golden.png"

// TestGolden compares renderings, canonical and random, with those on record.
// Processors that multiply and add in one step differ in a pixel here or there.
func TestGolden(t *testing.T) {
	photos := loadPhotos(t)
	var pictures [][]byte
	for _, i := range []int{4, 88, 168, 187} {
		pictures = append(pictures, photos[i])
	}
	seen := grid(pictures, 32, someStyles(6, rand.New(rand.NewPCG(12, 34))), 1)
	if *update {
		require.NoError(t, writePNG(goldenPath, seen))
	}
	want := readPNG(t, goldenPath)
	require.Equal(t, want.Rect, seen.Rect)
	sum := 0
	for i, v := range seen.Pix {
		sum += max(int(v)-int(want.Pix[i]), int(want.Pix[i])-int(v))
	}
	assert.Less(t, float64(sum)/float64(len(seen.Pix)), 0.05, "mean difference, of 255")
}

// TestSheet draws a contact sheet, which -sheet FILE writes for the eye.
func TestSheet(t *testing.T) {
	photos := loadPhotos(t)
	var pictures [][]byte
	for class := range 10 {
		pictures = append(pictures, photos[20*class+3])
	}
	sheet := grid(pictures, 32, someStyles(12, rand.New(rand.NewPCG(1, 2))), 4)
	assert.Equal(t, image.Rect(0, 0, 19*130+2, 10*130+2), sheet.Rect)
	assert.Equal(t, photos[3][:3], sheet.Pix[sheet.PixOffset(2, 2):][:3], "the first picture")
	if *sheetPath != "" {
		require.NoError(t, writePNG(*sheetPath, sheet))
	}
}

// someStyles are all canonical ones, and so many random ones.
func someStyles(random int, rng *rand.Rand) (styles []Style) {
	for _, kind := range Kinds() {
		styles = append(styles, Canonical(kind))
	}
	for range random {
		styles = append(styles, RandomStyle(rng))
	}
	return styles
}

func writePNG(path string, img image.Image) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(file, img); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

func readPNG(t *testing.T, path string) *image.NRGBA {
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	img, err := png.Decode(file)
	require.NoError(t, err)
	out := image.NewNRGBA(img.Bounds())
	draw.Draw(out, out.Rect, img, img.Bounds().Min, draw.Src)
	return out
}
