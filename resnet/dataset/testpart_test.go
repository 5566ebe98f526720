package dataset

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestIsTest(t *testing.T) {
	for name, want := range map[string]bool{
		"cifar10:test": true, "cifar100:test": true, "drawings:test": true, "drawings:test (chalk)": true, "cifar10:test (held out)": true,
		"cifar10:train": false, "cifar10:train (held out)": false, "images:test": false, "images:my test": false, "made up": false,
	} {
		set := Set{Name: name}
		assert.Equal(t, want, set.IsTest(), name)
	}
}
