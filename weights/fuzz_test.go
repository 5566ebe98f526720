package weights

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzDecode: any bytes give an error, or a file that comes back the same after
// it is encoded and decoded.
func FuzzDecode(f *testing.F) {
	for _, a := range attacks {
		if len(a.data) < 64<<10 {
			f.Add(a.data)
		}
	}
	for _, dtype := range []DType{F32, F16, I8} {
		data, err := sample().Encode(dtype)
		require.NoError(f, err)
		f.Add(data)
	}
	reference, err := os.ReadFile(filepath.Join("testdata", "reference.safetensors"))
	require.NoError(f, err)
	f.Add(reference)

	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			return
		}
		first, err := Decode(data)
		if err != nil {
			require.Less(t, len(err.Error()), 2000)
			return
		}
		encoded, err := first.Encode(F32)
		require.NoError(t, err)
		second, err := Decode(encoded)
		require.NoError(t, err)
		if len(first.Metadata) == 0 {
			first.Metadata = nil // no metadata and empty metadata are stored alike
		}
		require.Equal(t, first, second)

		again, err := second.Encode(F32)
		require.NoError(t, err)
		require.Equal(t, encoded, again)
	})
}

// FuzzParseMeta: any texts give an error, or metadata that come back the same.
func FuzzParseMeta(f *testing.F) {
	f.Add("resnet20", `["cat","dog"]`, `{"size":32,"mean":[0.5,0.5,0.5],"std":[0.2,0.2,0.2]}`, `{"top1":0.9}`, "1.25", "extra")
	f.Add("", `[1]`, `{"size":1e9,"mean":[],"std":null}`, `{`, "1e-46", "classes")
	f.Fuzz(func(t *testing.T, model, classes, input, eval, temperature, extra string) {
		metadata := map[string]string{
			extra: "value", "format": Format, "model": model, "classes": classes, "input": input, "eval": eval, "temperature": temperature,
		}
		m, err := ParseMeta(metadata)
		if err != nil {
			require.True(t, strings.HasPrefix(err.Error(), "weights metadata: "), err)
			return
		}
		again, err := ParseMeta(m.Map())
		require.NoError(t, err)
		require.Equal(t, m, again)
	})
}
