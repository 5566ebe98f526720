package weights

import (
	"maps"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func sampleMeta() Meta {
	return Meta{
		Format:    Format,
		Model:     "resnet20",
		Classes:   []string{"cat", `"dog"`, "крот"},
		Input:     Input{Size: 32, Mean: [3]float32{0.4914, 0.4822, -1e-9}, Std: [3]float32{0.247, 0.2435, 1e20}},
		Recipe:    "epochs = 200",
		Command:   "resnet train -model resnet20",
		TrainedOn: "CIFAR-10",
		Eval:      `{"top1":0.915}`,

		Temperature: 1.375,
		SureAbove:   0.5,
		Extra:       map[string]string{"note": "kept"},
	}
}

func TestMetaMap(t *testing.T) {
	assert.Equal(t, map[string]string{
		"format":      "canvasnet/1",
		"model":       "resnet20",
		"classes":     `["cat","\"dog\"","крот"]`,
		"input":       `{"size":32,"mean":[0.4914,0.4822,-1e-09],"std":[0.247,0.2435,1e+20]}`,
		"recipe":      "epochs = 200",
		"command":     "resnet train -model resnet20",
		"trained_on":  "CIFAR-10",
		"eval":        `{"top1":0.915}`,
		"temperature": "1.375",
		"sure_above":  "0.5",
		"note":        "kept",
	}, sampleMeta().Map())
}

func TestMetaRoundTrip(t *testing.T) {
	full := sampleMeta()
	bare := Meta{Format: Format, Model: "m", Classes: []string{"only"}, Input: full.Input}
	for _, want := range []Meta{full, bare} {
		got, err := ParseMeta(want.Map())
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
}

func TestMetaExtraStandsInForNoField(t *testing.T) {
	m := sampleMeta()
	m.Recipe = ""
	m.Extra = map[string]string{"recipe": "false", "model": "false"}
	metadata := m.Map()
	assert.Equal(t, "resnet20", metadata["model"])
	assert.NotContains(t, metadata, "recipe")
}

func TestParseMetaRefuses(t *testing.T) {
	const rgb = `"mean":[0,0,0],"std":[1,1,1]`
	for _, c := range []struct{ key, value, want string }{
		{"format", "", `format is "", want "canvasnet/1"`},
		{"format", "pt", `format is "pt"`},
		{"format", "canvasnet/2", `format is "canvasnet/2"`},
		{"model", "", "model is missing"},
		{"classes", "", "classes: there is no JSON value"},
		{"classes", "cat", "classes: invalid JSON at byte"},
		{"classes", `{}`, "classes: JSON has a {"},
		{"classes", `["a",1]`, "classes: JSON has a number"},
		{"classes", `["a"`, "classes: invalid JSON at byte"},
		{"classes", `["a"]["b"]`, "classes: there is a second JSON value"},
		{"classes", `["a"]]`, "classes: invalid JSON at byte"},
		{"classes", "[\"\xff\"]", "classes: invalid JSON at byte"},
		{"classes", `[]`, "classes are missing or empty"},
		{"classes", `["a","b","a"]`, `classes 0 and 2 are both named "a"`},
		{"classes", `["a",""]`, "class 1 has no name"},
		{"input", "", "input: there is no JSON value"},
		{"input", `[32]`, "input: JSON has a ["},
		{"input", `{` + rgb + `}`, "input size is 0, want 1…1024"},
		{"input", `{"size":1025,` + rgb + `}`, "input size is 1025"},
		{"input", `{"size":-1,` + rgb + `}`, "input size is -1"},
		{"input", `{"size":1.5,` + rgb + `}`, `size: "1.5" is not an integer`},
		{"input", `{"size":1,"size":1,` + rgb + `}`, `the name "size" occurs twice`},
		{"input", `{"size":1,"mean":[0,0],"std":[1,1,1]}`, "mean: 2 numbers"},
		{"input", `{"size":1,"mean":[0,0,0,0],"std":[1,1,1]}`, "mean: 4 numbers"},
		{"input", `{"size":1,"mean":[0,0,1e39],"std":[1,1,1]}`, `mean: "1e39" does not fit`},
		{"input", `{"size":1,"mean":[0,0,"NaN"],"std":[1,1,1]}`, "mean: JSON has a string"},
		{"input", `{"size":1,"mean":[0,0,0]}`, "std 0 is 0"},
		{"input", `{"size":1,"mean":[0,0,0],"std":[1,1,-1]}`, "std 2 is -1"},
		{"input", `{"size":1,"mean":[0,0,0],"std":[1,1e-99,1]}`, "std 1 is 0"},
		{"input", `{"size":1,` + rgb + `,"gamma":2}`, `unknown field "gamma"`},
		{"eval", `{"top1":`, "eval is not valid JSON"},
		{"eval", `{} {}`, "eval is not valid JSON"},
		{"temperature", "", "temperature: there is no JSON value"},
		{"temperature", "warm", "temperature: invalid JSON"},
		{"temperature", `"1"`, "temperature: JSON has a string"},
		{"temperature", "0", "temperature: 0 is not a finite number above 0"},
		{"temperature", "-1.5", "temperature: -1.5 is not"},
		{"temperature", "1e-99", "temperature: 0 is not"},
		{"temperature", "1e39", "temperature: \"1e39\" does not fit"},
		{"temperature", "NaN", "temperature: invalid JSON"},
		{"temperature", "0x1p-2", "temperature: invalid JSON"},
		{"sure_above", "0", "sure_above: 0 is not between 0 and 1"},
		{"sure_above", "1", "sure_above: 1 is not"},
		{"sure_above", "half", "sure_above: invalid JSON"},
		{"temperature", "1 2", "temperature: there is a second JSON value"},
	} {
		metadata := maps.Clone(sampleMeta().Map())
		metadata[c.key] = c.value
		m, err := ParseMeta(metadata)
		require.ErrorContains(t, err, c.want, "%s = %s", c.key, c.value)
		assert.ErrorContains(t, err, "weights metadata: ")
		assert.Zero(t, m)

		delete(metadata, c.key)
		_, err = ParseMeta(metadata)
		assert.Equal(t, slices.Contains([]string{"eval", "temperature", "sure_above"}, c.key), err == nil, "without %s", c.key)
	}
	_, err := ParseMeta(nil)
	assert.ErrorContains(t, err, "format")
}

func TestMetaValidate(t *testing.T) {
	require.NoError(t, sampleMeta().Validate())
	for name, spoil := range map[string]func(*Meta){
		"format":        func(m *Meta) { m.Format = "" },
		"not UTF-8":     func(m *Meta) { m.Classes[0] = "\xff" },
		"mean 1 is NaN": func(m *Meta) { m.Input.Mean[1] = float32(math.NaN()) },
		"std 2 is NaN":  func(m *Meta) { m.Input.Std[2] = float32(math.NaN()) },
		"std 0 is +Inf": func(m *Meta) { m.Input.Std[0] = float32(math.Inf(1)) },

		"sure_above: NaN is not":   func(m *Meta) { m.SureAbove = float32(math.NaN()) },
		"temperature: -1 is not":   func(m *Meta) { m.Temperature = -1 },
		"temperature: NaN is not":  func(m *Meta) { m.Temperature = float32(math.NaN()) },
		"temperature: +Inf is not": func(m *Meta) { m.Temperature = float32(math.Inf(1)) },
	} {
		m := sampleMeta()
		spoil(&m)
		assert.ErrorContains(t, m.Validate(), name)
	}
}
