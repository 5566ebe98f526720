package weights

import (
	"encoding/binary"
	"maps"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEncodeIsExact(t *testing.T) {
	f := &File{
		Metadata: map[string]string{"b": "2", "a": "\"é"},
		Tensors: []*Tensor{
			{Name: "w", Shape: []int{2, 1}, Data: []float32{1, -2}},
			{Name: "b", Shape: []int{1}, Data: []float32{0.5}},
		},
	}
	const header = `{"__metadata__":{"a":"\"é","b":"2"},` +
		`"w":{"dtype":"F16","shape":[2,1],"data_offsets":[4,8]},` +
		`"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}`
	want := file(header+strings.Repeat(" ", 7-(len(header)+7)%8), 0, 0, 0, 0x3f, 0, 0x3c, 0, 0xc0)

	got, err := f.Encode(F16)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(got))
	assert.Zero(t, binary.LittleEndian.Uint64(got)%8, "header padded")
}

func TestEncodeIsDeterministic(t *testing.T) {
	f := sample()
	for i := range 50 {
		f.Metadata[strings.Repeat("k", i+1)] = "v"
	}
	first, err := f.Encode(I8)
	require.NoError(t, err)
	for range 10 {
		f.Metadata = maps.Clone(f.Metadata)
		again, err := f.Encode(I8)
		require.NoError(t, err)
		require.Equal(t, first, again)
	}
}

func TestRoundTripF32(t *testing.T) {
	for name, f := range map[string]*File{
		"sample":      sample(),
		"no tensors":  {Metadata: map[string]string{"a": ""}, Tensors: []*Tensor{}},
		"no metadata": {Tensors: []*Tensor{random(3, 5)}},
		"nothing":     {Tensors: []*Tensor{}},
		"no elements": {Tensors: []*Tensor{{Name: "none", Shape: []int{0, 4}, Data: []float32{}}, random(2)}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := f.Encode(F32)
			require.NoError(t, err)
			got, err := Decode(data)
			require.NoError(t, err)
			assert.Equal(t, f, got)
		})
	}
}

func TestRoundTripF16(t *testing.T) {
	f := sample()
	f.Tensors = append(f.Tensors, random(64, 9))
	got := roundTrip(t, f, F16)
	require.Len(t, got.Tensors, len(f.Tensors))
	for i, want := range f.Tensors {
		require.Equal(t, want.Name, got.Tensors[i].Name)
		require.Equal(t, want.Shape, got.Tensors[i].Shape)
		for k, v := range want.Data {
			delta := 0.0 // rank 0 and 1 stay F32
			if len(want.Shape) > 1 {
				delta = max(math.Abs(float64(v))*0x1p-11, 0x1p-25)
			}
			require.InDeltaf(t, v, got.Tensors[i].Data[k], delta, "%s %d", want.Name, k)
		}
	}
}

func TestRoundTripI8(t *testing.T) {
	f := sample()
	f.Tensors = append(f.Tensors, random(64, 9))
	got := roundTrip(t, f, I8)
	require.Len(t, got.Tensors, len(f.Tensors), "the scales are gone")
	for i, want := range f.Tensors {
		require.Equal(t, want.Name, got.Tensors[i].Name)
		require.Equal(t, want.Shape, got.Tensors[i].Shape)
		if len(want.Shape) < 2 {
			require.Equal(t, want.Data, got.Tensors[i].Data)
			continue
		}
		channels := want.Shape[0]
		scales := channelScales(want.Data, channels)
		for o := range channels {
			for k, v := range row(want.Data, channels, o) {
				require.InDeltaf(t, v, row(got.Tensors[i].Data, channels, o)[k], float64(scales[o])*0.5001, "%s %d", want.Name, k)
			}
		}
	}
}

func TestEncodeAlignsData(t *testing.T) {
	f := &File{Tensors: []*Tensor{
		{Name: "odd", Shape: []int{1, 3}, Data: []float32{1, 2, 3}},
		{Name: "bias", Shape: []int{1}, Data: []float32{1}},
	}}
	for _, dtype := range []DType{F16, I8} {
		data, err := f.Encode(dtype)
		require.NoError(t, err)
		header, _, err := split(data)
		require.NoError(t, err)
		_, entries, err := parseHeader(header)
		require.NoError(t, err)
		for _, e := range entries {
			assert.Zerof(t, (8+int64(len(header))+e.begin)%e.dtype.size(), "%s as %s", e.name, dtype)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	one := func(name string, shape []int, data ...float32) *File {
		return &File{Tensors: []*Tensor{{Name: name, Shape: shape, Data: data}}}
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	two := one("a", []int{1}, 1)
	two.Tensors = append(two.Tensors, two.Tensors[0])
	clash := one("a", []int{1, 1}, 1)
	clash.Tensors = append(clash.Tensors, &Tensor{Name: "a.scale", Shape: []int{1}, Data: []float32{1}})

	for name, c := range map[string]struct {
		file  *File
		dtype DType
		want  []string
	}{
		"unknown dtype":          {one("a", []int{1}, 1), "F8", []string{`"F8"`, "choose f32, f16 or i8"}},
		"beyond F16":             {one("a", []int{1, 2}, 65504, 65520), F16, []string{`tensor "a"`, "element 1 is 65520", "write F32"}},
		"NaN":                    {one("a", []int{2}, 0, nan), F32, []string{`tensor "a"`, "element 1 is NaN"}},
		"infinity":               {one("a", []int{1, 1}, inf), I8, []string{`tensor "a"`, "element 0 is +Inf"}},
		"negative variance":      {one("bn.running_var", []int{1}, -1), F32, []string{`"bn.running_var"`, "never negative"}},
		"too few values":         {one("a", []int{2}, 1), F32, []string{`tensor "a"`, "2 elements", "1 values"}},
		"negative dimensions":    {one("a", []int{-1, -1}, 1), F32, []string{`tensor "a"`, "dimension -1"}},
		"no name":                {one("", []int{1}, 1), F32, []string{`""`, "cannot name a tensor"}},
		"the name of metadata":   {one("__metadata__", []int{1}, 1), F32, []string{"cannot name a tensor"}},
		"a name that is no text": {one("\xff", []int{1}, 1), F32, []string{`"\xff"`, "invalid UTF-8"}},
		"twice the same name":    {two, F32, []string{`two tensors "a"`}},
		"a scale in the way":     {clash, I8, []string{`two tensors "a.scale"`}},
		"metadata that is no text": {
			&File{Metadata: map[string]string{"k": "\xff"}}, F32, []string{`metadata "k"`, "invalid UTF-8"}},
		"metadata beyond the header's limit": {
			&File{Metadata: map[string]string{"k": strings.Repeat("x", maxHeader)}}, F32, []string{"limit", "shorten"}},
	} {
		t.Run(name, func(t *testing.T) {
			data, err := c.file.Encode(c.dtype)
			require.Error(t, err)
			assert.Nil(t, data)
			for _, want := range c.want {
				assert.ErrorContains(t, err, want)
			}
			path := filepath.Join(t.TempDir(), "out")
			err = c.file.WriteFile(path, c.dtype)
			assert.ErrorContains(t, err, path)
			assert.NoFileExists(t, path)
		})
	}
}

func TestEncodeLeavesTheFileAlone(t *testing.T) {
	f, want := sample(), sample()
	for _, dtype := range []DType{F32, F16, I8} {
		roundTrip(t, f, dtype)
		require.Equal(t, want, f)
	}
}

func roundTrip(t *testing.T, f *File, dtype DType) *File {
	t.Helper()
	data, err := f.Encode(dtype)
	require.NoError(t, err)
	got, err := Decode(data)
	require.NoError(t, err)
	return got
}
