package main

import (
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSheet(t *testing.T) {
	const photos, drawings = "../../dataset/testdata/cifar10-200", "../../dataset/drawing/testdata/quickdraw"
	weights := filepath.Join("..", "..", "..", "weights", "resnet20.safetensors")
	out := filepath.Join(t.TempDir(), "sheet.png")
	tests := []struct {
		name string
		args []string
		size image.Point // in tiles
	}{
		{"pictures", []string{"-data", "images:" + photos, "-n", "25"}, image.Pt(10, 3)},
		{"training", []string{"-data", "images:" + photos, "-recipe", "resnet20", "-n", "20", "-columns", "5"}, image.Pt(5, 4)},
		{"answers", []string{"-data", "drawings:" + drawings + ":train", "-style", "chalk", "-weights", weights, "-n", "10"}, image.Pt(10, 1)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			mustRun(t, append([]string{"sheet", "-zoom", "1", "-out", out}, test.args...)...)
			file, err := os.Open(out)
			require.NoError(t, err)
			defer file.Close()
			sheet, err := png.Decode(file)
			require.NoError(t, err)
			assert.Equal(t, test.size.X*44+6, sheet.Bounds().Dx())
			assert.Equal(t, test.size.Y*60+6, sheet.Bounds().Dy())
		})
	}
	for text, args := range map[string][]string{
		"exclude each other":     {"-data", "images:" + photos, "-recipe", "resnet20", "-weights", weights},
		"mixes no drawings in":   {"-data", "images:" + photos, "-recipe", "resnet20", "-drawings", "drawings:" + drawings},
		`drawings have no style`: {"-data", "drawings:" + drawings, "-style", "oil"},
		`no recipe "unheard of"`: {"-data", "images:" + photos, "-recipe", "unheard of"},
	} {
		status, _, stderr := resnetRun(t, append([]string{"sheet", "-out", out}, args...)...)
		assert.NotZero(t, status)
		assert.Contains(t, stderr, text)
	}
}
