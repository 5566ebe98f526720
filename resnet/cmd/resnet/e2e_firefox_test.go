package main

import (
	"context"
	"encoding/json/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestFirefox walks the core path in Firefox, where that, Node.js and the
// packages of .ci/web are installed.
func TestFirefox(t *testing.T) {
	requireSite(t)
	firefox := ""
	for _, name := range []string{"firefox-esr", "firefox"} {
		if path, err := exec.LookPath(name); err == nil && firefox == "" {
			firefox = path
		}
	}
	if firefox == "" {
		t.Skip("there is no Firefox")
	}
	if _, err := os.Stat(filepath.Join(webTools, "node_modules", "puppeteer-core")); err != nil {
		t.Skip("puppeteer-core is not installed: run \"make lint-web\"")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, "node", filepath.Join(webTools, "firefox.mjs"), firefox, serveSite(t)).CombinedOutput()
	require.NoError(t, err, "%s", out)
	var got struct {
		Drawing, Undone, Top string
		Probability          float64
		Errors               []string
	}
	require.NoError(t, json.Unmarshal(out, &got, json.MatchCaseInsensitiveNames(true)), "%s", out)
	top, want := newNative(t).classify(filepath.Join(siteDir, "samples", "ship-0001.png"))
	assert.Equal(t, "full", got.Drawing)
	assert.Equal(t, "empty", got.Undone)
	assert.Equal(t, top, got.Top)
	assert.InDelta(t, want[top], got.Probability, 1e-4)
	assert.Empty(t, got.Errors)
}
