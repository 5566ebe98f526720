package main

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"canvasnet/resnet/dataset/drawing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// moduleInside looks into the network through resnet.js.
func (s *e2e) moduleInside(t *testing.T) {
	p, reference := s.tab(t), s.reference
	openReady(t, p, s.url)
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
			`ResNet.load({ weights: new File(['hello'], 'mine.safetensors') })`: `mine\.safetensors.*too few`,

			`ResNet.load({ weights: new Uint8Array(100) })`: `the bytes given.*decode safetensors`,
			`net.inspect(ship, { layer: 'nonsense' })`:      `no layer "nonsense"`,
			`net.inspect(ship, { without: ['stem'] })`:      `no residual block "stem"`,
			`net.inspect('ship')`:                           `not a picture`,
			`net.teach(' ', ship)`:                          `no name`,
			`net.teach(5, ship)`:                            `not a string`,
			`net.learn()`:                                   `nothing has been taught`,
		} {
			assert.Regexp(t, want, rejection(p, load, call), call)
		}
	})
}

// moduleTeach teaches the network, as shipped, through resnet.js: a house is
// recognised after ten examples, and the photos of the page are as before.
func (s *e2e) moduleTeach(t *testing.T) {
	p := s.tab(t)
	openReady(t, p, s.url)
	const some = 10
	got := eval[struct {
		Before, After    int
		Known            float64
		Seconds          float64
		Accuracy, Loss   float64
		Classes, Frozen  []string
		Steps            int
		Examples         string
		Parameters       []int
		Head             []int
		Undone, Again    bool
		Undid            int
		Reloaded         float64
		ReloadedExamples string
		Reset            int
		Stopped, Mutex   string
		Card             string
	}](p, fmt.Sprintf(`
		const { ResNet } = await import('/resnet.js');
		const pictures = %s.map((base64) => new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))]));
		const { samples } = await import('/samples/index.js');
		const photos = await Promise.all(samples.map(async ({ file, label }) => ({ label, blob: await (await fetch('samples/' + file)).blob() })));
		const right = async (net) => {
			let n = 0;
			for (const { label, blob } of photos) if ((await net.classify(blob)).classes[0].label === label) n++;
			return n;
		};
		const houses = async (net) => {
			let n = 0;
			for (const house of pictures.slice(%[2]d)) if ((await net.classify(house, { drawing: true })).classes[0].label === 'house') n++;
			return n / (pictures.length - %[2]d);
		};
		const net = await ResNet.load();
		const Frozen = net.info.classes;
		const before = net.info.parameters;
		const Before = await right(net);
		const start = performance.now();
		for (const house of pictures.slice(0, %[2]d)) await net.teach(' house ', house, { drawing: true });
		let Steps = 0;
		const learning = net.learn({ onProgress: ({ step, steps }) => (Steps += step <= steps) });
		const Mutex = await net.undo().catch((error) => error.message);
		const { loss, accuracy: Accuracy, classes: Classes } = await learning;
		const Seconds = (performance.now() - start) / 1000;
		const Known = await houses(net);
		const After = await right(net);
		const Examples = JSON.stringify((await net.examples()).filter((e) => e.taught));
		const Head = (await net.blocks()).at(-1).shape;
		const Parameters = [before, net.info.parameters];
		const file = await net.export();
		const other = await ResNet.load({ weights: file });
		const Reloaded = await houses(other);
		const ReloadedExamples = JSON.stringify((await other.examples()).filter((e) => e.label === 'house'));
		const Card = other.info.card.trainedOn;
		other.dispose();
		const Undone = await net.undo();
		const Again = await net.undo();
		const Undid = net.info.classes.length;
		const controller = new AbortController();
		const Stopped = await net.learn({ signal: controller.signal, onProgress: () => controller.abort() }).catch((error) => error.name);
		await net.reset();
		const Reset = (await net.examples()).filter((e) => e.taught).length;
		net.dispose();
		return { Before, After, Known, Seconds, Accuracy, Loss: loss.at(-1), Classes, Frozen, Steps, Examples, Parameters, Head, Undone, Again, Undid,
			Reloaded, ReloadedExamples, Reset, Stopped, Mutex, Card };`, quoteJS(t, houses(t, some+20)), some))
	t.Logf("a class taught in %.1f s: %.0f %% of further drawings, photos %d before, %d after", got.Seconds, 100*got.Known, got.Before, got.After)
	assert.GreaterOrEqual(t, got.After, got.Before, "nothing of the samples is forgotten")
	assert.Greater(t, got.Known, 0.9)
	assert.Less(t, got.Seconds, 5.0)
	assert.EqualValues(t, 1, got.Accuracy)
	assert.Less(t, got.Loss, 0.5)
	assert.Equal(t, append(slices.Clone(got.Frozen), "house"), got.Classes)
	assert.Equal(t, 11, got.Head[2])
	assert.Greater(t, got.Parameters[1], got.Parameters[0])
	assert.Positive(t, got.Steps)
	assert.JSONEq(t, `[{"label":"house","count":10,"taught":true}]`, got.Examples)
	assert.Greater(t, got.Reloaded, 0.9)
	assert.JSONEq(t, `[{"label":"house","count":10,"taught":false}]`, got.ReloadedExamples)
	assert.Contains(t, got.Card, "taught by hand: house (10)")
	assert.True(t, got.Undone)
	assert.False(t, got.Again)
	assert.Equal(t, len(got.Frozen), got.Undid)
	assert.Equal(t, "AbortError", got.Stopped)
	assert.Contains(t, got.Mutex, "is learning")
	assert.Zero(t, got.Reset)
}

// houses are drawings of a house on the page's board, one unlike the other, as
// PNG files in base64.
func houses(t *testing.T, n int) []string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "teach", "testdata", "doodles.ndjson"))
	require.NoError(t, err)
	defer file.Close()
	var house drawing.Drawing
	require.NoError(t, drawing.ReadStrokes(file, func(line int, d drawing.Drawing) error {
		if line == 1 {
			house = d
		}
		return nil
	}))
	rng := rand.New(rand.NewPCG(1, 1))
	var renderer drawing.Renderer
	files := make([]string, n)
	for i := range files {
		s := drawing.Board()
		s.Seed = rng.Uint64()
		s.Place.X, s.Place.Y, s.Place.Scale = 0.4+0.2*rng.Float32(), 0.4+0.2*rng.Float32(), 0.4+0.4*rng.Float32()
		s.Place.Angle, s.Place.Aspect = 0.3*(rng.Float32()-0.5), 0.8+0.4*rng.Float32()
		s.Hand = drawing.Hand{Round: 0.03, Warp: 0.02, Shake: 0.008, Overshoot: 0.04}
		var data bytes.Buffer
		require.NoError(t, png.Encode(&data, renderer.Sheet(house, s)))
		files[i] = base64.StdEncoding.EncodeToString(data.Bytes())
	}
	return files
}
