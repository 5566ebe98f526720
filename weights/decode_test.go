package weights

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// file puts a file together from its header and data.
func file(header string, data ...byte) []byte {
	out := binary.LittleEndian.AppendUint64(nil, uint64(len(header)))
	return append(append(out, header...), data...)
}

// claim is a file that says its header is n bytes long.
func claim(n uint64, rest string) []byte {
	return append(binary.LittleEndian.AppendUint64(nil, n), rest...)
}

func bytesOf(bits ...uint32) []byte {
	var out []byte
	for _, b := range bits {
		out = binary.LittleEndian.AppendUint32(out, b)
	}
	return out
}

// attacks are files that abuse the format in one way each, among them those of
// the list that comes with the reference implementation:
// https://github.com/huggingface/safetensors/tree/main/attacks
var attacks = []struct {
	name string
	data []byte
	want string // in the error
}{
	// The eight bytes of the header's length.
	{"empty file", nil, "0 bytes"},
	{"short length", []byte{1, 2, 3}, "3 bytes"},
	{"length past the end", claim(1000, "{}"), "1000 bytes, but only 2 follow"},
	{"length beyond the limit", claim(maxHeader+1, "{}"), "limit"},
	{"length of 2⁶⁴−1", claim(math.MaxUint64, "{}"), "18446744073709551615"},
	{"a zip or pickle file", []byte("PK\x03\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"), "limit"},

	// The header's JSON.
	{"no header", file(""), "does not begin with {"},
	{"array", file(`[]`), "does not begin with {"},
	{"space before the object", file(` {}`), "does not begin with {"},
	{"unfinished", file(`{"a":{"dtype":"F32"`), "unexpected EOF"},
	{"invalid UTF-8", file("{\"\xff\":{}}"), "invalid UTF-8"},
	{"half a surrogate pair", file(`{"\ud800":{}}`), "surrogate"},
	{"second object", file(`{} {}`), "not padding"},
	{"padding by newline", file("{}\n"), "not padding"},
	{"deep nesting", file(`{"a":` + strings.Repeat("[", 1<<20)), `tensor "a"`},
	{"duplicate tensor", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `the name "a" occurs twice`},
	{"duplicate tensor by escape", file(`{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"\u0061":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}`), "occurs twice"},
	{"duplicate field", file(`{"a":{"dtype":"F32","dtype":"F16"}}`), `tensor "a": the name "dtype" occurs twice`},
	{"duplicate metadata", file(`{"__metadata__":{},"__metadata__":{}}`), "occurs twice"},
	{"duplicate metadata key", file(`{"__metadata__":{"k":"1","k":"2"}}`), "occurs twice"},
	{"metadata no object", file(`{"__metadata__":null}`), "__metadata__"},
	{"metadata no string", file(`{"__metadata__":{"k":1}}`), `__metadata__: key "k"`},

	// One tensor's entry.
	{"tensor no object", file(`{"a":[]}`), `tensor "a"`},
	{"empty name", file(`{"":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`, 0, 0, 0, 0), "name is empty"},
	{"unknown field", file(`{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"run":"me"}}`), `tensor "a": unknown field "run"`},
	{"no dtype", file(`{"a":{"shape":[],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": dtype is missing`},
	{"no shape", file(`{"a":{"dtype":"F32","data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": shape is missing`},
	{"no offsets", file(`{"a":{"dtype":"F32","shape":[]}}`, 0, 0, 0, 0), `tensor "a": data_offsets are missing`},
	{"dtype of no kind", file(`{"a":{"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]}}`, 0), `tensor "a": dtype "F8_E4M3" is not one of`},
	{"dtype no string", file(`{"a":{"dtype":4,"shape":[1],"data_offsets":[0,1]}}`, 0), `tensor "a": dtype: JSON has a number`},
	{"integers", file(`{"a":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}`, make([]byte, 8)...), `tensor "a": dtype "I64"`},
	{"negative dimension", file(`{"a":{"dtype":"F32","shape":[-1,-1],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": shape: dimension -1`},
	{"huge dimension", file(`{"a":{"dtype":"F32","shape":[2147483648],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": shape: dimension 2147483648`},
	{"dimension beyond int64", file(`{"a":{"dtype":"F32","shape":[18446744073709551617],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `not an integer of 64 bits`},
	{"fractional dimension", file(`{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": shape: "1.5"`},
	{"dimension in quotes", file(`{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `tensor "a": shape: JSON has a string`},
	{"product wraps to 0", file(`{"a":{"dtype":"F32","shape":[1073741824,1073741824,16],"data_offsets":[0,0]}}`), `tensor "a": a shape of 3 dimensions`},
	{"bytes wrap to 0", file(`{"a":{"dtype":"F32","shape":[1073741824,1073741824,4],"data_offsets":[0,0]}}`), `tensor "a"`},
	{"large shape, no data", file(`{"a":{"dtype":"F32","shape":[2147483647],"data_offsets":[0,0]}}`), `tensor "a": data_offsets [0, 0] hold 0 bytes`},
	{"wrong byte count", file(`{"a":{"dtype":"F16","shape":[3],"data_offsets":[0,4]}}`, 0, 0, 0, 0), `3 elements of F16 take 6`},
	{"one offset", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[4]}}`, 0, 0, 0, 0), `tensor "a": data_offsets: 1 numbers`},
	{"offsets backwards", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}`, 0, 0, 0, 0), `tensor "a": data_offsets: [4, 0]`},
	{"offset below 0", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[-4,0]}}`, 0, 0, 0, 0), `tensor "a": data_offsets: [-4, 0]`},

	// The tensors' places.
	{"truncated data", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, 0, 0, 0, 0, 0, 0, 0), `tensor "a": data_offsets [0, 8] reach past the 7 bytes`},
	{"offsets out of the file", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[9223372036854775803,9223372036854775807]}}`, 0, 0, 0, 0), `reach past`},
	{"overlap", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}`, make([]byte, 12)...), `tensor "b": data_offsets [4, 12] overlap tensor "a"`},
	{"the same bytes again and again", file(sameBytes(1000), make([]byte, 4096)...), `overlap`},
	{"hole at the start", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[4,8]}}`, make([]byte, 8)...), `tensor "a": a hole of 4 bytes`},
	{"hole in between", file(`{"b":{"dtype":"F32","shape":[],"data_offsets":[8,12]},"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`, make([]byte, 12)...), `tensor "b": a hole of 4 bytes`},
	{"trailing bytes", file(`{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}`, 0, 0, 0, 0, 'P', 'K'), "2 bytes follow the last tensor"},
	{"data without tensors", file(`{}`, 1), "1 bytes follow"},

	// The values.
	{"NaN", file(`{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`, bytesOf(0, 0x7fc00000)...), `tensor "a": element 1 is NaN`},
	{"F16 infinity", file(`{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}`, 0, 0xfc), `tensor "a": element 0 is -Inf`},
	{"BF16 NaN", file(`{"a":{"dtype":"BF16","shape":[1],"data_offsets":[0,2]}}`, 0xc0, 0x7f), `tensor "a": element 0 is NaN`},
	{"F64 beyond float32", file(`{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}`, 0, 0, 0, 0, 0, 0, 0xe0, 0x7f), `tensor "a": element 0 is +Inf`},
	{"negative variance", file(`{"bn.running_var":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, bytesOf(0xbf800000)...), `tensor "bn.running_var": element 0 is -1`},

	// I8 and its scales.
	{"I8 without scale", file(`{"a":{"dtype":"I8","shape":[1,1],"data_offsets":[0,1]}}`, 1), `tensor "a": dtype I8 needs the tensor "a.scale"`},
	{"I8 without axes", file(`{"a":{"dtype":"I8","shape":[],"data_offsets":[4,5]},"a.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0, 0, 1), `tensor "a": dtype I8 needs a shape`},
	{"scale too short", file(`{"a":{"dtype":"I8","shape":[2,1],"data_offsets":[4,6]},"a.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0, 0, 1, 1), `tensor "a": its scale is F32 with 1 elements`},
	{"scale of rank 2", file(`{"a":{"dtype":"I8","shape":[1,1],"data_offsets":[4,5]},"a.scale":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]}}`, 0, 0, 0, 0, 1), `in 2 dimensions`},
	{"scale in F16", file(`{"a":{"dtype":"I8","shape":[1,1],"data_offsets":[2,3]},"a.scale":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}`, 0, 0, 1), `tensor "a": its scale is F16`},
	{"scale in I8", file(`{"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},"a.scale":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}}`, 1, 1), `tensor "a": its scale is I8`},
	{"scale that is no number", file(`{"a":{"dtype":"I8","shape":[1],"data_offsets":[4,5]},"a.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0, 0, 0xc0, 0x7f, 1), `tensor "a": its scale: element 0 is NaN`},
	{"scaled beyond float32", file(`{"a":{"dtype":"I8","shape":[1],"data_offsets":[4,5]},"a.scale":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`, 0xff, 0xff, 0x7f, 0x7f, 2), `tensor "a": element 0 is +Inf`},

	// Names that would flood the terminal.
	{"name of a megabyte", file(`{"` + strings.Repeat("n", 1<<20) + `":{}}`), "(1048576 bytes)"},
	{"a megabyte twice", file(`{"` + strings.Repeat("n", 1<<20) + `":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"` + strings.Repeat("n", 1<<20) + `":{}}`), "occurs twice"},
	{"terminal escapes", file(`{"\u001b[2J":{}}`), `"\x1b[2J"`},
}

// sameBytes is a header that describes n tensors on the same 4096 bytes.
func sameBytes(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,"t%d":{"dtype":"F32","shape":[1024],"data_offsets":[0,4096]}`, i)
	}
	return "{" + b.String()[1:] + "}"
}

func TestDecodeRefuses(t *testing.T) {
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			f, err := Decode(a.data)
			require.ErrorContains(t, err, a.want)
			assert.Nil(t, f)
			assert.True(t, strings.HasPrefix(err.Error(), "decode safetensors: "), err)
			assert.True(t, strings.HasSuffix(err.Error(), "; fetch or export the file again"), err)
			assert.Less(t, len(err.Error()), 1000)
		})
	}
}

// What a bad file makes the reader allocate is in proportion to the file.
func TestDecodeAllocatesLittle(t *testing.T) {
	for _, a := range attacks {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Decode(a.data)
		runtime.ReadMemStats(&after)
		require.Error(t, err)
		assert.LessOrEqual(t, after.TotalAlloc-before.TotalAlloc, uint64(64<<10+16*len(a.data)), a.name)
	}
}

func TestDecodeEveryTruncation(t *testing.T) {
	data, err := sample().Encode(I8)
	require.NoError(t, err)
	for n := range data {
		_, err := Decode(data[:n])
		require.Errorf(t, err, "the first %d of %d bytes", n, len(data))
	}
}

// The file in testdata comes from the reference implementation.
func TestReferenceFile(t *testing.T) {
	f, err := ReadFile(filepath.Join("testdata", "reference.safetensors"))
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"writer": "safetensors", "ключ": "значение"}, f.Metadata)

	ramp := []float32{-0.5, -0.375, -0.25, -0.125, 0, 0.125, 0.25, 0.375}
	want := map[string]*Tensor{
		"f32":            {Shape: []int{2, 2, 2, 1}, Data: ramp},
		"f16":            {Shape: []int{2, 2, 2, 1}, Data: ramp},
		"f64":            {Shape: []int{2, 2, 2, 1}, Data: ramp},
		"i8":             {Shape: []int{2, 2, 2, 1}, Data: []float32{-0.5, -0.375, -0.25, -0.125, 0, 0.25, 0.5, 0.75}},
		"bn.running_var": {Shape: []int{2}, Data: []float32{1, 2.5}},
	}
	require.Len(t, f.Tensors, len(want), "neither the scale nor num_batches_tracked")
	for name, w := range want {
		got := f.Tensor(name)
		require.NotNil(t, got, name)
		assert.Equal(t, w.Shape, got.Shape, name)
		assert.Equal(t, w.Data, got.Data, name)
	}
}

func TestDecodeKeepsNothingOfItsInput(t *testing.T) {
	data, err := sample().Encode(F32)
	require.NoError(t, err)
	f, err := Decode(data)
	require.NoError(t, err)
	clear(data)
	assert.Equal(t, sample(), f)
}

func TestRead(t *testing.T) {
	data, err := sample().Encode(F32)
	require.NoError(t, err)
	n := int64(len(data))

	for _, limit := range []int64{n, math.MaxInt64} {
		f, err := Read(bytes.NewReader(data), limit)
		require.NoError(t, err)
		assert.Equal(t, sample(), f)
	}
	for _, limit := range []int64{n - 1, 0, -1} {
		_, err = Read(bytes.NewReader(data), limit)
		assert.ErrorContains(t, err, fmt.Sprintf("more than %d bytes", limit))
	}
	cut := errors.New("the line is cut")
	_, err = Read(iotest.ErrReader(cut), n)
	assert.ErrorIs(t, err, cut)
	_, err = Read(bytes.NewReader(data[:n-1]), n)
	assert.ErrorContains(t, err, "truncated")
}

func TestReadFileRefuses(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.safetensors")
	require.NoError(t, os.WriteFile(broken, []byte("no weights, just text"), 0o644))
	sparse := filepath.Join(dir, "sparse.safetensors")
	require.NoError(t, os.WriteFile(sparse, nil, 0o644))
	require.NoError(t, os.Truncate(sparse, MaxFileSize+1))

	for path, want := range map[string]string{
		filepath.Join(dir, "absent"): "check the path",
		dir:                          "name a safetensors file",
		broken:                       "fetch or export the file again",
		sparse:                       "more than the limit",
	} {
		_, err := ReadFile(path)
		assert.ErrorContains(t, err, "read weights "+path)
		assert.ErrorContains(t, err, want)
	}
	_, err := ReadFile(filepath.Join(dir, "absent"))
	assert.ErrorIs(t, err, os.ErrNotExist)
}
