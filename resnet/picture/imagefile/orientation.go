package imagefile

import (
	"encoding/binary"
	"image"
	"image/draw"
)

// exifOrientation returns the orientation, 1 to 8, that the EXIF part of a JPEG
// file declares (CIPA DC-008, tag 0x0112), and 1 (upright) where there is none
// or the data makes no sense.
func exifOrientation(jpeg []byte) int {
	const startOfScan, app1 = 0xda, 0xe1
	const header = "Exif\x00\x00"
	for rest := jpeg[min(2, len(jpeg)):]; len(rest) >= 4 && rest[0] == 0xff; {
		marker := rest[1]
		if marker == 0xff { // a fill byte
			rest = rest[1:]
			continue
		}
		size := int(binary.BigEndian.Uint16(rest[2:])) // counts its own two bytes
		if marker == startOfScan || size < 2 || len(rest) < 2+size {
			break
		}
		segment := rest[4 : 2+size]
		if marker == app1 && len(segment) >= len(header) && string(segment[:len(header)]) == header {
			return tiffOrientation(segment[len(header):])
		}
		rest = rest[2+size:]
	}
	return 1
}

// tiffOrientation looks up the orientation in the first directory of a TIFF
// structure: byte order, 42, offset of the directory; there a count and entries
// of 12 bytes: tag, type, number of values, value.
func tiffOrientation(tiff []byte) int {
	const tagOrientation, typeShort, entrySize = 0x0112, 3, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:4]) {
	case "II*\x00":
		order = binary.LittleEndian
	case "MM\x00*":
		order = binary.BigEndian
	default:
		return 1
	}
	offset := uint64(order.Uint32(tiff[4:]))
	if offset+2 > uint64(len(tiff)) {
		return 1
	}
	entries := tiff[offset+2:]
	for range order.Uint16(tiff[offset:]) {
		if len(entries) < entrySize {
			break
		}
		if order.Uint16(entries) == tagOrientation {
			value := int(order.Uint16(entries[8:]))
			if order.Uint16(entries[2:]) != typeShort || value < 1 || value > 8 {
				return 1
			}
			return value
		}
		entries = entries[entrySize:]
	}
	return 1
}

// upright undoes an EXIF orientation. The image must be opaque, as every JPEG is.
//
//	1 as is         2 mirrored          3 half a turn       4 mirrored, half a turn
//	5 transposed    6 quarter turn      7 transverse        8 quarter turn back
func upright(img image.Image, orientation int) image.Image {
	if orientation == 1 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	src := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(src, src.Rect, img, b.Min, draw.Src)

	dw, dh := w, h
	if orientation >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range dh {
		for x := range dw {
			sx, sy := x, y
			switch orientation {
			case 2:
				sx = w - 1 - x
			case 3:
				sx, sy = w-1-x, h-1-y
			case 4:
				sy = h - 1 - y
			case 5:
				sx, sy = y, x
			case 6:
				sx, sy = y, h-1-x
			case 7:
				sx, sy = w-1-y, h-1-x
			case 8:
				sx, sy = w-1-y, x
			}
			d, s := dst.PixOffset(x, y), src.PixOffset(sx, sy)
			copy(dst.Pix[d:d+4], src.Pix[s:s+4])
		}
	}
	return dst
}
