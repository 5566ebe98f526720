//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/syumai/tinyutil/httputil"
)

// maxDownload bounds what a wrong address can make the worker keep in memory.
const maxDownload = 1 << 30

// download fetches url with the browser's fetch and reports progress in bytes
// as they arrive; total is -1 where the server doesn't tell. It blocks until
// JavaScript has delivered them: never call it from a callback that JavaScript
// waits for.
func download(url string, progress func(loaded, total int64)) ([]byte, error) {
	resp, err := httputil.Get(url)
	if err != nil {
		return nil, fmt.Errorf("load the weights: GET %s: %w: check the address and the connection, then try again", url, err)
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, fmt.Errorf("load the weights: GET %s: HTTP %s: check the address; \"make site\" puts the shipped weights in place", url, resp.Status)
	}
	// The body is closed on reaching its end, and by its stream on errors:
	// cancelling a failed stream would be an unhandled rejection.
	data, err := readAll(resp.Body, length(resp), progress)
	if err != nil {
		return nil, fmt.Errorf("load the weights: GET %s: %w: try again", url, err)
	}
	return data, nil
}

// length is the size of the body as it is read, or -1. Content-Length counts
// the bytes before the browser decompresses them.
func length(resp *http.Response) int64 {
	if resp.Header.Get("Content-Encoding") != "" || resp.ContentLength <= 0 {
		return -1
	}
	return resp.ContentLength
}

var errTooLong = errors.New("the answer is larger than 1 GiB, so it is not a weight file")

func readAll(r io.Reader, total int64, progress func(loaded, total int64)) ([]byte, error) {
	var data bytes.Buffer
	chunk := make([]byte, 64<<10)
	for {
		n, err := r.Read(chunk)
		data.Write(chunk[:n])
		loaded := int64(data.Len())
		if loaded > total {
			total = -1 // another site may hide that it compresses
		}
		if n > 0 {
			progress(loaded, total)
		}
		switch {
		case err == io.EOF && loaded < total:
			return nil, io.ErrUnexpectedEOF
		case err == io.EOF:
			return data.Bytes(), nil
		case err != nil:
			return nil, fmt.Errorf("after %d bytes: %w", loaded, err)
		case loaded > maxDownload:
			return nil, errTooLong
		}
	}
}
