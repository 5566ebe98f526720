package weights

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The JSON of weight files, read without package jsontext, with which the web
// page would be a tenth larger to download. It is as strict as RFC 7493
// (I-JSON): UTF-8, whole surrogate pairs, no name twice in an object.

// maxDepth bounds the nesting of values that are only checked.
const maxDepth = 100

// jsonReader is a place in a JSON text. Its methods leave it after what they
// read, or anywhere if they fail.
type jsonReader struct {
	text string
	pos  int
}

// parseJSON reads the whole of text with read.
func parseJSON(text string, read func(*jsonReader) error) error {
	r := &jsonReader{text: text}
	if r.peek(); r.pos == len(text) {
		return errors.New("there is no JSON value")
	}
	if err := read(r); err != nil {
		return err
	}
	if kind(r.peek()) != "" {
		return errors.New("there is a second JSON value")
	}
	if r.pos < len(r.text) {
		return r.unexpected()
	}
	return nil
}

// object reads an object and calls member for each name, with r at its value.
func (r *jsonReader) object(member func(name string) error) error {
	seen := make(map[string]bool)
	return r.list('{', '}', func() error {
		name, err := r.string()
		if err != nil {
			return err
		}
		if seen[name] {
			return errors.New("the name " + quote(name) + " occurs twice")
		}
		seen[name] = true
		if r.peek() != ':' {
			return r.unexpected()
		}
		r.pos++
		return member(name)
	})
}

// array reads an array and calls element with r at each element.
func (r *jsonReader) array(element func() error) error {
	return r.list('[', ']', element)
}

// list reads what stands between two brackets, separated by commas.
func (r *jsonReader) list(open, closing byte, item func() error) error {
	if err := r.expect(open); err != nil {
		return err
	}
	r.pos++
	if r.peek() == closing {
		r.pos++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		switch r.peek() {
		case closing:
			r.pos++
			return nil
		case ',':
			r.pos++
		default:
			return r.unexpected()
		}
	}
}

// string reads a string.
func (r *jsonReader) string() (string, error) {
	if err := r.expect('"'); err != nil {
		return "", err
	}
	r.pos++
	var unescaped strings.Builder
	for start := r.pos; r.pos < len(r.text); {
		switch c := r.text[r.pos]; {
		case c == '"':
			part := r.text[start:r.pos]
			r.pos++
			if unescaped.Len() == 0 {
				return part, nil
			}
			unescaped.WriteString(part)
			return unescaped.String(), nil
		case c == '\\':
			unescaped.WriteString(r.text[start:r.pos])
			char, err := r.escape()
			if err != nil {
				return "", err
			}
			unescaped.WriteRune(char)
			start = r.pos
		case c < ' ':
			return "", r.unexpected()
		default:
			char, size := utf8.DecodeRuneInString(r.text[r.pos:])
			if char == utf8.RuneError && size == 1 {
				return "", r.invalid("invalid UTF-8")
			}
			r.pos += size
		}
	}
	return "", r.unexpected()
}

// escape reads an escape sequence.
func (r *jsonReader) escape() (rune, error) {
	if r.pos+1 >= len(r.text) {
		r.pos = len(r.text)
		return 0, r.unexpected()
	}
	const letters, meanings = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if i := strings.IndexByte(letters, r.text[r.pos+1]); i >= 0 {
		r.pos += 2
		return rune(meanings[i]), nil
	}
	char, ok := r.unit()
	if !ok {
		return 0, r.invalid("invalid escape sequence")
	}
	if utf16.IsSurrogate(char) {
		low, _ := r.unit()
		if char = utf16.DecodeRune(char, low); char == utf8.RuneError {
			return 0, r.invalid("half a surrogate pair")
		}
	}
	return char, nil
}

// unit reads \u and four hexadecimal digits, if they are there.
func (r *jsonReader) unit() (rune, bool) {
	hex, ok := strings.CutPrefix(r.text[r.pos:], `\u`)
	if !ok || len(hex) < 4 {
		return 0, false
	}
	unit, err := strconv.ParseUint(hex[:4], 16, 16)
	if err != nil {
		return 0, false
	}
	r.pos += 6
	return rune(unit), true
}

// integer reads a number without fraction or exponent.
func (r *jsonReader) integer() (int64, error) {
	text, err := r.number()
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, errors.New(quote(text) + " is not an integer of 64 bits")
	}
	return n, nil
}

func (r *jsonReader) float() (float32, error) {
	text, err := r.number()
	if err != nil {
		return 0, err
	}
	v, err := strconv.ParseFloat(text, 32)
	if err != nil {
		return 0, errors.New(quote(text) + " does not fit in a float32")
	}
	return float32(v), nil
}

// number returns the text of a number.
func (r *jsonReader) number() (string, error) {
	if err := r.expect('0'); err != nil {
		return "", err
	}
	start := r.pos
	r.accept("-")
	if !r.accept("0") && r.digits() == 0 {
		return "", r.unexpected()
	}
	if r.accept(".") && r.digits() == 0 {
		return "", r.unexpected()
	}
	if r.accept("eE") {
		r.accept("+-")
		if r.digits() == 0 {
			return "", r.unexpected()
		}
	}
	return r.text[start:r.pos], nil
}

// accept passes one of these characters, if it comes next.
func (r *jsonReader) accept(chars string) bool {
	ok := r.pos < len(r.text) && strings.IndexByte(chars, r.text[r.pos]) >= 0
	if ok {
		r.pos++
	}
	return ok
}

// digits passes digits and counts them.
func (r *jsonReader) digits() (n int) {
	for r.accept("0123456789") {
		n++
	}
	return n
}

// skip reads any value.
func (r *jsonReader) skip(depth int) error {
	if depth > maxDepth {
		return errors.New("JSON is nested too deeply")
	}
	inner := func() error { return r.skip(depth + 1) }
	var err error
	switch kind(r.peek()) {
	case "{":
		return r.object(func(string) error { return inner() })
	case "[":
		return r.array(inner)
	case "string":
		_, err = r.string()
	case "number":
		_, err = r.number()
	default:
		for _, word := range []string{"true", "false", "null"} {
			if strings.HasPrefix(r.text[r.pos:], word) {
				r.pos += len(word)
				return nil
			}
		}
		return r.unexpected()
	}
	return err
}

// peek passes white space and returns the character after it, 0 at the end.
func (r *jsonReader) peek() byte {
	for r.accept(" \t\n\r") {
	}
	if r.pos == len(r.text) {
		return 0
	}
	return r.text[r.pos]
}

// expect checks that the next value is of the kind that begins with first.
func (r *jsonReader) expect(first byte) error {
	want, got := kind(first), kind(r.peek())
	switch got {
	case want:
		return nil
	case "":
		return r.unexpected()
	}
	return errors.New("JSON has a " + got + " where a " + want + " belongs")
}

// kind names the values that begin with c; it is "" if there are none.
func kind(c byte) string {
	switch c {
	case '{', '[':
		return string(c)
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	if c == '-' || '0' <= c && c <= '9' {
		return "number"
	}
	return ""
}

// unexpected is the error for what stands at r.
func (r *jsonReader) unexpected() error {
	if r.pos >= len(r.text) {
		return r.invalid("unexpected EOF")
	}
	return r.invalid("unexpected character " + strconv.QuoteRune(rune(r.text[r.pos])))
}

func (r *jsonReader) invalid(why string) error {
	return errors.New("invalid JSON at byte " + decimal(r.pos) + ": " + why)
}

// appendQuoted appends s as a JSON string, which it has to be UTF-8 for.
func appendQuoted(dst []byte, s string) ([]byte, error) {
	if !utf8.ValidString(s) {
		return nil, errors.New("invalid UTF-8")
	}
	dst = append(dst, '"')
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"'), nil
}
