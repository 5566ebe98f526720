package card

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// percent writes a fraction as "91.33 %", and NaN or nil, for nothing to
// measure, as a dash.
func percent(v any) string {
	switch p := v.(type) {
	case float32:
		return percent(float64(p))
	case float64:
		if !math.IsNaN(p) {
			return fmt.Sprintf("%.2f %%", 100*p)
		}
	case *float64:
		if p != nil {
			return percent(*p)
		}
	}
	return "–"
}

// points writes the change of a fraction in percentage points.
func points(now, before float64) string {
	return signedZero(fmt.Sprintf("%+.2f", 100*(now-before))) + " points"
}

// signed writes the change of a loss.
func signed(now, before float64) string { return signedZero(fmt.Sprintf("%+.4f", now-before)) }

// signedZero gives what rounds to nothing no sign.
func signedZero(s string) string {
	if strings.Trim(s, "+-0.") == "" {
		return s[1:]
	}
	return s
}

// decimals writes a loss; nil, which was not measured, is a dash.
func decimals(v any) string {
	switch v := v.(type) {
	case float64:
		return fmt.Sprintf("%.4f", v)
	case *float64:
		if v != nil {
			return fmt.Sprintf("%.4f", *v)
		}
	}
	return "–"
}

func rate(v float64) string { return strconv.FormatFloat(v, 'g', 4, 64) }

// group writes 1234567 as "1,234,567".
func group(v any) string {
	s := fmt.Sprint(v)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func duration(seconds float64) string {
	return (time.Duration(math.Round(seconds)) * time.Second).String()
}

func rgb(v [3]float32) string {
	parts := make([]string, len(v))
	for i, x := range v {
		parts[i] = strconv.FormatFloat(float64(x), 'f', 4, 32)
	}
	return strings.Join(parts, ", ")
}

// cell makes Markdown of a name: nothing in it means anything, and it stays on
// its line.
func cell(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case strings.ContainsRune("\\`*_[]<>|~&$", r):
			b.WriteByte('\\')
			b.WriteRune(r)
		case strconv.IsPrint(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// list joins names.
func list(names []string) string {
	cells := make([]string, len(names))
	for i, name := range names {
		cells[i] = cell(name)
	}
	return strings.Join(cells, ", ")
}

// indent makes a block of code of a text, whatever is in it.
func indent(text string) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	for i, line := range lines {
		if line != "" {
			lines[i] = "    " + line
		}
	}
	return strings.Join(lines, "\n")
}
