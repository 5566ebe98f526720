package report

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"html/template"
	"image"
	"image/png"
	"slices"

	xdraw "golang.org/x/image/draw"
)

// maxShown is the most mistakes that a report shows, maxPicture the most pixels
// a side that it spends on one.
const (
	maxShown   = 48
	maxPicture = 160
)

// exhibit is a mistake as the page shows it.
type exhibit struct {
	URL              template.URL
	Label, Predicted string
	P                float64
	Pixelated        bool // small enough to show every pixel
}

// exhibits returns the most confident mistakes, the most confident first.
func exhibits(run Run) ([]exhibit, error) {
	var out []exhibit
	for _, m := range worst(run.Mistakes) {
		picture, err := encodePicture(m)
		if err != nil {
			return nil, err
		}
		out = append(out, exhibit{
			URL:       template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(picture)),
			Label:     run.Classes[m.Label],
			Predicted: run.Classes[m.Predicted],
			P:         m.P,
			Pixelated: m.Size <= maxPicture/2,
		})
	}
	return out, nil
}

func worst(mistakes []Mistake) []Mistake {
	sorted := slices.Clone(mistakes)
	slices.SortStableFunc(sorted, func(a, b Mistake) int { return cmp.Compare(b.P, a.P) })
	return sorted[:min(len(sorted), maxShown)]
}

// encodePicture returns a mistake as PNG, scaled down where it is large.
func encodePicture(m Mistake) ([]byte, error) {
	img := image.NewRGBA(image.Rect(0, 0, m.Size, m.Size))
	for i := range m.Size * m.Size {
		copy(img.Pix[4*i:], m.Pixels[3*i:3*i+3])
		img.Pix[4*i+3] = 0xff
	}
	if m.Size > maxPicture {
		small := image.NewRGBA(image.Rect(0, 0, maxPicture, maxPicture))
		xdraw.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), xdraw.Src, nil)
		img = small
	}
	var buf bytes.Buffer
	if err := png.Encode(&buf, img); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}
