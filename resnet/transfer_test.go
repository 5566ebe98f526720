package resnet

import (
	"slices"
	"strings"
	"testing"

	"canvasnet/weights"

	"github.com/stretchr/testify/require"
)

// learned is a file whose parameters are all unlike initial ones.
func learned(t *testing.T, name string, size int) *weights.File {
	c, err := Named(name)
	require.NoError(t, err)
	c.Classes, c.Input = []string{"yes", "no"}, weights.Input{Size: size, Mean: [3]float32{0.1, 0.2, 0.3}, Std: [3]float32{0.4, 0.5, 0.6}}
	m, err := New(c, 1)
	require.NoError(t, err)
	for _, p := range m.Graph.Params() {
		for i := range p.Value {
			p.Value[i] += 0.25
		}
	}
	m.Temperature = 1.5
	return m.File()
}

func TestTransfer(t *testing.T) {
	f := learned(t, "resnet20", 8)
	for name, classes := range map[string][]string{
		"the same classes": {"yes", "no"},
		"another order":    {"no", "yes"},
		"other classes":    {"maybe", "no"},
		"one twice":        {"yes", "yes"},
		"more classes":     {"maybe", "no", "yes"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := Transfer(f, classes, 0, 7)
			require.NoError(t, err)
			require.Equal(t, "resnet20", m.Name)
			require.Equal(t, classes, m.Classes)
			require.Equal(t, weights.Input{Size: 8, Mean: [3]float32{0.1, 0.2, 0.3}, Std: [3]float32{0.4, 0.5, 0.6}}, m.Input)
			require.Zero(t, m.Temperature, "training will change it")
			for _, p := range m.Graph.Params() {
				was := f.Tensor(p.FullName).Data
				if half := len(was) / 2; strings.HasPrefix(p.FullName, "fc.") {
					switch name {
					case "the same classes":
					case "another order":
						was = slices.Concat(was[half:], was[:half])
					default:
						require.NotContains(t, was, p.Value[0], "%s is new", p.FullName)
						continue
					}
				}
				require.Equal(t, was, p.Value, p.FullName)
			}
			again, err := Transfer(f, classes, 0, 7)
			require.NoError(t, err)
			require.Equal(t, m.File().Tensors, again.File().Tensors)

			kept := f.Tensor("conv1.weight").Data[0]
			m.Graph.Params()[0].Value[0]++
			require.Equal(t, kept, f.Tensor("conv1.weight").Data[0], "the file is left alone")
		})
	}
}

func TestTransferToAnotherSize(t *testing.T) {
	m, err := Transfer(learned(t, "resnet20", 8), []string{"a", "b"}, 16, 1)
	require.NoError(t, err)
	require.Equal(t, 16, m.Input.Size)

	// The first dense layer of this one sees every pixel.
	_, err = Transfer(learned(t, "keras-resnet34", 32), []string{"a", "b"}, 96, 1)
	require.ErrorContains(t, err, `tensor "fc1.weight" has shape [512 512] in the weights, made for 32 pixels, and [512 2048] in the network: keep the size`)
}

func TestTransferRefuses(t *testing.T) {
	f := learned(t, "resnet20", 8)
	_, err := Transfer(f, nil, 0, 1)
	require.ErrorContains(t, err, "no classes")
	f.Tensors = f.Tensors[1:]
	_, err = Transfer(f, []string{"a", "b"}, 0, 1)
	require.ErrorContains(t, err, `"conv1.weight" is missing`)
}

func TestFreeze(t *testing.T) {
	for _, c := range []struct{ model, part, last string }{
		{"resnet20", "stem", "relu"},
		{"resnet18", "stem", "maxpool"},
		{"resnet20", "1", "layer1.2.relu"},
		{"resnet20", "layer1", "layer1.2.relu"},
		{"resnet20", "layer2.0", "layer2.0.relu"},
		{"resnet20", "layer2.0.bn1", "layer2.0.bn1"},
		{"resnet20", "3", "layer3.2.relu"},
		{"resnet20", "all", "avgpool"},
		{"keras-resnet34", "4", "layer4.2.relu"},
		{"keras-resnet34", "all", "relu1"},
	} {
		conf, err := Named(c.model)
		require.NoError(t, err)
		m, err := New(conf, 1)
		require.NoError(t, err)
		require.NoError(t, m.Freeze(c.part))
		require.Equal(t, c.last, m.Graph.Frozen().Name, "%s %s", c.model, c.part)
		for _, p := range m.Graph.Params() {
			switch {
			case strings.HasPrefix(p.FullName, "conv1."), strings.HasPrefix(p.FullName, c.last+"."):
				require.False(t, p.Learned, "%s %s: %s", c.model, c.part, p.FullName)
			case strings.HasPrefix(p.FullName, "fc."):
				require.True(t, p.Learned, "%s %s: %s", c.model, c.part, p.FullName)
			}
		}
	}
}

func TestFreezeRefuses(t *testing.T) {
	m := tiny(t, 1)
	learned := m.Params()
	for _, part := range []string{"", "0", "4", "-1", "layer9", "layer", "input", "tail"} {
		require.ErrorContains(t, m.Freeze(part), "it has 3 stages", part)
	}
	require.ErrorContains(t, m.Freeze("fc"), "nothing would learn")
	require.Equal(t, learned, m.Params(), "nothing is frozen by mistake")
}
