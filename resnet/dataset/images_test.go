package dataset

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/resnet/picture"
	"canvasnet/resnet/picture/imagefile"
)

func pngOf(t testing.TB, w, h int, c color.NRGBA) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for i := 0; i < len(img.Pix); i += 4 {
		copy(img.Pix[i:], []byte{c.R, c.G, c.B, c.A})
	}
	var b bytes.Buffer
	require.NoError(t, png.Encode(&b, img))
	return b.Bytes()
}

// writeImages makes two classes with a red and a blue cat and a green dog.
func writeImages(t testing.TB) string {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "dog", "green.png"), pngOf(t, 50, 40, color.NRGBA{0, 255, 0, 255}))
	write(t, filepath.Join(dir, "cat", "red.jpg"), pngOf(t, 3, 9, color.NRGBA{255, 0, 0, 255}))
	write(t, filepath.Join(dir, "cat", "blue"), pngOf(t, 1, 1, color.NRGBA{0, 0, 255, 255}))
	write(t, filepath.Join(dir, "cat", ".DS_Store"), []byte("hidden"))
	write(t, filepath.Join(dir, ".git", "HEAD"), []byte("hidden"))
	write(t, filepath.Join(dir, "README.md"), []byte("beside the classes"))
	return dir
}

func TestOpenImages(t *testing.T) {
	dir := writeImages(t)
	set, err := Open(t.Context(), "images:"+dir, Options{})
	require.NoError(t, err)
	assert.Equal(t, "images:"+filepath.Base(dir), set.Name)
	assert.Equal(t, []string{"cat", "dog"}, set.Classes)
	assert.Equal(t, []int{0, 0, 1}, set.Labels)
	for i, colour := range [][]byte{{0, 0, 255}, {255, 0, 0}, {0, 255, 0}} {
		assert.Equal(t, bytes.Repeat(colour, 32*32), set.Image(i))
	}
}

func TestOpenImagesForWeights(t *testing.T) {
	dir := writeImages(t)
	set, err := Open(t.Context(), "images:"+dir, Options{Size: 8, Classes: []string{"frog", "dog", "cat"}})
	require.NoError(t, err)
	assert.Equal(t, []int{2, 2, 1}, set.Labels)
	assert.Equal(t, 8, set.Size)
	assert.Len(t, set.Pixels, 3*8*8*3)

	_, err = Open(t.Context(), "images:"+dir, Options{Classes: []string{"ship", "dog"}})
	assert.ErrorContains(t, err, `don't know 1 of the data's classes (["cat"])`)
	assert.ErrorContains(t, err, `they know ["ship" "dog"]`)
}

func TestOpenImagesErrors(t *testing.T) {
	tests := []struct {
		name  string
		add   func(t *testing.T, dir string)
		text  string
		cause error
	}{
		{"text as PNG", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "cat", "text.png"), []byte("Hello!")) },
			filepath.Join("cat", "text.png") + ": decode the picture: not a PNG, JPEG, GIF or WebP image", imagefile.ErrFormat},
		{"empty file", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "dog", "empty.png"), nil) },
			filepath.Join("dog", "empty.png") + ": decode the picture: the file is empty", nil},
		{"huge", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "dog", "huge.png"), hugePNG()) },
			"huge.png: decode the picture: the picture is too large: it is 60000×60000", picture.ErrTooLarge},
		{"folder in a class", func(t *testing.T, dir string) { require.NoError(t, os.Mkdir(filepath.Join(dir, "cat", "old"), 0o755)) },
			filepath.Join("cat", "old") + ": this is not a file", nil},
		{"dangling link", func(t *testing.T, dir string) {
			require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "cat", "link.png")))
		}, "link.png: no such file", os.ErrNotExist},
		{"dangling class", func(t *testing.T, dir string) {
			require.NoError(t, os.Symlink("nowhere", filepath.Join(dir, "bird")))
		}, "bird: no such file", os.ErrNotExist},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := writeImages(t)
			test.add(t, dir)
			_, err := Open(t.Context(), "images:"+dir, Options{})
			require.ErrorContains(t, err, test.text)
			if test.cause != nil {
				assert.ErrorIs(t, err, test.cause)
			}
		})
	}
}

// An error names the first few unreadable pictures and counts the others.
func TestOpenImagesManyBroken(t *testing.T) {
	dir := writeImages(t)
	for i := range 7 {
		write(t, filepath.Join(dir, "cat", fmt.Sprintf("broken%d.png", i)), []byte("Hello!"))
	}
	_, err := Open(t.Context(), "images:"+dir, Options{})
	require.ErrorContains(t, err, "7 of 10 pictures cannot be read:\n")
	for i := range 7 {
		name := filepath.Join(dir, "cat", fmt.Sprintf("broken%d.png: ", i))
		assert.Equal(t, i < 5, strings.Contains(err.Error(), name), name)
	}
	assert.ErrorContains(t, err, "\nand 2 more")
	assert.ErrorIs(t, err, imagefile.ErrFormat)
}

// Many pictures, read by several readers, stand where their labels say.
func TestOpenImagesInOrder(t *testing.T) {
	dir := t.TempDir()
	const n = 60
	for i := range n {
		write(t, filepath.Join(dir, string(rune('a'+i%3)), fmt.Sprintf("%02d.png", i)), pngOf(t, 3, 3, color.NRGBA{byte(i), byte(i % 3), 7, 255}))
	}
	set, err := Open(t.Context(), "images:"+dir, Options{Size: 2})
	require.NoError(t, err)
	require.Equal(t, n, set.Len())
	last := -1
	for i := range n {
		pixel := set.Image(i)[:3]
		require.EqualValues(t, set.Labels[i], pixel[1])
		if i%(n/3) == 0 {
			last = -1
		}
		require.Greater(t, int(pixel[0]), last, "in the order of names")
		last = int(pixel[0])
	}
	assert.Equal(t, []int{n / 3, n / 3, n / 3}, set.Counts())
}

func TestOpenImagesFormats(t *testing.T) {
	dir := t.TempDir()
	grey := image.NewGray(image.Rect(0, 0, 8, 8))
	for i := range grey.Pix {
		grey.Pix[i] = 128
	}
	var inJPEG, inGIF bytes.Buffer
	require.NoError(t, jpeg.Encode(&inJPEG, grey, nil))
	require.NoError(t, gif.Encode(&inGIF, grey, nil))
	inWebP, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==") // one pixel
	require.NoError(t, err)
	for name, data := range map[string][]byte{"a.png": pngOf(t, 8, 8, color.NRGBA{128, 128, 128, 255}), "b.jpg": inJPEG.Bytes(), "c.gif": inGIF.Bytes(), "d.webp": inWebP} {
		write(t, filepath.Join(dir, "class", name), data)
	}
	set, err := Open(t.Context(), "images:"+dir, Options{Size: 4})
	require.NoError(t, err)
	require.Equal(t, 4, set.Len())
	for i := range 3 {
		for _, v := range set.Image(i) {
			require.InDelta(t, 128, v, 8, "picture %d", i) // a GIF has few colours
		}
	}
}

func TestImagesBeyondMemory(t *testing.T) {
	_, err := readPictures(t.Context(), make([]string, 1<<13), 1024)
	require.ErrorContains(t, err, "8192 pictures of 1024×1024 pixels take more than 16 GiB")
}

func TestOpenImagesEmptyFolders(t *testing.T) {
	dir := t.TempDir()
	_, err := Open(t.Context(), "images:"+dir, Options{})
	assert.ErrorContains(t, err, dir+" has no sub-folder")
	require.NoError(t, os.Mkdir(filepath.Join(dir, "cat"), 0o755))
	_, err = Open(t.Context(), "images:"+dir, Options{})
	assert.ErrorContains(t, err, "no picture in the sub-folders of "+dir+` (["cat"])`)
	_, err = Open(t.Context(), "images:"+filepath.Join(dir, "nowhere"), Options{})
	assert.ErrorIs(t, err, os.ErrNotExist)
}

func TestOpenImagesUnreadable(t *testing.T) {
	dir := writeImages(t)
	path := filepath.Join(dir, "dog", "green.png")
	require.NoError(t, os.Chmod(path, 0))
	if file, err := os.Open(path); err == nil {
		file.Close()
		t.Skip("permissions do not bind this user")
	}
	_, err := Open(t.Context(), "images:"+dir, Options{})
	assert.ErrorContains(t, err, path+": permission denied")
}

func TestOpenImagesCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Open(ctx, "images:"+writeImages(t), Options{})
	assert.ErrorIs(t, err, context.Canceled)
}

// hugePNG is the start of a file that claims 60000×60000 pixels.
func hugePNG() []byte {
	header := []byte("IHDR\x00\x00\xea\x60\x00\x00\xea\x60\x08\x02\x00\x00\x00")
	file := append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x0d"), header...)
	return binary.BigEndian.AppendUint32(file, crc32.ChecksumIEEE(header))
}
