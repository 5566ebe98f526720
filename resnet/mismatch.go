//go:build !slim

package resnet

import (
	"fmt"
	"slices"
	"strings"

	"canvasnet/nn"
	"canvasnet/weights"
)

// mismatch is how the tensors of a file differ from the parameters of a network.
type mismatch struct {
	missing, reshaped, unknown []string
}

// compare compares names and shapes, apart from exemplars.
func compare(params []nn.NamedParam, f *weights.File) mismatch {
	f = withoutExemplars(f)
	var m mismatch
	tensors := make(map[string]*weights.Tensor, len(f.Tensors))
	for _, t := range f.Tensors {
		tensors[t.Name] = t
	}
	known := make(map[string]bool, len(params))
	for _, p := range params {
		known[p.FullName] = true
		t := tensors[p.FullName]
		switch {
		case t == nil:
			m.missing = append(m.missing, p.FullName)
		case !slices.Equal(t.Shape, p.Shape):
			m.reshaped = append(m.reshaped, fmt.Sprintf("%s %s instead of %s", p.FullName, shapeText(t.Shape), shapeText(p.Shape)))
		}
	}
	for _, t := range f.Tensors {
		if !known[t.Name] {
			m.unknown = append(m.unknown, fmt.Sprintf("%.80q", t.Name))
		}
	}
	return m
}

// shapeText prints a shape of unknown origin, cut so that it cannot flood an error.
func shapeText(shape []int) string {
	const most = 8
	if len(shape) > most {
		return fmt.Sprintf("of %d dimensions", len(shape))
	}
	return weights.FormatShape(shape)
}

func (m mismatch) empty() bool {
	return len(m.missing)+len(m.reshaped)+len(m.unknown) == 0
}

// String counts the differences of each kind and shows the first few.
func (m mismatch) String() string {
	var parts []string
	for _, kind := range []struct {
		what  string
		names []string
	}{{"missing", m.missing}, {"of another shape", m.reshaped}, {"unexpected", m.unknown}} {
		if len(kind.names) > 0 {
			parts = append(parts, fmt.Sprintf("%d %s (%s)", len(kind.names), kind.what, firstFew(kind.names)))
		}
	}
	return strings.Join(parts, ", ")
}

func firstFew(names []string) string {
	const few = 3
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:few], ", ") + " …"
}

// advice says what to do with tensors that do not fit.
func advice(f *weights.File) string {
	if names := fitting(f); len(names) > 0 {
		return "they are those of " + strings.Join(names, " or ")
	}
	if what := variant(f); what != "" {
		return "the file has " + what + ", which no network of the zoo has: train a plain one"
	}
	return "no network of the zoo has them: save the state dict of a network that resnet summary lists, with torchvision's names"
}

// fitting lists the networks of the zoo whose parameters f has.
func fitting(f *weights.File) []string {
	n, err := Outputs(f)
	if err != nil {
		return nil
	}
	classes := Numbered(n)
	var names []string
	for _, base := range Names() {
		for _, name := range []string{base, base + "-a"} {
			c, err := Named(name)
			if err != nil {
				continue
			}
			c.Classes = classes
			if g, err := c.Graph(); err == nil && compare(g.Params(), f).empty() {
				names = append(names, name)
			}
		}
	}
	return names
}

// variants are what sets related networks apart, by a part of a tensor's name.
var variants = []struct{ part, what string }{
	{"embedder.", "the names of Hugging Face's transformers"},
	{"stages.", "the names of timm's newer networks (resnetv2 and others)"},
	{"conv1.0.", "a stem of several convolutions (timm's resnet50d, resnet50s and the like)"},
	{".downsample.2.", "average pooling in its shortcuts (timm's networks ending in d)"},
	{".se.", "squeeze-and-excitation (timm's seresnet50 and the like)"},
}

// variant names what a relative of the zoo's networks has and they have not, or
// returns "".
func variant(f *weights.File) string {
	for _, v := range variants {
		if slices.ContainsFunc(f.Tensors, func(t *weights.Tensor) bool { return strings.Contains(t.Name, v.part) }) {
			return v.what
		}
	}
	// The 3×3 convolution of a bottleneck has as many channels as filters.
	if t := f.Tensor("layer1.0.conv2.weight"); t != nil && f.Tensor("layer1.0.conv3.weight") != nil &&
		len(t.Shape) == 4 && t.Shape[0] != t.Shape[1] {
		return "grouped convolutions (ResNeXt)"
	}
	return ""
}
