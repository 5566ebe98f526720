//go:build js && wasm && slim

package main

import (
	"errors"
	"io"
	"strconv"
	"strings"
	"syscall/js"
)

// fetch asks for url. It does without tinyutil, which brings the types of
// net/http and, behind them, TLS: half of the program's size.
func fetch(url string) (*response, error) {
	resp, err := await(js.Global().Call("fetch", url))
	if err != nil {
		return nil, err
	}
	status := resp.Get("status").Int()
	answer := &response{status: strings.TrimSpace(strconv.Itoa(status) + " " + resp.Get("statusText").String())}
	body := resp.Get("body")
	switch {
	case status != 200:
		if body.Truthy() {
			body.Call("cancel")
		}
		return answer, nil
	case !body.Truthy():
		return nil, errors.New("the answer has no body")
	}
	header := func(name string) string {
		if v := resp.Get("headers").Call("get", name); v.Truthy() {
			return v.String()
		}
		return ""
	}
	answer.ok = true
	answer.length = bodyLength(header)
	answer.body = &stream{reader: body.Call("getReader")}
	return answer, nil
}

// stream reads a ReadableStream of bytes through its reader.
type stream struct {
	reader js.Value
	chunk  []byte // received and not yet read
}

func (s *stream) Read(p []byte) (int, error) {
	for len(s.chunk) == 0 {
		next, err := await(s.reader.Call("read"))
		if err != nil {
			return 0, err
		}
		if next.Get("done").Bool() {
			return 0, io.EOF
		}
		s.chunk = make([]byte, next.Get("value").Length())
		js.CopyBytesToGo(s.chunk, next.Get("value"))
	}
	n := copy(p, s.chunk)
	s.chunk = s.chunk[n:]
	return n, nil
}

// await blocks until a Promise settles.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	resolved := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	defer resolved.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		reason := js.Global().Get("String").Invoke(args[0]) // an Error, as a rule
		settled <- outcome{err: errors.New(reason.String())}
		return nil
	})
	defer rejected.Release()
	promise.Call("then", resolved, rejected)
	o := <-settled
	return o.value, o.err
}
