//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
	"unsafe"
)

// function is the Go side of a call from JavaScript; a panic in it counts as an
// error.
type function func(args []js.Value) (any, error)

func (f function) call(args []js.Value) (result any, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("the network failed (" + reason(p) + "): load it again")
		}
	}()
	return f(args)
}

// reason is the text of a panic: of the runtime's errors, or of our own strings.
func reason(panicked any) string {
	switch p := panicked.(type) {
	case error:
		return p.Error()
	case string:
		return p
	}
	return "for an unknown reason"
}

// guard makes f callable: it returns its result, or an Error.
func guard(f function) func(js.Value, []js.Value) any {
	return func(_ js.Value, args []js.Value) any {
		result, err := f.call(args)
		if err != nil {
			return jsError(err)
		}
		return result
	}
}

// promise makes f callable in a goroutine of its own, where it may wait for
// JavaScript: it returns a Promise of its result.
func promise(f function) func(js.Value, []js.Value) any {
	return func(_ js.Value, args []js.Value) any {
		executor := js.FuncOf(func(_ js.Value, settle []js.Value) any {
			go func() {
				result, err := f.call(args)
				if err != nil {
					settle[1].Invoke(jsError(err))
					return
				}
				settle[0].Invoke(result)
			}()
			return nil
		})
		defer executor.Release() // the Promise calls it before New returns
		return js.Global().Get("Promise").New(executor)
	}
}

func jsError(err error) js.Value {
	return js.Global().Get("Error").New(err.Error())
}

// list is what js.ValueOf takes for an array.
func list(s []string) []any {
	out := make([]any, len(s))
	for i, v := range s {
		out[i] = v
	}
	return out
}

// floats copies a Float32Array.
func floats(array js.Value) []float32 {
	out := make([]float32, array.Length())
	js.CopyBytesToGo(asBytes(out), uint8View(array))
	return out
}

// float32Array copies v into a new Float32Array.
func float32Array(v []float32) js.Value {
	array := js.Global().Get("Float32Array").New(len(v))
	js.CopyBytesToJS(uint8View(array), asBytes(v))
	return array
}

// clampedArray copies v into a new Uint8ClampedArray, which ImageData takes.
func clampedArray(v []byte) js.Value {
	array := js.Global().Get("Uint8ClampedArray").New(len(v))
	js.CopyBytesToJS(array, v)
	return array
}

func uint8View(array js.Value) js.Value {
	return js.Global().Get("Uint8Array").New(array.Get("buffer"), array.Get("byteOffset"), array.Get("byteLength"))
}

// asBytes is v's memory: little-endian, like the typed arrays of every browser.
func asBytes(v []float32) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(v))), 4*len(v))
}

// resize returns a slice of n bytes, in the memory of b where it is enough.
func resize(b []byte, n int) []byte {
	if cap(b) < n {
		return make([]byte, n)
	}
	return b[:n]
}
