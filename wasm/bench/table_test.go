package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTable(t *testing.T) {
	got := table{
		header: []string{"network", "ms"},
		words:  1,
		rows:   [][]string{{"resnet20", "1.25"}, {"–", "10.50"}},
	}.String()
	require.Equal(t, ""+
		"| network  |    ms |\n"+
		"| -------- | ----: |\n"+
		"| resnet20 |  1.25 |\n"+
		"| –        | 10.50 |\n", got)
}
