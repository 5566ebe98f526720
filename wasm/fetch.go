//go:build js && wasm && !slim

package main

import (
	"net/http"

	"github.com/syumai/tinyutil/httputil"
)

// fetch asks for url.
func fetch(url string) (*response, error) {
	resp, err := httputil.Get(url)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return &response{status: resp.Status}, nil
	}
	return &response{
		ok:     true,
		status: resp.Status,
		length: bodyLength(resp.Header.Get),
		// Closed on reaching its end, and by its stream on errors: cancelling a
		// failed stream would be an unhandled rejection.
		body: resp.Body,
	}, nil
}
