//go:build js && wasm

package main

import (
	"bytes"
	"io"
	"strings"
	"syscall/js"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stubFetch makes fetch answer with new Response(body, {status, headers}) until
// the test ends.
func stubFetch(t *testing.T, status int, body any, headers map[string]any) {
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

func TestDownloadOfCompressedAnswers(t *testing.T) {
	headers := map[string]any{"Content-Length": "2", "Content-Encoding": "gzip"}
	stubFetch(t, 200, "four", headers)
	_, err := download("https://example.org/a", func(_, total int64) { assert.EqualValues(t, -1, total) })
	require.NoError(t, err)

	headers["X-Uncompressed-Length"] = "4"
	stubFetch(t, 200, "four", headers)
	_, err = download("https://example.org/a", func(_, total int64) { assert.EqualValues(t, 4, total) })
	require.NoError(t, err)
}

func TestDownloadErrors(t *testing.T) {
	for _, test := range []struct {
		status  int
		headers map[string]any
		want    string
	}{
		{404, nil, "HTTP 404"},
		{500, nil, "HTTP 500"},
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
	data, err := readAll(iotest.OneByteReader(strings.NewReader("abc")), 3, 3, ignore)
	require.NoError(t, err)
	assert.Equal(t, "abc", string(data))

	_, err = readAll(iotest.TimeoutReader(bytes.NewReader(make([]byte, 200_000))), 200_000, maxDownload, ignore)
	assert.ErrorContains(t, err, "after 65536 bytes: "+iotest.ErrTimeout.Error())

	_, err = readAll(strings.NewReader("ab"), 3, maxDownload, ignore)
	assert.ErrorIs(t, err, io.ErrUnexpectedEOF)

	_, err = readAll(strings.NewReader("abc"), -1, 2, ignore)
	assert.ErrorIs(t, err, errTooLong)

	data, err = readAll(strings.NewReader("abc"), 2, maxDownload, func(_, total int64) { assert.EqualValues(t, -1, total) })
	require.NoError(t, err, "a declared length that is too small was of the compressed bytes")
	assert.Len(t, data, 3)
}

func TestDownloadOfACutConnection(t *testing.T) {
	body := js.Global().Get("ReadableStream").New(map[string]any{
		"pull": js.Global().Call("eval", `(stream) => {
			if (stream.sent) stream.error(new TypeError("the line is cut"));
			else stream.enqueue(new Uint8Array(1000));
			stream.sent = true;
		}`),
	})
	stubFetch(t, 200, body, nil)
	_, err := download("https://example.org/a", func(_, _ int64) {})
	assert.ErrorContains(t, err, "https://example.org/a: after 1000 bytes: ")
	assert.ErrorContains(t, err, "the line is cut")
}

func TestDownloadWithoutAConnection(t *testing.T) {
	global := js.Global()
	original := global.Get("fetch")
	global.Set("fetch", global.Call("eval", `() => Promise.reject(new TypeError("Failed to fetch"))`))
	t.Cleanup(func() { global.Set("fetch", original) })
	_, err := download("https://example.org/a", func(_, _ int64) {})
	assert.ErrorContains(t, err, "Failed to fetch")
	assert.ErrorContains(t, err, "check the address and the connection")
}

func TestBodyLength(t *testing.T) {
	for _, test := range []struct {
		length, encoding, uncompressed string
		want                           int64
	}{
		{"7", "", "", 7},
		{"", "", "", -1},
		{"0", "", "", -1},
		{"-1", "", "", -1},
		{"seven", "", "", -1},
		{"7", "br", "", -1},
		{"7", "br", "20", 20},
		{"7", "", "20", 7},
	} {
		headers := map[string]string{"Content-Length": test.length, "Content-Encoding": test.encoding, "X-Uncompressed-Length": test.uncompressed}
		got := bodyLength(func(name string) string { return headers[name] })
		assert.Equal(t, test.want, got, "%v", headers)
	}
}
