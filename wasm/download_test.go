//go:build js && wasm

package main

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"syscall/js"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stubFetch makes fetch answer with new Response(body, {status, headers}) until
// the test ends.
func stubFetch(t *testing.T, status int, body string, headers map[string]any) {
	t.Helper()
	global := js.Global()
	original := global.Get("fetch")
	fetch := js.FuncOf(func(_ js.Value, args []js.Value) any {
		response := global.Get("Response").New(body, map[string]any{"status": status, "headers": headers})
		return global.Get("Promise").Call("resolve", response)
	})
	global.Set("fetch", fetch)
	t.Cleanup(func() {
		global.Set("fetch", original)
		fetch.Release()
	})
}

func TestDownload(t *testing.T) {
	body := strings.Repeat("weights!", 100_000)
	stubFetch(t, 200, body, map[string]any{"Content-Length": "800000"})
	var last, total int64
	data, err := download("https://example.org/a.safetensors", func(l, of int64) { last, total = l, of })
	require.NoError(t, err)
	assert.True(t, body == string(data), "the body arrives whole")
	assert.EqualValues(t, 800000, last)
	assert.EqualValues(t, 800000, total)
}

func TestDownloadKnowsNoTotalOfCompressedAnswers(t *testing.T) {
	stubFetch(t, 200, "four", map[string]any{"Content-Length": "2", "Content-Encoding": "gzip"})
	_, err := download("https://example.org/a", func(_, total int64) { assert.EqualValues(t, -1, total) })
	require.NoError(t, err)
}

func TestDownloadErrors(t *testing.T) {
	for _, test := range []struct {
		status  int
		headers map[string]any
		want    string
	}{
		{404, nil, "HTTP 404 Not Found"},
		{500, nil, "HTTP 500 Internal Server Error"},
		{200, map[string]any{"Content-Length": "1000"}, "unexpected EOF"},
	} {
		stubFetch(t, test.status, "short", test.headers)
		_, err := download("https://example.org/gone", func(_, _ int64) {})
		require.Error(t, err)
		assert.ErrorContains(t, err, test.want)
		assert.ErrorContains(t, err, "https://example.org/gone")
	}
}

func TestReadAll(t *testing.T) {
	ignore := func(_, _ int64) {}
	data, err := readAll(iotest.OneByteReader(strings.NewReader("abc")), 3, ignore)
	require.NoError(t, err)
	assert.Equal(t, "abc", string(data))

	_, err = readAll(iotest.TimeoutReader(bytes.NewReader(make([]byte, 200_000))), 200_000, ignore)
	assert.ErrorIs(t, err, iotest.ErrTimeout)
	assert.ErrorContains(t, err, "after 65536 bytes")

	_, err = readAll(strings.NewReader("ab"), 3, ignore)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

	data, err = readAll(strings.NewReader("abc"), 2, func(_, total int64) { assert.EqualValues(t, -1, total) })
	require.NoError(t, err, "a declared length that is too small was of the compressed bytes")
	assert.Len(t, data, 3)
}

func TestLength(t *testing.T) {
	assert.EqualValues(t, 7, length(&http.Response{ContentLength: 7}))
	assert.EqualValues(t, -1, length(&http.Response{ContentLength: -1}))
	assert.EqualValues(t, -1, length(&http.Response{ContentLength: 7, Header: http.Header{"Content-Encoding": {"br"}}}))
}
