package weights

import (
	"errors"
	"strconv"
)

// Pieces of error messages. Package fmt would do, but with it the web page
// would be a fifth larger to download.

// at says which named thing of a file an error is about.
func at(what, name string, err error) error {
	return errors.New(what + " " + quote(name) + ": " + err.Error())
}

// quote prints a name of unknown origin, cut so that it cannot flood an error.
func quote(name string) string {
	const limit = 120
	if len(name) > limit {
		return strconv.Quote(name[:limit]) + "… (" + decimal(len(name)) + " bytes)"
	}
	return strconv.Quote(name)
}

func decimal[T int | int64 | uint64](n T) string {
	if n < 0 {
		return strconv.FormatInt(int64(n), 10)
	}
	return strconv.FormatUint(uint64(n), 10)
}

func number(v float32) string { return strconv.FormatFloat(float64(v), 'g', -1, 32) }

// FormatShape prints the shape of a tensor, such as "[64 3 3 3]".
func FormatShape(shape []int) string {
	text := "["
	for i, d := range shape {
		if i > 0 {
			text += " "
		}
		text += strconv.Itoa(d)
	}
	return text + "]"
}
