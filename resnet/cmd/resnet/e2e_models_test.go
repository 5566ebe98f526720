package main

import (
	"encoding/json/v2"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"canvasnet/weights"
)

// models: the choice of networks, and their cards.
func (s *e2e) models(t *testing.T) {
	// measured reads how good a shipped network is from its weight file.
	measured := func(t *testing.T, name string) (e struct {
		PerClass []struct {
			Class string  `json:"class"`
			Top1  float64 `json:"top1"`
		} `json:"per_class"`
	}) {
		data, err := os.ReadFile(filepath.Join(siteDir, "weights", name+".safetensors"))
		require.NoError(t, err)
		f, err := weights.Decode(data)
		require.NoError(t, err)
		require.NoError(t, json.Unmarshal([]byte(f.Metadata["eval"]), &e))
		return e
	}
	card := func(p *tab) map[string]string {
		return eval[map[string]string](p, `
			return Object.fromEntries([...document.querySelectorAll('.model-card dl div')].map((row) => [...row.children].map((e) => e.textContent)))`)
	}
	notice := "#panel-model .notice"

	t.Run("another shipped network", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		clickFor(p, ".sample[data-label=ship]")
		_, before, _ := shown(p)
		openPanel(p, "model")
		for _, name := range []string{"canvasnet", "resnet20"} {
			p.do(chromedp.Click(chromedp.CSS(fmt.Sprintf(".network:has([value$='/%s.safetensors'])", name))))
			p.wait(fmt.Sprintf("document.querySelector('.model-card dd').textContent === %q", name))
			assert.Equal(t, name+".safetensors", card(p)["File"])
			assert.Contains(t, card(p)["10 classes"], "airplane, automobile")
			bars := eval[map[string]string](p, `
				return Object.fromEntries([...document.querySelectorAll('.per-class tr')].map((row) => [row.querySelector('th').textContent, row.querySelector('.value').textContent]))`)
			want := map[string]string{}
			for _, c := range measured(t, name).PerClass {
				want[c.Class] = fmt.Sprintf("%.1f%%", 100*c.Top1)
			}
			assert.Equal(t, want, bars)
			assert.Contains(t, p.text(".model-card details"), "epochs = ")
			assert.Contains(t, card(p)["Sources"], "CIFAR-10")
			assert.Equal(t, name == "canvasnet", strings.Contains(card(p)["Sources"], "Quick, Draw! by Google, CC BY 4.0"))
			p.do(chromedp.ScrollIntoView(chromedp.CSS(".curves img")))
			p.wait("document.querySelector('.curves img').naturalWidth > 0")
		}
		p.settle()
		_, after, _ := shown(p)
		assert.NotEqual(t, before, after, "the other network answers")
		assert.Empty(t, p.console())
	})

	t.Run("a network of one's own, and files that are none", func(t *testing.T) {
		folder := t.TempDir()
		own := filepath.Join(folder, "own.safetensors")
		mustRun(t, "init", "-model", "resnet20", "-classes", "3", "-out", own)
		whole, err := os.ReadFile(own)
		require.NoError(t, err)
		cut, text := filepath.Join(folder, "cut.safetensors"), filepath.Join(folder, "notes.txt")
		require.NoError(t, os.WriteFile(cut, whole[:len(whole)/2], 0o600))
		require.NoError(t, os.WriteFile(text, []byte("hello"), 0o600))

		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "model")
		open := func(file string) {
			p.do(chromedp.SetUploadFiles(chromedp.CSS("#panel-model input[type=file]"), []string{file}))
		}
		open(own)
		p.wait("document.querySelectorAll('.bar').length === 3")
		p.wait("document.querySelector('.choose [role=status]').textContent === 'own.safetensors is in use.'")
		assert.Equal(t, "own.safetensors", card(p)["File"])
		assert.Contains(t, p.text(".model-card"), "no measurements")
		assert.Zero(t, eval[int](p, "return document.querySelectorAll('.network :checked').length"))

		for file, says := range map[string]string{cut: "truncated", text: "too few"} {
			open(file)
			p.wait(fmt.Sprintf("!document.querySelector(%q).hidden && document.querySelector(%[1]q).textContent.includes(%q)", notice, says))
			assert.Equal(t, "own.safetensors", card(p)["File"], "the network stays")
		}
		clickFor(p, ".sample")
		_, probabilities, _ := shown(p)
		assert.Len(t, probabilities, 3)

		eval[bool](p, "window.good = await (await fetch('weights/resnet20.safetensors')).blob(); return true")
		dropped(p, "#panel-model", "window.good", "mine.safetensors")
		p.wait("document.querySelector('.choose [role=status]').textContent === 'mine.safetensors is in use.'")
		assert.True(t, eval[bool](p, fmt.Sprintf("return document.querySelector(%q).hidden", notice)))
		assert.Len(t, eval[[]string](p, "return [...document.querySelectorAll('.bar')].map((bar) => bar.dataset.label)"), 10)
		assert.Empty(t, p.console())
	})

	t.Run("axe finds nothing", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "model")
		p.do(chromedp.Click(chromedp.CSS(".model-card summary")))
		axeFindsNothing(t, p)
	})

	t.Run("what was taught is not lost unasked", func(t *testing.T) {
		p := s.tab(t)
		openReady(t, p, s.url)
		openPanel(p, "teach")
		clickFor(p, ".sample[data-label=ship]")
		addExample(p, "boat", 1)
		openPanel(p, "model")
		other := ".network:has([value$='/resnet20.safetensors'])"
		p.do(chromedp.Click(chromedp.CSS(other)))
		clickButton(p, "Keep it")
		p.wait("!document.querySelector('dialog.confirm')")
		assert.Equal(t, "canvasnet", p.text(".model-card dd"))
		p.wait("document.querySelector('.network :checked').value.includes('canvasnet')")
		p.do(chromedp.Click(chromedp.CSS(other)))
		clickButton(p, "Replace it")
		p.wait("document.querySelector('.model-card dd').textContent === 'resnet20'")
	})
}
