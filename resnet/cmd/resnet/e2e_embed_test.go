package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// embed: the network in pages of others.
func (s *e2e) embed(t *testing.T) {
	t.Run("example page", func(t *testing.T) {
		p := s.tab(t)
		p.do(chromedp.Navigate(s.url + "/embed.html"))
		ship, err := filepath.Abs(filepath.Join(siteDir, "samples", "ship-0001.png"))
		require.NoError(t, err)
		p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{ship}))
		p.wait("document.querySelector('#answer').textContent.startsWith('ship')")
		assert.Empty(t, p.console())
	})

	t.Run("npm package", func(t *testing.T) {
		dir := t.TempDir()
		for _, command := range [][]string{
			{"npm", "pack", "--silent", "--pack-destination", dir, siteDir},
			{"tar", "-xzf", filepath.Join(dir, "canvasnet-0.1.0.tgz"), "-C", dir},
		} {
			out, err := exec.Command(command[0], command[1:]...).CombinedOutput()
			require.NoError(t, err, "%s", out)
		}
		assert.NoFileExists(t, filepath.Join(dir, "package", "app.js"), "the page is not part of it")
		require.NoError(t, os.WriteFile(filepath.Join(dir, "index.html"), []byte("<!doctype html><title>A stranger's page</title><link rel=icon href=data:,>"), 0o644))
		stranger := httptest.NewServer(http.FileServer(http.Dir(dir)))
		defer stranger.Close()

		p := s.tab(t)
		p.do(chromedp.Navigate(stranger.URL))
		picture, err := os.ReadFile(filepath.Join(siteDir, "samples", "ship-0001.png"))
		require.NoError(t, err)
		top := eval[string](p, fmt.Sprintf(`
			const globals = new Set(Object.getOwnPropertyNames(window));
			const { ResNet } = await import('/package/resnet.js');
			const net = await ResNet.load();
			const { classes } = await net.classify(new Blob([Uint8Array.fromBase64(%s)]));
			net.dispose();
			const more = Object.getOwnPropertyNames(window).filter((name) => !globals.has(name));
			return [classes[0].label, ...more].join(' ')`, quoteJS(t, picture)))
		assert.Equal(t, "ship", top, "the answer, and no new globals")
		assert.Empty(t, p.console())
	})
}
