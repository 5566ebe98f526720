// Package imagefile decodes picture files: PNG, JPEG, GIF and WebP.
//
// It is apart from package picture because the web page leaves decoding to the
// browser, and does not download decoders.
package imagefile

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"canvasnet/resnet/picture"

	"golang.org/x/image/webp"
)

// ErrFormat is the cause of a Decode error for data in no known format.
var ErrFormat = errors.New("not a PNG, JPEG, GIF or WebP image")

// maxFileBytes bounds what Decode reads: 100 megapixels of uncompressed RGBA,
// and some room.
const maxFileBytes = 512 << 20

// format is a file format, recognised by the first bytes of a file.
type format struct {
	name   string
	magic  string // '?' stands for any byte
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// formats is our own table because image.RegisterFormat's would let every
// package of a program add to what Decode accepts.
var formats = []format{
	{"PNG", "\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
	{"JPEG", "\xff\xd8", jpeg.DecodeConfig, jpeg.Decode},
	{"GIF", "GIF8?a", gif.DecodeConfig, gif.Decode},
	{"WebP", "RIFF????WEBPVP8", webp.DecodeConfig, webp.Decode},
}

// Decode reads a PNG, JPEG, GIF (its first frame) or WebP file, told apart by
// content. It checks the declared dimensions before it decodes a pixel, and
// turns a JPEG upright as its EXIF orientation says, as browsers do.
//
// Errors wrap [ErrFormat], or [picture.ErrTooLarge] for a picture beyond
// [picture.MaxPixels] or a file of more than 512 MiB. They don't know the file's
// name: callers add it.
func Decode(r io.Reader) (image.Image, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFileBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read the picture: %w", err)
	}
	img, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode the picture: %w", err)
	}
	return img, nil
}

func decode(data []byte) (image.Image, error) {
	if len(data) == 0 {
		return nil, errors.New("the file is empty: choose another picture, or copy it again")
	}
	if len(data) > maxFileBytes {
		return nil, fmt.Errorf("%w: the file has more than %d MiB: scale it down first", picture.ErrTooLarge, maxFileBytes>>20)
	}
	f, err := sniff(data)
	if err != nil {
		return nil, err
	}
	config, err := guard(f.config, data)
	if err != nil {
		return nil, f.damaged(err)
	}
	if err := picture.CheckSize(config.Width, config.Height); err != nil {
		return nil, err
	}
	img, err := guard(f.decode, data)
	if err != nil {
		return nil, f.damaged(err)
	}
	switch f.name {
	case "GIF":
		return onScreen(img, config), nil
	case "JPEG":
		return upright(img, exifOrientation(data)), nil
	}
	return img, nil
}

func sniff(data []byte) (format, error) {
	for _, f := range formats {
		if !f.matches(data) {
			continue
		}
		if f.name == "WebP" && animated(data) {
			return f, errors.New("animated WebP pictures are not supported: save one frame as PNG or WebP")
		}
		return f, nil
	}
	return format{}, fmt.Errorf("%w: save it in one of these formats", ErrFormat)
}

func (f format) matches(data []byte) bool {
	if len(data) < len(f.magic) {
		return false
	}
	for i := range len(f.magic) {
		if f.magic[i] != '?' && f.magic[i] != data[i] {
			return false
		}
	}
	return true
}

func (f format) damaged(cause error) error {
	if errors.Is(cause, io.EOF) {
		cause = io.ErrUnexpectedEOF
	}
	return fmt.Errorf("the %s file is truncated or damaged (%w): save or copy it again", f.name, cause)
}

// animated reports the animation flag of an extended WebP file: 'VP8X' and the
// length of that chunk stand before the flags.
func animated(data []byte) bool {
	const flags, animation = 20, 1 << 1
	return len(data) > flags && string(data[12:16]) == "VP8X" && data[flags]&animation != 0
}

// guard runs a decoder on data and turns its panics into errors.
func guard[T any](decoder func(io.Reader) (T, error), data []byte) (result T, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the decoder failed: %v", p)
		}
	}()
	return decoder(bytes.NewReader(data))
}

// onScreen puts a GIF frame in its place on the file's logical screen, of which
// it may cover only a part; the rest is transparent.
func onScreen(frame image.Image, config image.Config) image.Image {
	screen := image.Rect(0, 0, config.Width, config.Height)
	if frame.Bounds() == screen {
		return frame
	}
	img := image.NewNRGBA(screen)
	draw.Draw(img, frame.Bounds(), frame, frame.Bounds().Min, draw.Src)
	return img
}
