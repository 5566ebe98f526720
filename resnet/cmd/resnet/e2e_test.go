package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/picture"
	"canvasnet/resnet/picture/imagefile"
	"canvasnet/weights"
)

// The tests of the whole page: a built site, served as `resnet serve` does, in a
// real browser. They are skipped where the site is not built or there is no
// browser, and fail there with CANVASNET_E2E=1.

var (
	siteDir        = filepath.Join("..", "..", "..", "site")
	shippedWeights = filepath.Join(siteDir, "weights", "canvasnet.safetensors")
)

// requireSite skips the test, or fails it, unless the page can be tested.
func requireSite(t *testing.T) {
	t.Helper()
	missing := ""
	for _, name := range []string{"canvasnet.wasm", "canvasnet-slim.wasm", "wasm_exec.js", "weights/canvasnet.safetensors"} {
		if _, err := os.Stat(filepath.Join(siteDir, name)); err != nil {
			missing = "site/" + name + " is not built: run \"make site\""
		}
	}
	if findBrowser() == "" {
		missing = "there is no Chromium: install it"
	}
	switch {
	case missing == "":
	case os.Getenv("CANVASNET_E2E") == "1":
		require.FailNow(t, missing)
	default:
		t.Skip(missing)
	}
}

// serveSite serves the built site with all headers of `resnet serve`.
func serveSite(t *testing.T) string {
	t.Helper()
	root, err := openSite(siteDir)
	require.NoError(t, err)
	t.Cleanup(func() { root.Close() })
	server := httptest.NewServer(siteHandler(root.FS()))
	t.Cleanup(server.Close)
	return server.URL
}

// native is the shipped network outside the browser: what the page must agree
// with.
type native struct {
	t     *testing.T
	model *resnet.Model
	plan  *infer.Plan
}

func newNative(t *testing.T) *native {
	t.Helper()
	data, err := os.ReadFile(shippedWeights)
	require.NoError(t, err)
	f, err := weights.Decode(data)
	require.NoError(t, err)
	m, err := resnet.Load(f)
	require.NoError(t, err)
	plan, err := infer.Compile(m.Graph, 1)
	require.NoError(t, err)
	return &native{t, m, plan}
}

// classify returns the label of a picture file, and the probabilities by label.
func (n *native) classify(path string) (top string, probabilities map[string]float64) {
	n.t.Helper()
	file, err := os.Open(path)
	require.NoError(n.t, err)
	defer file.Close()
	img, err := imagefile.Decode(file)
	require.NoError(n.t, err)
	size := n.model.Input.Size
	x := make([]float32, size*size*3)
	resnet.Normalize(x, picture.Square(img, size), n.model.Input)
	p := make([]float32, len(n.model.Classes))
	resnet.Probabilities(p, n.plan.Run(x), n.model.Temperature)

	probabilities = make(map[string]float64)
	for i, label := range n.model.Classes {
		probabilities[label] = float64(p[i])
	}
	return n.model.Classes[slices.Index(p, slices.Max(p))], probabilities
}

// openReady opens the page and waits for the network.
func openReady(t *testing.T, p *tab, url string) {
	t.Helper()
	p.do(chromedp.Navigate(url))
	p.wait("document.body.dataset.state === 'ready'")
}

// answers counts the answers shown so far; a condition on it waits for the next.
const answers = "Number(document.querySelector('#bars').dataset.answers ?? 0)"

// shown reads the ten bars, and the pixels of the small picture.
func shown(p *tab) (top string, probabilities map[string]float64, preview string) {
	p.t.Helper()
	probabilities = eval[map[string]float64](p, `
		return Object.fromEntries([...document.querySelectorAll('.bar')].map((bar) => [bar.dataset.label, Number(bar.dataset.probability)]))`)
	top = eval[string](p, `return document.querySelector('.bar[data-rank="0"]').dataset.label`)
	preview = eval[string](p, `return document.querySelector('#preview').toDataURL()`)
	return top, probabilities, preview
}

// clickFor clicks and waits for the answer that follows.
func clickFor(p *tab, selector string) {
	p.t.Helper()
	before := eval[int](p, "return "+answers)
	p.do(chromedp.Click(chromedp.CSS(selector)))
	p.wait(fmt.Sprintf("%s > %d", answers, before))
}

func TestPage(t *testing.T) {
	requireSite(t)
	browser := newBrowser(t)
	url := serveSite(t)
	reference := newNative(t)

	t.Run("samples get the native answers", func(t *testing.T) {
		p := newTab(t, browser)
		openReady(t, p, url)
		files := eval[[]string](p, `return [...document.querySelectorAll('.sample')].map((b) => b.dataset.file)`)
		require.GreaterOrEqual(t, len(files), 12)
		right := 0
		for _, file := range files {
			clickFor(p, fmt.Sprintf(".sample[data-file=%q]", file))
			top, probabilities, _ := shown(p)
			wantTop, want := reference.classify(filepath.Join(siteDir, "samples", file))
			assert.Equal(t, wantTop, top, file)
			assert.InDeltaMapValues(t, want, probabilities, 1e-4, file)
			if strings.HasPrefix(file, top+"-") {
				right++
			}
		}
		assert.GreaterOrEqual(t, right, len(files)*3/4, "samples named as CIFAR-10 does")
		assert.Empty(t, p.console())
	})

	t.Run("answers come ranked, in words and timed", func(t *testing.T) {
		p := newTab(t, browser)
		openReady(t, p, url)
		clickFor(p, ".sample")
		ranked := eval[[]float64](p, `
			return [...document.querySelectorAll('.bar')].sort((a, b) => a.dataset.rank - b.dataset.rank).map((bar) => Number(bar.dataset.probability))`)
		assert.Len(t, ranked, 10)
		assert.True(t, slices.IsSortedFunc(ranked, func(a, b float64) int { return int(b*1e9 - a*1e9) }), "%v", ranked)
		top, _, _ := shown(p)
		assert.Contains(t, strings.ToLower(p.text("#guess")), top)
		ms := eval[float64](p, "return Number(document.querySelector('#forward-ms').dataset.ms)")
		assert.Positive(t, ms)
		assert.Less(t, ms, 5000.0)
		p.wait(fmt.Sprintf("document.querySelector('#announcement').textContent.includes(%q)", top))
		assert.Contains(t, p.text("#facts"), reference.model.Name)
		assert.Contains(t, p.text("#facts"), fmt.Sprintf("%[1]d×%[1]d", reference.model.Input.Size))
	})

	t.Run("drawing, undo, redo and clear", func(t *testing.T) {
		p := newTab(t, browser)
		openReady(t, p, url)
		_, _, blank := shown(p)

		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.5, 0.6}, [2]float64{0.8, 0.3})
		p.wait(answers + " > 0")
		p.settle()
		_, first, firstPreview := shown(p)
		assert.NotEqual(t, blank, firstPreview)

		p.do(chromedp.Click(chromedp.CSS("input[aria-label='Blue']")), chromedp.Click(chromedp.CSS("input[aria-label='Very thick brush']")))
		p.drag("#board", [2]float64{0.1, 0.8}, [2]float64{0.5, 0.9}, [2]float64{0.9, 0.8})
		p.settle()
		_, second, secondPreview := shown(p)
		assert.NotEqual(t, first, second, "the bars follow the drawing")
		assert.NotEqual(t, firstPreview, secondPreview)

		p.do(chromedp.KeyEvent("z", chromedp.KeyModifiers(kb.ModifierCtrl)))
		p.settle()
		_, undone, undonePreview := shown(p)
		assert.Equal(t, firstPreview, undonePreview)
		assert.Equal(t, first, undone)

		p.do(chromedp.KeyEvent("Z", chromedp.KeyModifiers(kb.ModifierCtrl, kb.ModifierShift)))
		p.settle()
		_, _, redonePreview := shown(p)
		assert.Equal(t, secondPreview, redonePreview)

		p.do(chromedp.Click(chromedp.CSS("#clear")))
		p.wait("document.querySelector('#bars').dataset.state === 'empty'")
		_, _, cleared := shown(p)
		assert.Equal(t, blank, cleared)

		clickFor(p, "#undo")
		p.settle()
		_, _, restored := shown(p)
		assert.Equal(t, secondPreview, restored, "even clearing can be undone")
		assert.Empty(t, p.console())
	})

	t.Run("a drawing made before the weights arrive is named when they do", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		release := make(chan struct{})
		slow := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".safetensors") {
				<-release
			}
			site.ServeHTTP(w, r)
		}))
		defer slow.Close()

		p := newTab(t, browser)
		p.do(chromedp.Navigate(slow.URL))
		p.wait("document.querySelectorAll('.sample').length > 0")
		p.drag("#board", [2]float64{0.2, 0.2}, [2]float64{0.8, 0.8})
		assert.Equal(t, "loading", eval[string](p, "return document.body.dataset.state"))
		close(release)
		p.wait(answers + " > 0")
		assert.Empty(t, p.console())
	})

	t.Run("files that are no pictures", func(t *testing.T) {
		text := filepath.Join(t.TempDir(), "notes.png")
		require.NoError(t, os.WriteFile(text, []byte("not a picture"), 0o600))
		empty := filepath.Join(t.TempDir(), "empty.png")
		require.NoError(t, os.WriteFile(empty, nil, 0o600))

		p := newTab(t, browser)
		openReady(t, p, url)
		for _, file := range []string{text, empty} {
			p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
			p.wait(fmt.Sprintf("!document.querySelector('#picture-error').hidden && document.querySelector('#picture-error').textContent.includes(%q)", filepath.Base(file)))
		}
		ship, err := filepath.Abs(filepath.Join(siteDir, "samples", "ship-0001.png"))
		require.NoError(t, err)
		p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{ship}))
		p.wait(answers + " > 0 && document.querySelector('#picture-error').hidden")
		assert.Empty(t, p.console())
	})

	t.Run("pictures that are pasted or dropped", func(t *testing.T) {
		p := newTab(t, browser)
		openReady(t, p, url)
		want, _ := reference.classify(filepath.Join(siteDir, "samples", "ship-0001.png"))
		for _, event := range []string{
			`new ClipboardEvent('paste', { clipboardData: data, bubbles: true })`,
			`new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true })`,
		} {
			before := eval[int](p, "return "+answers)
			eval[bool](p, `
				const data = new DataTransfer();
				data.items.add(new File([await (await fetch('samples/ship-0001.png')).blob()], 'ship.png', { type: 'image/png' }));
				document.querySelector('#board').dispatchEvent(`+event+`);
				return true`)
			p.wait(fmt.Sprintf("%s > %d", answers, before))
			top, _, _ := shown(p)
			assert.Equal(t, want, top, event)
		}
	})

	t.Run("drawing by touch", func(t *testing.T) {
		p := newTab(t, browser)
		openReady(t, p, url)
		box := eval[[]float64](p, "const b = document.querySelector('#board').getBoundingClientRect(); return [b.left, b.top, b.width]")
		touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
			_, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
			require.NoError(t, err)
		}
		touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: box[0] + box[2]/4, Y: box[1] + box[2]/4})
		touch(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: box[0] + box[2]/2, Y: box[1] + box[2]/2})
		touch(input.DispatchTouchEventTypeTouchEnd)
		p.wait(answers + " > 0")
		p.settle()
		dark := eval[int](p, `
			const { data } = document.querySelector('#preview').getContext('2d').getImageData(12, 12, 1, 1);
			return data[0]`)
		assert.Less(t, dark, 128, "the line passes there")
	})

	t.Run("missing weights, then a retry", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		var restored atomic.Bool
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !restored.Load() && strings.HasSuffix(r.URL.Path, ".safetensors") {
				http.NotFound(w, r)
				return
			}
			site.ServeHTTP(w, r)
		}))
		defer server.Close()

		p := newTab(t, browser)
		p.do(chromedp.Navigate(server.URL))
		p.wait("document.body.dataset.state === 'failed'")
		message := p.text("#network-error p")
		assert.Contains(t, message, "404")
		assert.Contains(t, message, server.URL+"/weights/canvasnet.safetensors")
		assert.False(t, eval[bool](p, "return document.querySelector('#network-error').hidden"))

		restored.Store(true)
		p.do(chromedp.Click(chromedp.CSS("#network-error button")))
		p.wait("document.body.dataset.state === 'ready' && document.querySelector('#network-error').hidden")
	})

	t.Run("weights that are damaged, and weights of other classes", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		whole, err := os.ReadFile(shippedWeights)
		require.NoError(t, err)
		own := filepath.Join(t.TempDir(), "own.safetensors")
		mustRun(t, "init", "-model", "resnet20", "-classes", "3", "-out", own)
		three, err := os.ReadFile(own)
		require.NoError(t, err)
		files := map[string][]byte{"/cut.safetensors": whole[:len(whole)/2], "/text.safetensors": []byte("hello"), "/own.safetensors": three}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if data, ok := files[r.URL.Path]; ok {
				w.Write(data)
				return
			}
			site.ServeHTTP(w, r)
		}))
		defer server.Close()

		p := newTab(t, browser)
		for file, says := range map[string]string{"cut.safetensors": "truncated", "text.safetensors": "too few"} {
			p.do(chromedp.Navigate(server.URL + "/?weights=" + file))
			p.wait("document.body.dataset.state === 'failed'")
			message := p.text("#network-error p")
			assert.Contains(t, message, says)
			assert.Contains(t, message, file)
		}
		openReady(t, p, server.URL+"/?weights=own.safetensors")
		clickFor(p, ".sample")
		_, probabilities, _ := shown(p)
		assert.Len(t, probabilities, 3)
	})

	t.Run("pictures of one pixel and of 64 million", func(t *testing.T) {
		one, huge := filepath.Join(t.TempDir(), "one.png"), filepath.Join(t.TempDir(), "huge.png")
		writePNG(t, one, 1, 1)
		writePNG(t, huge, 8000, 8000)
		p := newTab(t, browser)
		openReady(t, p, url)
		for _, file := range []string{one, huge} {
			before := eval[int](p, "return "+answers)
			p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
			p.wait(fmt.Sprintf("%s > %d", answers, before))
		}
		assert.Empty(t, p.console())
	})

	t.Run("without WebAssembly SIMD", func(t *testing.T) {
		p := newTab(t, browser)
		_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument,
			page.AddScriptToEvaluateOnNewDocumentParams{Source: "WebAssembly.validate = () => false"})
		require.NoError(t, err)
		p.do(chromedp.Navigate(url))
		p.wait("document.body.dataset.state === 'failed'")
		assert.Contains(t, p.text("#network-error p"), "SIMD")
	})

	t.Run("from a file server that knows no MIME type of WebAssembly", func(t *testing.T) {
		files := http.FileServer(http.Dir(siteDir))
		plain := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, ".wasm") {
				w.Header().Set("Content-Type", "application/octet-stream")
			}
			http.StripPrefix("/some/folder", files).ServeHTTP(w, r)
		}))
		defer plain.Close()
		p := newTab(t, browser)
		openReady(t, p, plain.URL+"/some/folder/")
		clickFor(p, ".sample")
		assert.Empty(t, p.console())
	})

	t.Run("every file is asked for once, and modules at once", func(t *testing.T) {
		root, err := openSite(siteDir)
		require.NoError(t, err)
		defer root.Close()
		site := siteHandler(root.FS())
		var mu sync.Mutex
		asked := map[string]int{}
		counting := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			asked[r.URL.Path]++
			mu.Unlock()
			site.ServeHTTP(w, r)
		}))
		defer counting.Close()
		p := newTab(t, newBrowser(t)) // nothing in its cache
		openReady(t, p, counting.URL)
		clickFor(p, ".sample")
		// Modules that the page names itself don't wait for those that import them.
		unnamed := eval[[]string](p, `
			const named = [...document.querySelectorAll('link[rel=modulepreload], script[src]')].map((e) => e.href ?? e.src);
			return performance.getEntriesByType('resource').map((e) => e.name)
				.filter((name) => name.endsWith('.js') && !name.endsWith('/worker.js') && !named.includes(name))`)
		assert.Empty(t, unnamed)
		assert.Empty(t, p.console())
		mu.Lock()
		defer mu.Unlock()
		for _, file := range []string{"/canvasnet.wasm", "/weights/canvasnet.safetensors", "/wasm_exec.js", "/worker.js", "/resnet.js"} {
			assert.Equal(t, 1, asked[file], file)
		}
	})

	for _, program := range []string{"canvasnet.wasm", "canvasnet-slim.wasm"} {
		t.Run("module with "+program, func(t *testing.T) { testModule(t, newTab(t, browser), url, program, reference) })
	}

	t.Run("module inside", func(t *testing.T) { testInside(t, newTab(t, browser), url, reference) })
	t.Run("module teach", func(t *testing.T) { testTeach(t, newTab(t, browser), url) })

	t.Run("screenshots", func(t *testing.T) {
		folder := os.Getenv("CANVASNET_SHOTS")
		if folder == "" {
			t.Skip("CANVASNET_SHOTS names no folder")
		}
		require.NoError(t, os.MkdirAll(folder, 0o755))
		p := newTab(t, browser)
		for _, scheme := range []string{"light", "dark"} {
			for _, width := range []int64{360, 1280} {
				p.colourScheme(scheme)
				p.do(chromedp.EmulateViewport(width, 900))
				openReady(t, p, url)
				clickFor(p, ".sample[data-label=ship]")
				p.settle()
				assert.LessOrEqual(t, eval[int64](p, "return document.documentElement.scrollWidth"), width, "no sideways scrolling")
				// A viewport as high as the page, painted before it is taken: beyond
				// the viewport, tiles can be missing.
				p.do(chromedp.EmulateViewport(width, eval[int64](p, "return document.documentElement.scrollHeight")))
				eval[bool](p, "return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 200, true))))")
				image, err := chromedp.Run(p.ctx, chromedp.FullScreenshot(100))
				require.NoError(t, err)
				require.NoError(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("page-%d-%s.png", width, scheme)), image, 0o644))
			}
		}
	})
}

// testModule uses resnet.js as another page would, with either program.
func testModule(t *testing.T, p *tab, url, program string, reference *native) {
	openReady(t, p, url)
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
		m := reference.model
		assert.Equal(t, m.Name, info.Model)
		assert.Equal(t, m.Classes, info.Classes)
		assert.Equal(t, m.Input.Size, info.InputSize)
		assert.Equal(t, m.Params(), info.Parameters)
		assert.Equal(t, m.MACs(), info.Macs)
	})

	t.Run("forward agrees with native", func(t *testing.T) {
		one := reference.model.Input.Size * reference.model.Input.Size * 3
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
			for _, v := range reference.plan.Run(picture) {
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
		assert.Equal(t, reference.model.Name, b.Model)
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
			message := eval[string](p, load+fmt.Sprintf(`
				try {
					await %s;
					return 'no error';
				} catch (error) {
					return error instanceof Error ? error.message : 'not an Error';
				} finally {
					net.dispose();
				}`, call))
			assert.Regexp(t, regexp.MustCompile(`(?i)`+want), message, call)
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

// settle waits until the page has shown its newest answer and announced it.
func (p *tab) settle() {
	p.t.Helper()
	for before := -1; ; {
		now := eval[int](p, "await new Promise((next) => setTimeout(next, 200)); return "+answers)
		if now == before {
			return
		}
		before = now
	}
}
