package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// pictures writes those that README.md shows to the folder CANVASNET_PICTURES: drawing, looking inside and teaching,
// each beside itself on a phone, in light and dark.
func (s *e2e) pictures(t *testing.T) {
	folder := os.Getenv("CANVASNET_PICTURES")
	if folder == "" {
		t.Skip("CANVASNET_PICTURES names no folder")
	}
	require.NoError(t, os.MkdirAll(folder, 0o755))
	for _, scene := range scenes[:3] {
		t.Run(scene.name, func(t *testing.T) {
			p := s.tab(t)
			openReady(t, p, s.url)
			scene.show(p)
			for _, scheme := range []string{"light", "dark"} {
				p.prefers("color-scheme", scheme)
				pair := sideBySide(s.tab(t), p.shot(1280, 932, scene.desktop), p.shot(430, 932, scene.phone))
				require.NoError(t, os.WriteFile(filepath.Join(folder, scene.name+"-"+scheme+".webp"), pair, 0o644))
			}
		})
	}
}

// sideBySide puts PNGs of one height next to each other, with rounded corners on nothing, as a WebP, which an empty tab
// makes of them.
func sideBySide(p *tab, images ...[]byte) []byte {
	p.t.Helper()
	var sources []string
	for _, image := range images {
		sources = append(sources, "data:image/png;base64,"+base64.StdEncoding.EncodeToString(image))
	}
	data := eval[string](p, fmt.Sprintf(`
		const gap = 32;
		const images = await Promise.all(%s.map(async (src) => {
			const image = new Image();
			image.src = src;
			await image.decode();
			return image;
		}));
		const canvas = document.createElement('canvas');
		canvas.width = images.reduce((sum, { width }) => sum + width, gap * (images.length - 1));
		canvas.height = images[0].height;
		const paper = canvas.getContext('2d');
		paper.strokeStyle = '#8888';
		let x = 0;
		for (const image of images) {
			paper.save();
			paper.beginPath();
			paper.roundRect(x + 0.5, 0.5, image.width - 1, image.height - 1, 20);
			paper.stroke();
			paper.clip();
			paper.drawImage(image, x, 0);
			paper.stroke();
			paper.restore();
			x += image.width + gap;
		}
		return canvas.toDataURL('image/webp', 0.7)`, quoteJS(p.t, sources)))
	encoded, ok := strings.CutPrefix(data, "data:image/webp;base64,")
	require.True(p.t, ok, "the browser makes WebP")
	image, err := base64.StdEncoding.DecodeString(encoded)
	require.NoError(p.t, err)
	return image
}
