package drawing

import (
	"bufio"
	"bytes"
	"encoding/json/v2"
	"errors"
	"fmt"
	"io"
	"math"
)

// Bounds on one drawing. The wordiest of Quick, Draw! has some thousand points.
const (
	maxLine   = 1 << 20 // bytes
	maxPoints = 4096
	maxCoord  = 1e6
)

// strokeTolerance is what strokes may lose on reading, in drawing sizes: about
// what Quick, Draw!'s simplified files have lost already.
const strokeTolerance = 1.0 / 256

// ReadStrokes reads all drawings of r, one JSON object a line as Quick, Draw!
// has them: the member "drawing" is a list of strokes, each a list of the x and
// a list of the y of its points, and a list of times that is not read. It calls
// yield for each, with the number of its line from 1; an error of yield ends
// reading. Empty lines don't count.
func ReadStrokes(r io.Reader, yield func(line int, d Drawing) error) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	n, found := 0, false
	for lines.Scan() {
		n++
		if len(bytes.TrimSpace(lines.Bytes())) == 0 {
			continue
		}
		found = true
		d, err := parseStrokes(lines.Bytes())
		if err == nil {
			err = yield(n, d)
		}
		if err != nil {
			return fmt.Errorf("line %d: %w", n, err)
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		return fmt.Errorf("line %d: it is longer than %d bytes: put one drawing on each line", n+1, maxLine)
	case err != nil:
		return fmt.Errorf("line %d: %w", n+1, err)
	case !found:
		return errors.New("the file is empty: copy it again, or remove it")
	}
	return nil
}

// parseStrokes reads one line.
func parseStrokes(line []byte) (Drawing, error) {
	var object struct {
		Drawing [][][]float64 `json:"drawing"`
	}
	if err := json.Unmarshal(line, &object); err != nil {
		return Drawing{}, fmt.Errorf("%w: each line must be a JSON object like {\"drawing\":[[[x,…],[y,…]],…]}", err)
	}
	if len(object.Drawing) == 0 {
		return Drawing{}, errors.New(`it has no stroke in "drawing": remove the line`)
	}
	var d Drawing
	points := 0
	for i, lists := range object.Drawing {
		if len(lists) < 2 || len(lists[0]) != len(lists[1]) || len(lists[0]) == 0 {
			return Drawing{}, fmt.Errorf("stroke %d is not a list of x and an equally long list of y: repair or remove the line", i+1)
		}
		if points += len(lists[0]); points > maxPoints {
			return Drawing{}, fmt.Errorf("it has more than %d points: simplify or remove it", maxPoints)
		}
		stroke := make(Stroke, len(lists[0]))
		for k, x := range lists[0] {
			y := lists[1][k]
			if math.Abs(x) > maxCoord || math.Abs(y) > maxCoord {
				return Drawing{}, fmt.Errorf("stroke %d reaches to (%v, %v), outside of ±%.0f: repair or remove the line", i+1, x, y, float64(maxCoord))
			}
			stroke[k] = Point{X: float32(x), Y: float32(y)}
		}
		d.Strokes = append(d.Strokes, stroke)
	}
	fit(d.Strokes)
	for i, stroke := range d.Strokes {
		d.Strokes[i] = simplify(make(Stroke, 0, len(stroke)), stroke, strokeTolerance)
	}
	return d, nil
}
