//go:build js && wasm

package main

import (
	"errors"
	"syscall/js"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFloatsRoundTrip(t *testing.T) {
	want := []float32{0, -1.5, 3e38, 1e-40}
	array := float32Array(want)
	assert.Equal(t, want, floats(array))
	assert.Equal(t, want[1:3], floats(array.Call("subarray", 1, 3)), "a view that starts later")
	assert.Empty(t, floats(float32Array(nil)))
}

func TestClampedArray(t *testing.T) {
	array := clampedArray([]byte{1, 2, 255})
	assert.True(t, array.InstanceOf(js.Global().Get("Uint8ClampedArray")))
	assert.Equal(t, 255, array.Index(2).Int())
}

func TestGuard(t *testing.T) {
	isError := func(v any) bool {
		e, ok := v.(js.Value)
		return ok && e.InstanceOf(js.Global().Get("Error"))
	}
	ok := guard(func([]js.Value) (any, error) { return 7, nil })(js.Null(), nil)
	assert.Equal(t, 7, ok)

	failed := guard(func([]js.Value) (any, error) { return nil, errors.New("no luck") })(js.Null(), nil)
	require.True(t, isError(failed))
	assert.Equal(t, "no luck", failed.(js.Value).Get("message").String())

	panicked := guard(func(args []js.Value) (any, error) { return args[3], nil })(js.Null(), nil)
	require.True(t, isError(panicked), "a panic is an error, and the program goes on")
	assert.Contains(t, panicked.(js.Value).Get("message").String(), "index out of range")
}

// outcome blocks until a Promise settles.
func outcome(promise js.Value) (value js.Value, resolved bool) {
	type settlement struct {
		value    js.Value
		resolved bool
	}
	settled := make(chan settlement, 1)
	on := func(resolved bool) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			settled <- settlement{args[0], resolved}
			return nil
		})
	}
	then, fail := on(true), on(false)
	defer then.Release()
	defer fail.Release()
	promise.Call("then", then, fail)
	o := <-settled
	return o.value, o.resolved
}

func TestPromise(t *testing.T) {
	call := func(f function) (js.Value, bool) {
		return outcome(promise(f)(js.Null(), []js.Value{js.ValueOf(20)}).(js.Value))
	}
	value, resolved := call(func(args []js.Value) (any, error) { return args[0].Int() + 1, nil })
	assert.True(t, resolved)
	assert.Equal(t, 21, value.Int())

	for _, cause := range []any{"broken", errors.New("broken")} {
		reason, resolved := call(func([]js.Value) (any, error) { panic(cause) })
		assert.False(t, resolved)
		assert.Contains(t, reason.Get("message").String(), "(broken)")
	}
}

func TestServerBeforeLoad(t *testing.T) {
	s := new(server)
	for name, f := range map[string]function{"classify": s.classify, "inspect": s.inspect, "learn": s.learn} {
		_, err := s.loaded(f).call(nil)
		assert.ErrorIs(t, err, errNotLoaded, name)
	}
}

func TestServerLoadReportsWhatIsWrongWithTheFile(t *testing.T) {
	stubFetch(t, 200, "<!doctype html><p>not weights", nil)
	progress := js.FuncOf(func(js.Value, []js.Value) any { return nil })
	defer progress.Release()
	_, err := new(server).load([]js.Value{js.ValueOf("https://example.org/page.html"), progress.Value})
	require.Error(t, err)
	assert.ErrorContains(t, err, "https://example.org/page.html")
	assert.ErrorContains(t, err, "decode safetensors")
}

func TestResizeKeepsItsMemory(t *testing.T) {
	b := resize(nil, 100)
	assert.Len(t, b, 100)
	c := resize(b, 40)
	assert.Len(t, c, 40)
	assert.Same(t, &b[0], &c[0])
}
