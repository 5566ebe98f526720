package drawing

import (
	"bufio"
	"errors"
	"fmt"
	"io"
)

// bitmapSide is the width and height of a Quick, Draw! bitmap in pixels.
const bitmapSide = 28

// A Bitmap is a drawing of 28×28 pixels, row by row: 255 is ink, 0 paper. Its
// lines are about 1½ pixels wide.
type Bitmap [bitmapSide * bitmapSide]byte

// ReadBitmaps reads all bitmaps of r, one after the other without a header. It
// calls yield for each, with its index; an error of yield ends reading.
func ReadBitmaps(r io.Reader, yield func(index int, b *Bitmap) error) error {
	buffered := bufio.NewReaderSize(r, 1<<16)
	var b Bitmap
	for n := 0; ; n++ {
		switch got, err := io.ReadFull(buffered, b[:]); {
		case err == io.EOF && n > 0:
			return nil
		case err == io.EOF:
			return errors.New("the file is empty: copy it again, or remove it")
		case err == io.ErrUnexpectedEOF:
			return fmt.Errorf("%d bytes are left after %d drawings of %d: the file is truncated, or not made of 28×28 bitmaps: copy it again",
				got, n, len(b))
		case err != nil:
			return fmt.Errorf("drawing %d: %w", n, err)
		}
		if err := yield(n, &b); err != nil {
			return fmt.Errorf("drawing %d: %w", n, err)
		}
	}
}
