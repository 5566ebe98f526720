package weights

import (
	"encoding/json/jsontext"
	"encoding/json/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// jsonTexts are valid and invalid, by what they exercise.
var jsonTexts = []string{
	"", " ", "\x00", "null", "true", "false", "nul", "truefalse", "[]\x00", " [ ] ", "\v[]",
	`{}`, `{"a":1,"b":[{},[]]}`, `{"a":1,}`, `{,}`, `{"a"}`, `{"a":}`, `{"a" 1}`, `{a:1}`, `{"a":1,"a":2}`, `{"a":{"a":1}}`, `{"a":1,"\u0061":2}`,
	`[1,2]`, `[1,]`, `[,1]`, `[1 2]`, `[1`, `[`, `]`, `[[[[]]]]`, `[1}`,
	`0`, `-0`, `01`, `-`, `+1`, `1.`, `.5`, `1.5e-3`, `1e`, `1E+10`, `1e5.5`, `0x10`, `1_000`, `NaN`, `123456789012345678901234567890`,
	`"plain"`, `"ключ 🔑"`, `"\"\\\/\b\f\n\r\t"`, `"\u00e9\u20AC"`, `"\ud83d\udd11"`, `"\ud83d"`, `"\udd11\ud83d"`, `"\ud83dx"`, `"\ud83d\u0041"`,
	`"\u12"`, `"\u+123"`, `"\x41"`, `"\`, `"open`, "\"\n\"", "\"\xff\"", "\"\xed\xa0\x80\"", "\"\x7f\"", `""`,
	`1 2`, `"a" "b"`, `{} []`,
}

// agree requires that parseJSON takes what package jsontext takes.
func agree(t *testing.T, text string) {
	t.Helper()
	err := parseJSON(text, func(r *jsonReader) error { return r.skip(0) })
	if err != nil && strings.Contains(err.Error(), "nested too deeply") {
		return
	}
	require.Equal(t, jsontext.Value(text).IsValid(), err == nil, "%q: %v", text, err)

	var got, want string
	err = parseJSON(text, func(r *jsonReader) (err error) {
		got, err = r.string()
		return err
	})
	require.Equal(t, json.Unmarshal([]byte(text), &want) == nil && strings.Contains(text, `"`), err == nil, "%q: %v", text, err)
	if err == nil {
		require.Equal(t, want, got, "%q", text)
	}
}

func TestJSONAgreesWithPackageJSON(t *testing.T) {
	for _, text := range jsonTexts {
		agree(t, text)
	}
}

func FuzzJSON(f *testing.F) {
	for _, text := range jsonTexts {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { agree(t, text) })
}

func TestJSONNesting(t *testing.T) {
	nested := func(depth int) error {
		text := strings.Repeat("[", depth) + strings.Repeat("]", depth)
		return parseJSON(text, func(r *jsonReader) error { return r.skip(0) })
	}
	assert.NoError(t, nested(maxDepth))
	assert.ErrorContains(t, nested(1<<20), "nested too deeply")
}

func TestAppendQuoted(t *testing.T) {
	var all strings.Builder
	for c := range rune(0x100) {
		all.WriteRune(c)
	}
	for _, want := range []string{"", `"\`, all.String(), "ключ 🔑"} {
		quoted, err := appendQuoted([]byte("x"), want)
		require.NoError(t, err)
		var got string
		require.NoError(t, json.Unmarshal(quoted[1:], &got))
		assert.Equal(t, want, got)
	}
	_, err := appendQuoted(nil, "\xff")
	assert.ErrorContains(t, err, "invalid UTF-8")
}
