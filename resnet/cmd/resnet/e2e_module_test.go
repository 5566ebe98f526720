package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// module uses resnet.js as another page would, with either program.
func (s *e2e) module(t *testing.T, program string) {
	p := s.tab(t)
	openReady(t, p, s.url)
	module := fmt.Sprintf(`
		const { ResNet: Module } = await import('/resnet.js');
		const ResNet = { load: (options) => Module.load({ program: %q, ...options }) };`, program)
	load := module + `const net = await ResNet.load({ weights: 'weights/canvasnet.safetensors' });`

	t.Run("info", func(t *testing.T) {
		info := eval[struct {
			Model                 string
			Classes               []string
			InputSize, Parameters int
			Macs                  int64
			Simd                  bool
		}](p, load+`
			const { inputSize: InputSize, model: Model, classes: Classes, parameters: Parameters, macs: Macs, simd: Simd } = net.info;
			net.dispose();
			return { Model, Classes, InputSize, Parameters, Macs, Simd }`)
		m := s.reference.model
		assert.Equal(t, m.Name, info.Model)
		assert.Equal(t, m.Classes, info.Classes)
		assert.Equal(t, m.Input.Size, info.InputSize)
		assert.Equal(t, m.Params(), info.Parameters)
		assert.Equal(t, m.MACs(), info.Macs)
	})

	t.Run("forward agrees with native", func(t *testing.T) {
		one := s.reference.model.Input.Size * s.reference.model.Input.Size * 3
		x := make([]float32, 2*one)
		noise := rand.New(rand.NewPCG(1, 2))
		for i := range x {
			x[i] = float32(noise.NormFloat64())
		}
		got := eval[[]float64](p, load+fmt.Sprintf(`
			const logits = await net.forward(Float32Array.from(%s));
			net.dispose();
			return Array.from(logits)`, quoteJS(t, x)))
		var want []float64
		for picture := range slices.Chunk(x, one) {
			for _, v := range s.reference.plan.Run(picture) {
				want = append(want, float64(v))
			}
		}
		assert.InDeltaSlice(t, want, got, 1e-4)
	})

	t.Run("benchmark", func(t *testing.T) {
		b := eval[struct {
			Model                        string
			MedianMs, P10Ms, P90Ms, Runs float64
		}](p, load+`
			const { model: Model, medianMs: MedianMs, p10Ms: P10Ms, p90Ms: P90Ms, runs: Runs } = await net.benchmark({ runs: 200, warmup: 50 });
			net.dispose();
			return { Model, MedianMs, P10Ms, P90Ms, Runs }`)
		assert.Equal(t, s.reference.model.Name, b.Model)
		t.Logf("%s forward pass in the page: median %.2f ms, from %.2f (10 %%) to %.2f (90 %%)", b.Model, b.MedianMs, b.P10Ms, b.P90Ms)
		assert.EqualValues(t, 200, b.Runs)
		assert.Positive(t, b.P10Ms)
		assert.LessOrEqual(t, b.P10Ms, b.MedianMs)
		assert.LessOrEqual(t, b.MedianMs, b.P90Ms)
		assert.Less(t, b.P90Ms, 5000.0)
	})

	t.Run("every kind of source gives the same answer", func(t *testing.T) {
		tops := eval[[]string](p, load+`
			const blob = await (await fetch('samples/ship-0001.png')).blob();
			const bitmap = await createImageBitmap(blob);
			const canvas = document.createElement('canvas');
			canvas.width = canvas.height = 32;
			canvas.getContext('2d').drawImage(bitmap, 0, 0);
			const offscreen = new OffscreenCanvas(32, 32);
			offscreen.getContext('2d').drawImage(bitmap, 0, 0);
			const img = new Image();
			img.src = 'samples/ship-0001.png';
			const data = canvas.getContext('2d').getImageData(0, 0, 32, 32);
			const out = [];
			for (const source of [blob, bitmap, canvas, offscreen, img, data]) {
				const { classes } = await net.classify(source, { topK: 2 });
				out.push(JSON.stringify(classes));
			}
			out.push(String(data.data.length));
			net.dispose();
			return out`)
		require.Len(t, tops, 7)
		for _, top := range tops[:6] {
			assert.Equal(t, tops[0], top)
			assert.Equal(t, 2, strings.Count(top, "label"))
		}
		assert.Equal(t, "4096", tops[6], "the caller's pixels stay the caller's")
	})

	t.Run("two networks at once", func(t *testing.T) {
		same := eval[bool](p, load+`
			const other = await ResNet.load();
			const x = new Float32Array(net.info.inputSize ** 2 * 3).fill(0.25);
			const [a, b] = await Promise.all([net.forward(x), other.forward(x)]);
			net.dispose();
			const c = await other.forward(x);
			other.dispose();
			return a.length > 0 && a.every((v, i) => v === b[i] && v === c[i])`)
		assert.True(t, same)
	})

	t.Run("a very large photo", func(t *testing.T) {
		probabilities := eval[[]float64](p, load+`
			const canvas = new OffscreenCanvas(8000, 8000);
			const context = canvas.getContext('2d');
			context.fillStyle = '#79bdea';
			context.fillRect(0, 0, 8000, 8000);
			const { classes, seen } = await net.classify(await canvas.convertToBlob());
			net.dispose();
			return [...seen.data.slice(0, 4), classes.reduce((sum, c) => sum + c.probability, 0)]`)
		assert.InDeltaSlice(t, []float64{0x79, 0xbd, 0xea, 255, 1}, probabilities, 1e-3)
	})

	t.Run("rejections are Errors that help", func(t *testing.T) {
		for call, want := range map[string]string{
			`net.classify('cat.png')`:                                   `not a picture.*Pass an ImageData`,
			`net.classify(new Blob(['text']))`:                          `cannot be read.*Choose a PNG`,
			`net.classify(new Image())`:                                 `no picture.*Check`,
			`net.classify(document.createElement('canvas'), {topK: 0})`: `topK is 0.*pass a whole number`,
			`net.classify(new OffscreenCanvas(0, 0))`:                   `0 pixels.*Give it a size`,
			`net.forward([1, 2, 3])`:                                    `not a Float32Array`,
			`net.forward(new Float32Array(5))`:                          `5 numbers.*pass whole pictures`,
			`net.benchmark({runs: -1})`:                                 `runs is -1`,
			`ResNet.load({weights: 'weights/none.safetensors'})`:        `none\.safetensors.*404`,
			`ResNet.load({weights: 'index.html'})`:                      `index\.html`,
			`ResNet.load({weights: 'http://['})`:                        `weights is not an address`,
			`ResNet.load({program: 'http://['})`:                        `program is not an address`,
			`ResNet.load({program: 'none.wasm'})`:                       `none\.wasm.*404.*make site`,
			`ResNet.load({program: 'index.html'})`:                      `Compiling .*index\.html`,
			`ResNet.load({signal: AbortSignal.abort()})`:                `cancelled`,
			`(net.dispose(), net.forward(new Float32Array(3072)))`:      `disposed`,
		} {
			assert.Regexp(t, regexp.MustCompile(`(?i)`+want), rejection(p, load, call), call)
		}
	})

	t.Run("cancelling a load", func(t *testing.T) {
		name := eval[string](p, module+`
			const controller = new AbortController();
			const loading = ResNet.load({ onProgress: () => controller.abort(), signal: controller.signal });
			return loading.then(() => 'loaded', (error) => error.name)`)
		assert.Equal(t, "AbortError", name)
	})

	t.Run("progress", func(t *testing.T) {
		last := eval[map[string][]float64](p, module+`
			const last = {};
			const net = await ResNet.load({ onProgress: ({ phase, loaded, total }) => (last[phase] = [loaded, total]) });
			net.dispose();
			return last`)
		for phase, path := range map[string]string{"program": filepath.Join(siteDir, program), "weights": shippedWeights} {
			file, err := os.Stat(path)
			require.NoError(t, err)
			size := float64(file.Size())
			assert.Equal(t, []float64{size, size}, last[phase], phase)
		}
	})

	t.Run("a mistake in onProgress does not stop a load", func(t *testing.T) {
		loaded := eval[bool](p, module+`
			const heard = new Promise((resolve) => addEventListener('error', (event) => { event.preventDefault(); resolve(); }, { once: true }));
			const net = await ResNet.load({ onProgress: () => { throw new Error('of the caller'); } });
			await heard;
			net.dispose();
			return true`)
		assert.True(t, loaded)
	})
}

// rejection is the message of the Error that a call rejects with, on a net that
// load makes.
func rejection(p *tab, load, call string) string {
	p.t.Helper()
	return eval[string](p, load+fmt.Sprintf(`
		try {
			await %s;
			return 'no error';
		} catch (error) {
			return error instanceof Error ? error.message : 'not an Error';
		} finally {
			net.dispose();
		}`, call))
}
