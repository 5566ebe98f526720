package weights

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestPrecision(t *testing.T) {
	f := sample()
	f.Tensors = append(f.Tensors, random(64, 64))
	for _, want := range []DType{F32, F16, I8} {
		data, err := f.Encode(want)
		require.NoError(t, err)
		got, err := Precision(data)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	empty, err := new(File).Encode(F32)
	require.NoError(t, err)
	got, err := Precision(empty)
	require.NoError(t, err)
	assert.Empty(t, got)
}

func TestWithMetadataLeavesTensorsAlone(t *testing.T) {
	f := sample()
	f.Tensors = append(f.Tensors, random(5, 9))
	for _, dtype := range []DType{F32, F16, I8} {
		f.Metadata = map[string]string{"a": "1"}
		data, err := f.Encode(dtype)
		require.NoError(t, err)
		f.Metadata = map[string]string{"b": "a longer text", "c": ""}
		want, err := f.Encode(dtype)
		require.NoError(t, err)
		got, err := WithMetadata(data, f.Metadata)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestStoredRefuses(t *testing.T) {
	data, err := sample().Encode(F32)
	require.NoError(t, err)
	for _, bad := range [][]byte{nil, []byte("not weights at all"), data[:len(data)-1], append(data, 0)} {
		_, err := Precision(bad)
		assert.ErrorContains(t, err, "look into safetensors: ")
		_, err = WithMetadata(bad, nil)
		assert.ErrorContains(t, err, "change the metadata of safetensors: ")
	}
	_, err = WithMetadata(data, map[string]string{"k": "\xff"})
	assert.ErrorContains(t, err, "invalid UTF-8")
}
