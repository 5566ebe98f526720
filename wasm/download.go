//go:build js && wasm

package main

import (
	"bytes"
	"errors"
	"io"
	"strconv"
)

const (
	// maxDownload bounds what a wrong address can make the worker keep in memory.
	maxDownload = 1 << 30
	// trusted is how much memory a declared length gets before the bytes come.
	trusted = 64 << 20
)

// response is the browser's answer to a GET, as fetch returns it.
type response struct {
	ok     bool
	status string    // such as "404 Not Found"
	length int64     // of the body as it is read, or -1
	body   io.Reader // if ok
}

// download fetches url with the browser's fetch and reports progress in bytes
// as they arrive; total is -1 where the server doesn't tell. It blocks until
// JavaScript has delivered them: never call it from a callback that JavaScript
// waits for.
func download(url string, progress func(loaded, total int64)) ([]byte, error) {
	failed := func(cause, remedy string) error {
		return errors.New("load the weights: GET " + url + ": " + cause + ": " + remedy)
	}
	resp, err := fetch(url)
	if err != nil {
		return nil, failed(err.Error(), "check the address and the connection, then try again")
	}
	if !resp.ok {
		return nil, failed("HTTP "+resp.status, "check the address; \"make site\" puts the shipped weights in place")
	}
	data, err := readAll(resp.body, resp.length, maxDownload, progress)
	if err != nil {
		return nil, failed(err.Error(), "try again")
	}
	return data, nil
}

// bodyLength is the size of a body as it is read, or -1 where its headers don't
// tell. Content-Length counts the bytes before the browser decompresses them;
// our own server tells both.
func bodyLength(header func(name string) string) int64 {
	name := "Content-Length"
	if header("Content-Encoding") != "" {
		name = "X-Uncompressed-Length"
	}
	n, err := strconv.ParseInt(header(name), 10, 64)
	if err != nil || n <= 0 {
		return -1
	}
	return n
}

var errTooLong = errors.New("the answer is larger than 1 GiB, so it is not a weight file")

// readAll reads at most limit bytes, of which total are expected, or -1.
func readAll(r io.Reader, total, limit int64, progress func(loaded, total int64)) ([]byte, error) {
	var data bytes.Buffer
	data.Grow(int(min(max(total, 0), trusted)))
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
		case loaded > limit:
			return nil, errTooLong
		case err == io.EOF && loaded < total:
			return nil, io.ErrUnexpectedEOF
		case err == io.EOF:
			return data.Bytes(), nil
		case err != nil:
			return nil, errors.New("after " + strconv.FormatInt(loaded, 10) + " bytes: " + err.Error())
		}
	}
}
