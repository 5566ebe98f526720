package main

import (
	"bufio"
	"bytes"
	"encoding/json/jsontext"
	"encoding/json/v2"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestWebKit walks the core path in WebKitGTK's MiniBrowser, by WebDriver, on a screen of its own.
func TestWebKit(t *testing.T) {
	requireSite(t)
	for _, program := range []string{"WebKitWebDriver", "Xvfb"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("there is no %s: on Debian, install webkit2gtk-driver and xvfb", program)
		}
	}
	p := newWebKit(t)
	p.call("POST", "/url", map[string]any{"url": serveSite(t)})
	p.wait("document.body.dataset.state === 'ready'")

	at := script[[]int](p, "const { left, top, width } = document.querySelector('#board').getBoundingClientRect(); return [left, top, width].map(Math.round)")
	move := func(across, down float64) map[string]any {
		return map[string]any{"type": "pointerMove", "duration": 50,
			"x": at[0] + int(across*float64(at[2])), "y": at[1] + int(down*float64(at[2]))}
	}
	p.call("POST", "/actions", map[string]any{"actions": []any{map[string]any{
		"type": "pointer", "id": "mouse", "actions": []any{
			move(0.25, 0.25), map[string]any{"type": "pointerDown", "button": 0},
			move(0.4, 0.3), move(0.5, 0.5), map[string]any{"type": "pointerUp", "button": 0},
		}}}})
	p.wait("document.querySelector('#bars').dataset.state === 'full'")
	script[any](p, "document.querySelector('#undo').click()")
	p.wait("document.querySelector('#bars').dataset.state === 'empty'")

	before := script[int](p, "return "+answers)
	script[any](p, "document.querySelector('.sample[data-file=\"ship-0001.png\"]').click()")
	p.wait(fmt.Sprintf("%s > %d", answers, before))
	got := script[string](p, `return document.querySelector('.bar[data-rank="0"]').dataset.label`)
	probability := script[float64](p, `return Number(document.querySelector('.bar[data-rank="0"]').dataset.probability)`)
	top, want := newNative(t).classify(filepath.Join(siteDir, "samples", "ship-0001.png"))
	assert.Equal(t, top, got)
	assert.InDelta(t, want[top], probability, 1e-4)
	assert.Empty(t, script[[]string](p, "return [...document.querySelectorAll('.notice:not([hidden])')].map((e) => e.textContent)"))
}

// webKit is a session of WebDriver (https://www.w3.org/TR/webdriver2).
type webKit struct {
	t   *testing.T
	url string
}

// newWebKit starts a browser, which ends with the test.
func newWebKit(t *testing.T) *webKit {
	t.Helper()
	screen := startXvfb(t)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := listener.Addr().(*net.TCPAddr)
	require.NoError(t, listener.Close())

	driver := exec.Command("WebKitWebDriver", fmt.Sprintf("--port=%d", address.Port))
	// The sandbox wants rights that containers lack; nothing is loaded from outside.
	driver.Env = append(os.Environ(), "DISPLAY="+screen, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS=1")
	startProgram(t, driver)

	p := &webKit{t, "http://" + address.String()}
	require.Eventually(t, func() bool {
		connection, err := net.Dial("tcp", address.String())
		if err != nil {
			return false
		}
		connection.Close()
		return true
	}, 20*time.Second, 50*time.Millisecond, "WebKitWebDriver listens")
	var session struct {
		ID string `json:"sessionId"`
	}
	require.NoError(t, json.Unmarshal(p.call("POST", "/session", map[string]any{"capabilities": map[string]any{}}), &session))
	p.url += "/session/" + session.ID
	t.Cleanup(func() { p.call("DELETE", "", nil) })
	p.call("POST", "/window/rect", map[string]any{"width": 1280, "height": 1000})
	return p
}

// startXvfb starts a screen in memory and returns its name.
func startXvfb(t *testing.T) string {
	t.Helper()
	number, told, err := os.Pipe()
	require.NoError(t, err)
	defer number.Close()
	xvfb := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1280x1000x24", "-nolisten", "tcp")
	xvfb.ExtraFiles = []*os.File{told}
	startProgram(t, xvfb)
	require.NoError(t, told.Close())
	// To the end of the line: it comes in two writes, and a reader that is gone
	// before the second ends Xvfb.
	line, err := bufio.NewReader(number).ReadString('\n')
	require.NoError(t, err, "Xvfb starts")
	return ":" + strings.TrimSpace(line)
}

// startProgram starts a program that is killed at the end of the test.
func startProgram(t *testing.T, program *exec.Cmd) {
	t.Helper()
	require.NoError(t, program.Start())
	t.Cleanup(func() {
		program.Process.Kill()
		program.Wait()
	})
}

// call sends a command and returns the value of its answer.
func (p *webKit) call(method, path string, parameters map[string]any) []byte {
	p.t.Helper()
	body, err := json.Marshal(parameters)
	require.NoError(p.t, err)
	request, err := http.NewRequest(method, p.url+path, bytes.NewReader(body))
	require.NoError(p.t, err)
	client := http.Client{Timeout: time.Minute}
	response, err := client.Do(request)
	require.NoError(p.t, err)
	defer response.Body.Close()
	var answer struct {
		Value jsontext.Value `json:"value"`
	}
	require.NoError(p.t, json.UnmarshalRead(response.Body, &answer))
	require.Equal(p.t, http.StatusOK, response.StatusCode, "%s %s: %s", method, path, answer.Value)
	return answer.Value
}

// wait blocks until a JavaScript condition holds.
func (p *webKit) wait(condition string) {
	p.t.Helper()
	for start := time.Now(); time.Since(start) < 90*time.Second; time.Sleep(100 * time.Millisecond) {
		if script[bool](p, "return Boolean("+condition+")") {
			return
		}
	}
	require.FailNow(p.t, "the page never came to: "+condition)
}

// script runs the body of a JavaScript function and decodes what it returns.
func script[T any](p *webKit, body string) (v T) {
	p.t.Helper()
	answer := p.call("POST", "/execute/sync", map[string]any{"script": body, "args": []any{}})
	require.NoError(p.t, json.Unmarshal(answer, &v))
	return v
}
