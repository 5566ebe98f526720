package main

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// table is a Markdown table.
type table struct {
	header []string
	rows   [][]string
	words  int // leading columns that are words; the others are figures
}

func (t table) String() string {
	width := make([]int, len(t.header))
	for _, row := range append([][]string{t.header}, t.rows...) {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell), 3)
		}
	}
	var b strings.Builder
	line := func(row []string) {
		for i, cell := range row {
			if i < t.words {
				fmt.Fprintf(&b, "| %-*s ", width[i], cell)
			} else {
				fmt.Fprintf(&b, "| %*s ", width[i], cell)
			}
		}
		b.WriteString("|\n")
	}
	line(t.header)
	for i, w := range width {
		rule := strings.Repeat("-", w)
		if i >= t.words {
			rule = rule[1:] + ":"
		}
		fmt.Fprintf(&b, "| %s ", rule)
	}
	b.WriteString("|\n")
	for _, row := range t.rows {
		line(row)
	}
	return b.String()
}
