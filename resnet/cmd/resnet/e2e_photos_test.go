package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// photos: pictures from elsewhere.
func (s *e2e) photos(t *testing.T) {
	t.Run("files that are no pictures", func(t *testing.T) {
		text := filepath.Join(t.TempDir(), "notes.png")
		require.NoError(t, os.WriteFile(text, []byte("not a picture"), 0o600))
		empty := filepath.Join(t.TempDir(), "empty.png")
		require.NoError(t, os.WriteFile(empty, nil, 0o600))

		p := s.tab(t)
		openReady(t, p, s.url)
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
		p := s.tab(t)
		openReady(t, p, s.url)
		want, _ := s.reference.classify(filepath.Join(siteDir, "samples", "ship-0001.png"))
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

	t.Run("pictures of one pixel and of 64 million", func(t *testing.T) {
		one, huge := filepath.Join(t.TempDir(), "one.png"), filepath.Join(t.TempDir(), "huge.png")
		writePNG(t, one, 1, 1)
		writePNG(t, huge, 8000, 8000)
		p := s.tab(t)
		openReady(t, p, s.url)
		for _, file := range []string{one, huge} {
			before := eval[int](p, "return "+answers)
			p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
			p.wait(fmt.Sprintf("%s > %d", answers, before))
		}
		assert.Empty(t, p.console())
	})

	t.Run("camera", func(t *testing.T) {
		p := s.tab(t)
		p.before(`
			window.streams = [];
			const { mediaDevices } = navigator;
			const ask = mediaDevices.getUserMedia.bind(mediaDevices);
			mediaDevices.getUserMedia = async (what) => { const stream = await ask(what); streams.push(stream); return stream; }`)
		openReady(t, p, s.url)
		assert.Zero(t, eval[int](p, "return streams.length"), "nobody asks before the button is pressed")
		off := "streams.flatMap((stream) => stream.getTracks()).every((track) => track.readyState === 'ended')"
		open := func() {
			p.do(chromedp.Click(chromedp.CSS("#camera")))
			p.wait("document.querySelector('#camera-view').open && !document.querySelector('#shutter').disabled")
			assert.False(t, eval[bool](p, "return "+off), "it is on")
		}

		open()
		clickFor(p, "#shutter")
		p.wait("!document.querySelector('#camera-view').open && " + off)

		before := eval[int](p, "return "+answers)
		open()
		p.do(chromedp.Click(chromedp.CSS("#camera-view .head button")))
		p.wait(off)
		open()
		eval[bool](p, "Object.defineProperty(document, 'hidden', { value: true }); return document.dispatchEvent(new Event('visibilitychange'))")
		p.wait("!document.querySelector('#camera-view').open && " + off)
		assert.Equal(t, before, eval[int](p, "return "+answers), "without the shutter there is no photo")

		eval[bool](p, "navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError'); }; return true")
		p.do(chromedp.Click(chromedp.CSS("#camera")))
		p.wait("document.querySelector('#picture-error').textContent.includes('Allow it')")
		assert.Empty(t, p.console())
	})

	t.Run("saving and sharing", func(t *testing.T) {
		p := s.tab(t)
		p.before(`
			navigator.canShare = ({ files }) => files.every(({ type }) => type === 'image/png');
			navigator.share = async ({ files }) => { window.kept = files[0]; };
			URL.createObjectURL = (file) => { window.kept = file; return 'about:blank#kept'; };
			HTMLAnchorElement.prototype.click = function () { window.download = this.download; }`)
		openReady(t, p, s.url)
		assert.True(t, eval[bool](p, "return document.querySelector('#save').disabled"), "there is nothing to save")
		p.drag("#board", [2]float64{0.2, 0.3}, [2]float64{0.8, 0.3})
		for _, id := range []string{"#save", "#share"} {
			p.do(chromedp.Click(chromedp.CSS(id)))
			p.wait("window.kept")
			size := eval[[]int](p, "const { width, height } = await createImageBitmap(kept); window.kept = null; return [width, height]")
			assert.Equal(t, []int{512, 512}, size, id)
		}
		assert.Equal(t, "canvasnet-drawing.png", eval[string](p, "return download"))

		plain := s.tab(t)
		plain.before("delete Navigator.prototype.canShare")
		openReady(t, plain, s.url)
		assert.True(t, eval[bool](plain, "return document.querySelector('#share').hidden"))
	})

	t.Run("dropped weights that are none leave the network as it was", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		eval[bool](p, `
			const data = new DataTransfer();
			data.items.add(new File(['hello'], 'own.safetensors'));
			return document.querySelector('#board').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))`)
		p.wait("!document.querySelector('#trouble').hidden && document.body.dataset.state === 'ready'")
		clickFor(p, ".sample[data-label=ship]")
		top, _, _ := shown(p)
		assert.Equal(t, "ship", top)
	})
}
