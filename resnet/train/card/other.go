package card

import (
	"strings"

	"canvasnet/resnet/train"
)

// Other is how the shipped file does on other data than that of its kind, such
// as drawings.
type Other struct {
	Score     *train.Evaluation // of the data as it usually comes
	Confusion [][]int           // of that, as in Facts
	Styles    []Style           // of the data shown in other ways; may be empty
}

// Style is a way to show data, and how the network does on it then.
type Style struct {
	Name  string
	Score *train.Evaluation
}

// Title is the kind of data, with a capital.
func (o Other) Title() string {
	kind, _, _ := strings.Cut(o.Score.Data, ":")
	return strings.ToUpper(kind[:1]) + kind[1:]
}

// Classes sums up the classes in order.
func (o Other) Classes() []class { return classes(o.Score, o.Confusion) }

// Spec is the data SPEC, with DIR for its folder.
func (o Other) Spec() string { return specOf(o.Score) }
