package weights

import (
	"encoding/json/jsontext"
	"errors"
	"fmt"
	"io"
	"strings"
)

// The few forms of JSON that weight files contain, read token by token. The
// decoder itself refuses duplicate names and invalid UTF-8.

// parseJSON reads the whole of text with read.
func parseJSON(text string, read func(*jsontext.Decoder) error) error {
	d := jsontext.NewDecoder(strings.NewReader(text))
	if err := read(d); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("there is no JSON value")
		}
		return err
	}
	if _, err := d.ReadToken(); err == nil {
		return errors.New("there is a second JSON value")
	} else if !errors.Is(err, io.EOF) {
		return explain(err)
	}
	return nil
}

// readObject calls member for each name, with d at the name's value.
func readObject(d *jsontext.Decoder, member func(name string) error) error {
	if _, err := readToken(d, jsontext.KindBeginObject); err != nil {
		return err
	}
	for d.PeekKind() != jsontext.KindEndObject {
		name, err := readString(d)
		if err != nil {
			return err
		}
		if err := member(name); err != nil {
			return err
		}
	}
	_, err := readToken(d, jsontext.KindEndObject)
	return err
}

// readArray calls element for each element, with d at it.
func readArray(d *jsontext.Decoder, element func() error) error {
	if _, err := readToken(d, jsontext.KindBeginArray); err != nil {
		return err
	}
	for d.PeekKind() != jsontext.KindEndArray {
		if err := element(); err != nil {
			return err
		}
	}
	_, err := readToken(d, jsontext.KindEndArray)
	return err
}

func readString(d *jsontext.Decoder) (string, error) {
	tok, err := readToken(d, jsontext.KindString)
	if err != nil {
		return "", err
	}
	return tok.String(), nil
}

func readInt(d *jsontext.Decoder) (int64, error) {
	tok, err := readToken(d, jsontext.KindNumber)
	if err != nil {
		return 0, err
	}
	n, err := tok.Int()
	if err != nil {
		return 0, fmt.Errorf("%s is not an integer of 64 bits", quote(tok.String()))
	}
	return n, nil
}

func readFloat(d *jsontext.Decoder) (float32, error) {
	tok, err := readToken(d, jsontext.KindNumber)
	if err != nil {
		return 0, err
	}
	v, err := tok.Float32()
	if err != nil {
		return 0, fmt.Errorf("%s does not fit in a float32", quote(tok.String()))
	}
	return v, nil
}

// readToken reads the next token, which must be of that kind.
func readToken(d *jsontext.Decoder, want jsontext.Kind) (jsontext.Token, error) {
	tok, err := d.ReadToken()
	if err != nil {
		return tok, explain(err)
	}
	if tok.Kind() != want {
		return tok, fmt.Errorf("JSON has a %v where a %v belongs", tok.Kind(), want)
	}
	return tok, nil
}

// explain shortens a decoder's error, which may contain names of any length.
func explain(err error) error {
	var syntax *jsontext.SyntacticError
	switch {
	case !errors.As(err, &syntax):
		return err
	case errors.Is(err, jsontext.ErrDuplicateName):
		return fmt.Errorf("the name %s occurs twice", quote(syntax.JSONPointer.LastToken()))
	}
	return fmt.Errorf("invalid JSON at byte %d: %w", syntax.ByteOffset, syntax.Err)
}
