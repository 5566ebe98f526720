package dataset

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestParseSpec(t *testing.T) {
	tests := []struct {
		text string
		want spec
	}{
		{"cifar10", spec{"cifar10", "", ""}},
		{"cifar10:", spec{"cifar10", "", ""}},
		{"cifar10::test", spec{"cifar10", "", "test"}},
		{"cifar10:test", spec{"cifar10", "test", ""}},
		{"cifar100:data:train", spec{"cifar100", "data", "train"}},
		{`cifar10:C:\data`, spec{"cifar10", `C:\data`, ""}},
		{`cifar10:C:\data:test`, spec{"cifar10", `C:\data`, "test"}},
		{"cifar10:a:test:b", spec{"cifar10", "a:test:b", ""}},
		{"cifar10:a:train:test", spec{"cifar10", "a:train", "test"}},
		{"cifar10:a:test:train", spec{"cifar10", "a:test", "train"}},
		{"images:photos:test", spec{"images", "photos:test", ""}},
		{"drawings:sketches", spec{"drawings", "sketches", ""}},
		{"drawings:sketches:test", spec{"drawings", "sketches", "test"}},
	}
	for _, test := range tests {
		got, err := parseSpec(test.text)
		require.NoError(t, err, test.text)
		assert.Equal(t, test.want, got, test.text)
	}
}

func TestOpenBadSpecs(t *testing.T) {
	tests := []struct {
		spec string
		opt  Options
		text string
	}{
		{"", Options{}, `unknown kind of data ""`},
		{"mnist:dir", Options{}, `open data "mnist:dir": unknown kind of data "mnist": use cifar10:DIR`},
		{"images", Options{}, "no folder given"},
		{"images:", Options{}, "no folder given"},
		{"drawings", Options{}, "no folder given: write drawings:DIR"},
		{"drawings::test", Options{}, "no folder given: write drawings:DIR"},
		{"sketches", Options{}, "no folder given: write sketches:DIR"},
		{"drawings:.", Options{Size: -1}, "a picture size of -1"},
		{"images:.", Options{Size: -1}, "a picture size of -1"},
		{"images:.", Options{Size: 1 << 40}, "a picture size of 1099511627776"},
		{"cifar10:.", Options{DefaultSplit: "validation"}, `unknown split "validation"`},
	}
	for _, test := range tests {
		_, err := Open(t.Context(), test.spec, test.opt)
		assert.ErrorContains(t, err, test.text)
	}
}
