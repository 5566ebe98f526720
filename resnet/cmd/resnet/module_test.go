package main

import (
	"fmt"
	"image"
	"image/png"
	"math"
	"math/rand/v2"
	"bytes"
	"encoding/base64"
	"path/filepath"
	"testing"
	"os"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset/drawing"
	"canvasnet/weights"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// testInside looks into the network through resnet.js.
func testInside(t *testing.T, p *tab, url string, reference *native) {
	openReady(t, p, url)
	load := `
		const { ResNet } = await import('/resnet.js');
		const net = await ResNet.load();
		const ship = await (await fetch('samples/ship-0001.png')).blob();`

	t.Run("blocks", func(t *testing.T) {
		blocks := eval[[]struct {
			Name, Kind       string
			Shape            []int
			Parameters, Macs int64
			Residual         bool
			Layers           []struct{ Name, Kind string }
		}](p, load+`
			const blocks = await net.blocks();
			net.dispose();
			return blocks.map(({ name: Name, kind: Kind, shape: Shape, parameters: Parameters, macs: Macs, residual: Residual, layers }) =>
				({ Name, Kind, Shape, Parameters, Macs, Residual, Layers: layers.map(({ name: Name, kind: Kind }) => ({ Name, Kind })) }))`)
		var parameters, macs int64
		for _, b := range blocks {
			parameters += b.Parameters
			macs += b.Macs
			assert.Len(t, b.Shape, 3)
			assert.NotEmpty(t, b.Layers)
		}
		assert.EqualValues(t, reference.model.Params(), parameters)
		assert.Equal(t, reference.model.MACs(), macs)
		assert.Equal(t, "stem", blocks[0].Kind)
		assert.Equal(t, "head", blocks[len(blocks)-1].Kind)
	})

	t.Run("the answer is that of classify, and the heat adds up to it", func(t *testing.T) {
		got := eval[struct {
			Same, Maps bool
			Logits     []float64
			Differ     []float64
			Layers     int
		}](p, load+`
			const { classes } = await net.classify(ship);
			const blocks = await net.blocks();
			const layer = blocks[1].layers[0];
			const look = await net.inspect(ship, { layer: layer.name });
			const Same = look.classes.every(({ label, probability }, i) => label === classes[i].label && Math.abs(probability - classes[i].probability) < 1e-4);
			const { data, classes: k, height, width } = look.heat;
			const Logits = Array(k).fill(0);
			data.forEach((v, i) => (Logits[i % k] += v / (height * width)));
			const Maps = look.maps.layer === layer.name && [look.maps.height, look.maps.width, look.maps.channels].join() === layer.shape.join() &&
				look.maps.data.length === layer.shape.reduce((a, b) => a * b);
			const without = blocks.filter((b) => b.residual).map((b) => b.name);
			const off = await net.inspect(ship, { without });
			const Differ = look.classes.map(({ label, probability }) => Math.abs(probability - off.classes.find((c) => c.label === label).probability));
			net.dispose();
			return { Same, Maps, Logits, Differ, Layers: look.times.length - blocks.flatMap((b) => b.layers).length }`)
		assert.True(t, got.Same)
		assert.True(t, got.Maps)
		assert.Zero(t, got.Layers, "each layer is timed")
		changed := 0.0
		for _, d := range got.Differ {
			changed = max(changed, d)
		}
		assert.Greater(t, changed, 1e-3, "without its branches the network answers otherwise")
		bias := reference.model.Graph.Output().Layer.Params()[1].Value
		picture := reference.logits(filepath.Join(siteDir, "samples", "ship-0001.png"))
		require.Len(t, got.Logits, len(bias))
		for k, v := range got.Logits {
			assert.InDelta(t, picture[k], v+float64(bias[k]), 2e-3)
		}
	})

	t.Run("mistakes", func(t *testing.T) {
		for call, want := range map[string]string{
			`net.inspect(ship, { layer: 'nonsense' })`:     `no layer "nonsense"`,
			`net.inspect(ship, { without: ['stem'] })`:     `no residual block "stem"`,
			`net.inspect('ship')`:                          `not a picture`,
			`net.teach(' ', ship)`:                         `no name`,
			`net.teach(5, ship)`:                           `not a string`,
			`net.learn()`:                                  `nothing has been taught`,
			`ResNet.load({ weights: new Uint8Array(100) })`: `the bytes given.*decode safetensors`,
			`ResNet.load({ weights: new File(['hello'], 'mine.safetensors') })`: `mine\.safetensors.*too few`,
		} {
			message := eval[string](p, load+fmt.Sprintf(`
				try {
					await %s;
					return 'no error';
				} catch (error) {
					return error instanceof Error ? error.message : 'not an Error';
				} finally {
					net.dispose();
				}`, call))
			assert.Regexp(t, want, message, call)
		}
	})
}

// logits of a picture file.
func (n *native) logits(path string) []float32 {
	n.t.Helper()
	n.classify(path)
	return n.last
}
