//go:build js && wasm

package main

import (
	"syscall/js"
	"testing"

	"canvasnet/resnet"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// small is a server of an untrained network for pictures of 8 pixels, and such a
// picture with its size.
func small(t *testing.T) (*server, []js.Value) {
	t.Helper()
	c, err := resnet.Named("resnet20")
	require.NoError(t, err)
	c.Input.Size = 8
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	rgba := make([]byte, 8*8*4)
	for i := range rgba {
		rgba[i] = byte(i*37) | 255*byte(i%4/3)
	}
	return &server{net: prepared(t, m)}, []js.Value{clampedArray(rgba), js.ValueOf(8), js.ValueOf(8), js.ValueOf(false)}
}

// call returns what JavaScript gets.
func call(t *testing.T, f function, args ...js.Value) js.Value {
	t.Helper()
	result, err := f.call(args)
	require.NoError(t, err)
	return js.ValueOf(result)
}

func TestInspectAnswersAsClassify(t *testing.T) {
	s, picture := small(t)
	want := floats(call(t, s.classify, picture...).Get("probabilities"))
	blocks := call(t, s.blocks)
	layer := blocks.Index(0).Get("layers").Index(0).Get("name")
	args := append(picture, layer, js.ValueOf([]any{}))
	seen := call(t, s.inspect, args...)
	assert.InDeltaSlice(t, want, floats(seen.Get("probabilities")), 1e-4)
	assert.Equal(t, layer.String(), seen.Get("maps").Get("layer").String())
	assert.Equal(t, 8*8*16, seen.Get("maps").Get("data").Length())
	assert.Equal(t, 10, seen.Get("heat").Get("classes").Int())

	args[4], args[5] = js.ValueOf(""), js.ValueOf([]any{"layer1.0"})
	off := call(t, s.inspect, args...)
	assert.True(t, off.Get("maps").IsNull())
	assert.NotEqual(t, floats(seen.Get("probabilities")), floats(off.Get("probabilities")))
}

func TestTeachLearnExport(t *testing.T) {
	s, picture := small(t)
	teach := append([]js.Value{js.ValueOf("fork")}, picture...)
	assert.Equal(t, 1, call(t, s.teach, teach...).Get("examples").Int())
	assert.Equal(t, 2, call(t, s.teach, teach...).Get("examples").Int())

	steps := 0
	progress := js.FuncOf(func(_ js.Value, args []js.Value) any {
		steps++
		return nil
	})
	defer progress.Release()
	learned := call(t, s.learn, progress.Value)
	info := learned.Get("info")
	assert.Equal(t, learned.Get("loss").Length(), steps)
	assert.Equal(t, "fork", info.Get("classes").Index(10).String())
	assert.Equal(t, s.net.facts.parameters+65, info.Get("parameters").Int())
	assert.Equal(t, 11, call(t, s.classify, picture...).Get("probabilities").Length())
	blocks := call(t, s.blocks)
	assert.Equal(t, 11, blocks.Index(blocks.Length()-1).Get("shape").Index(2).Int())

	other := new(server)
	again := call(t, other.open, call(t, s.export), js.ValueOf("fork.safetensors"))
	assert.Equal(t, info.Get("parameters").Int(), again.Get("parameters").Int())
	assert.Equal(t, "fork", again.Get("classes").Index(10).String())
	assert.Equal(t, 2, call(t, other.examples).Index(0).Get("count").Int())

	assert.True(t, call(t, s.undo).Get("undone").Bool())
	assert.Equal(t, 10, call(t, s.reset).Get("classes").Length())
}

func TestLearningCanBeStopped(t *testing.T) {
	s, picture := small(t)
	call(t, s.teach, append([]js.Value{js.ValueOf("fork")}, picture...)...)
	progress := js.FuncOf(func(js.Value, []js.Value) any {
		call(t, s.stop)
		return nil
	})
	defer progress.Release()
	_, err := function(s.learn).call([]js.Value{progress.Value})
	assert.ErrorIs(t, err, errStopped)
	assert.Len(t, s.net.student.Classes(), 10)
}

func TestOpenReportsWhatIsWrongWithTheFile(t *testing.T) {
	s := new(server)
	bytes := js.Global().Get("Uint8Array").New(100)
	_, err := s.open([]js.Value{bytes, js.ValueOf("mine.safetensors")})
	assert.ErrorContains(t, err, "load the weights: mine.safetensors: decode safetensors: ")
	assert.Nil(t, s.net)
}
