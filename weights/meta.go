package weights

import (
	"errors"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Format is the metadata value that marks a file as canvasnet's.
const Format = "canvasnet/1"

// MaxInputSize is the largest input side that metadata may ask for, in pixels.
const MaxInputSize = 1024

// Input says how a picture becomes the network's input: Size × Size pixels, each
// channel c of R, G, B in 0…1 normalised to (c − Mean) / Std.
type Input struct {
	Size      int
	Mean, Std [3]float32
}

// Meta is the metadata of a weight file, all that a program needs beside the
// tensors to build the network and name its answers.
type Meta struct {
	Format    string   // always [Format]
	Model     string   // a name of the zoo, such as "resnet20"
	Classes   []string // the label of each output, in order
	Input     Input
	Recipe    string // how it was trained
	Command   string // the command line that trained it; may be empty
	TrainedOn string // on what data
	Eval      string // its measured accuracy, the JSON that `resnet eval -json` prints; may be empty
	// Temperature is what logits are divided by for their softmax to give
	// probabilities that mean something; 0 if nobody has fitted it.
	Temperature float32
	// SureAbove is the least probability with which an answer is worth giving:
	// scribbles rarely reach it. 0 if nobody has fitted it.
	SureAbove float32
	Extra     map[string]string // keys of other programs; nil if none
}

// metaKeys are the keys of Meta's own fields.
var metaKeys = []string{"format", "model", "classes", "input", "recipe", "command", "trained_on", "eval", "temperature", "sure_above"}

// ParseMeta reads and checks the metadata of a file.
func ParseMeta(metadata map[string]string) (Meta, error) {
	m := Meta{
		Format:    metadata["format"],
		Model:     metadata["model"],
		Recipe:    metadata["recipe"],
		Command:   metadata["command"],
		TrainedOn: metadata["trained_on"],
		Eval:      metadata["eval"],
	}
	if m.Format != Format {
		return Meta{}, errors.New("weights metadata: format is " + quote(m.Format) + ", want " + quote(Format) + ": convert the file with `resnet import`")
	}
	var err error
	if m.Classes, err = parseClasses(metadata["classes"]); err != nil {
		return Meta{}, exportAgain("classes: ", err)
	}
	if m.Input, err = parseInput(metadata["input"]); err != nil {
		return Meta{}, exportAgain("input: ", err)
	}
	for _, n := range m.numbers() {
		text, ok := metadata[n.key]
		if !ok {
			continue
		}
		if *n.value, err = parseNumber(text); err == nil {
			err = n.check(*n.value)
		}
		if err != nil {
			return Meta{}, exportAgain(n.key+": ", err)
		}
	}
	extra := maps.Clone(metadata)
	maps.DeleteFunc(extra, func(key, _ string) bool { return slices.Contains(metaKeys, key) })
	if len(extra) > 0 {
		m.Extra = extra
	}
	if err := m.Validate(); err != nil {
		return Meta{}, err
	}
	return m, nil
}

// Validate reports what keeps m from describing a network. [ParseMeta] has
// called it; call it before writing metadata that were put together by hand.
func (m Meta) Validate() error {
	if err := m.validate(); err != nil {
		return exportAgain("", err)
	}
	return nil
}

// exportAgain says what to do about metadata that are wrong.
func exportAgain(where string, err error) error {
	return errors.New("weights metadata: " + where + err.Error() + "; export the file again")
}

func (m Meta) validate() error {
	if m.Format != Format {
		return errors.New("format is " + quote(m.Format) + ", want " + quote(Format))
	}
	if m.Model == "" {
		return errors.New("model is missing or empty")
	}
	if len(m.Classes) == 0 {
		return errors.New("classes are missing or empty")
	}
	seen := make(map[string]int, len(m.Classes))
	for i, class := range m.Classes {
		if class == "" {
			return errors.New("class " + decimal(i) + " has no name")
		}
		if !utf8.ValidString(class) {
			return errors.New("class " + decimal(i) + " is not UTF-8")
		}
		if first, ok := seen[class]; ok {
			return errors.New("classes " + decimal(first) + " and " + decimal(i) + " are both named " + quote(class))
		}
		seen[class] = i
	}
	if m.Eval != "" {
		if err := parseJSON(m.Eval, func(r *jsonReader) error { return r.skip(0) }); err != nil {
			return errors.New("eval is not valid JSON: " + err.Error())
		}
	}
	for _, n := range m.numbers() {
		if *n.value == 0 {
			continue
		}
		if err := n.check(*n.value); err != nil {
			return errors.New(n.key + ": " + err.Error())
		}
	}
	return m.Input.validate()
}

func (in Input) validate() error {
	if in.Size < 1 || in.Size > MaxInputSize {
		return errors.New("input size is " + decimal(in.Size) + ", want 1…" + decimal(MaxInputSize) + " pixels")
	}
	for c := range 3 {
		mean, std := float64(in.Mean[c]), float64(in.Std[c])
		if math.IsNaN(mean) || math.IsInf(mean, 0) {
			return errors.New("input mean " + decimal(c) + " is " + number(in.Mean[c]) + ", want a finite number")
		}
		if !(std > 0) || math.IsInf(std, 0) {
			return errors.New("input std " + decimal(c) + " is " + number(in.Std[c]) + ", want a finite number above 0")
		}
	}
	return nil
}

// Map returns m as the metadata of a [File]. Empty texts are left out, and Extra
// never stands in for a field.
func (m Meta) Map() map[string]string {
	metadata := map[string]string{
		"format":     m.Format,
		"model":      m.Model,
		"classes":    formatClasses(m.Classes),
		"input":      formatInput(m.Input),
		"recipe":     m.Recipe,
		"command":    m.Command,
		"trained_on": m.TrainedOn,
		"eval":       m.Eval,
	}
	maps.DeleteFunc(metadata, func(_, value string) bool { return value == "" })
	for _, n := range m.numbers() {
		if *n.value != 0 {
			metadata[n.key] = number(*n.value)
		}
	}
	for key, value := range m.Extra {
		if !slices.Contains(metaKeys, key) {
			metadata[key] = value
		}
	}
	return metadata
}

func parseClasses(text string) ([]string, error) {
	var classes []string
	err := parseJSON(text, func(r *jsonReader) error {
		return r.array(func() error {
			class, err := r.string()
			classes = append(classes, class)
			return err
		})
	})
	return classes, err
}

func formatClasses(classes []string) string {
	dst := []byte{'['}
	for i, class := range classes {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst, _ = appendQuoted(dst, strings.ToValidUTF8(class, "\ufffd")) // which validate refuses
	}
	return string(append(dst, ']'))
}

func parseInput(text string) (Input, error) {
	var in Input
	err := parseJSON(text, func(r *jsonReader) error {
		return r.object(func(field string) error {
			var err error
			switch field {
			case "size":
				var size int64
				size, err = r.integer()
				in.Size = int(size)
			case "mean":
				in.Mean, err = readRGB(r)
			case "std":
				in.Std, err = readRGB(r)
			default:
				return errors.New("unknown field " + quote(field))
			}
			if err != nil {
				return errors.New(field + ": " + err.Error())
			}
			return nil
		})
	})
	return in, err
}

// readRGB reads an array of three numbers.
func readRGB(r *jsonReader) ([3]float32, error) {
	var values []float32
	err := r.array(func() error {
		v, err := r.float()
		values = append(values, v)
		return err
	})
	if err == nil && len(values) != 3 {
		err = errors.New(decimal(len(values)) + " numbers, want one each for R, G and B")
	}
	if err != nil {
		return [3]float32{}, err
	}
	return [3]float32(values), nil
}

func formatInput(in Input) string {
	return `{"size":` + decimal(in.Size) + `,"mean":` + formatRGB(in.Mean) + `,"std":` + formatRGB(in.Std) + `}`
}

func formatRGB(values [3]float32) string {
	dst := []byte{'['}
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = strconv.AppendFloat(dst, float64(v), 'g', -1, 32)
	}
	return string(append(dst, ']'))
}

// optional is a number of the metadata, 0 where it is missing.
type optional struct {
	key   string
	value *float32
	check func(float32) error
}

func (m *Meta) numbers() []optional {
	return []optional{
		{"temperature", &m.Temperature, checkPositive},
		{"sure_above", &m.SureAbove, checkShare},
	}
}

// parseNumber reads a number as JSON writes it.
func parseNumber(text string) (v float32, err error) {
	err = parseJSON(text, func(r *jsonReader) error {
		v, err = r.float()
		return err
	})
	return v, err
}

func checkPositive(v float32) error {
	if !(v > 0) || math.IsInf(float64(v), 0) {
		return errors.New(number(v) + " is not a finite number above 0")
	}
	return nil
}

func checkShare(v float32) error {
	if !(v > 0 && v < 1) {
		return errors.New(number(v) + " is not between 0 and 1")
	}
	return nil
}
