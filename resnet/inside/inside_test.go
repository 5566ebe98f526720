package inside_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"canvasnet/nn"
	"canvasnet/nn/infer"
	"canvasnet/resnet"
	"canvasnet/resnet/inside"

	"github.com/stretchr/testify/require"
)

// network is one of the zoo, cut to what tests can afford, with batch norms
// that are not the identity and a picture for it.
func network(t *testing.T, name string) (*nn.Graph, []float32) {
	t.Helper()
	c, err := resnet.Named(name)
	require.NoError(t, err)
	c.Input.Size, c.Classes = min(c.Input.Size, 32), resnet.Numbered(7)
	m, err := resnet.New(c, 1)
	require.NoError(t, err)
	r := rand.New(rand.NewPCG(1, 1))
	for _, p := range m.Graph.Params() {
		for i := range p.Value { // variances stay positive
			p.Value[i] += 0.02 * r.Float32()
			if strings.HasSuffix(p.FullName, "running_var") {
				p.Value[i] *= 4 // or a hundred blocks, each adding to its input, overflow
			}
		}
	}
	x := make([]float32, m.Graph.Input().Shape.Len())
	for i := range x {
		x[i] = float32(r.NormFloat64())
	}
	return m.Graph, x
}

func view(t *testing.T, g *nn.Graph) *inside.View {
	t.Helper()
	trunk, err := infer.CompileTo(g, g.Output().Inputs[0], 1)
	require.NoError(t, err)
	return inside.New(g, trunk)
}

// logits of features, by the last layer.
func logits(g *nn.Graph, features []float32) []float32 {
	p := g.Output().Layer.Params()
	y := slices.Clone(p[1].Value)
	for k := range y {
		for i, v := range features {
			y[k] += v * p[0].Value[k*len(features)+i]
		}
	}
	return y
}

func requireClose(t *testing.T, want, got []float32) {
	t.Helper()
	scale := float64(1)
	for _, v := range want {
		scale = max(scale, float64(v), float64(-v))
	}
	require.InDeltaSlice(t, want, got, 1e-4*scale)
}

// What is seen adds up to what the network answers, in every network of the zoo.
func TestLookAgreesWithThePlan(t *testing.T) {
	for _, name := range append(resnet.Names(), "resnet20-a") {
		t.Run(name, func(t *testing.T) {
			if c, err := resnet.Named(name); err == nil && testing.Short() && len(c.Stages) == 4 && c.Stages[2] > 2 {
				t.Skip("20 million parameters and more")
			}
			g, x := network(t, name)
			whole, err := infer.Compile(g, 1)
			require.NoError(t, err)
			want := slices.Clone(whole.Run(x))
			v := view(t, g)
			seen, err := v.Look(x, "", nil)
			require.NoError(t, err)
			requireClose(t, want, logits(g, seen.Features))
			require.Nil(t, seen.Maps)
			if name == "keras-resnet34" {
				require.Nil(t, seen.Before, "its last layer reads no mean")
				return
			}
			p := g.Output().Layer.Params()
			heat := inside.Heat(seen.Before, p[0].Value)
			mean := slices.Clone(p[1].Value)
			pixels := float32(len(heat) / len(mean))
			for i, h := range heat {
				mean[i%len(mean)] += h / pixels
			}
			requireClose(t, want, mean)
		})
	}
}

func TestBlocksAddUp(t *testing.T) {
	kinds := map[string][]string{
		"canvasnet":      {"stem", "transition", "identity", "transition", "identity", "transition", "identity", "head"},
		"resnet20":       {"stem", "identity", "identity", "identity", "projection", "identity", "identity", "projection", "identity", "identity", "head"},
		"resnet20-a":     {"stem", "identity", "identity", "identity", "extended", "identity", "identity", "extended", "identity", "identity", "head"},
		"resnet18":       {"stem", "identity", "identity", "projection", "identity", "projection", "identity", "projection", "identity", "head"},
		"keras-resnet34": nil,
		"resnet50-cifar": nil,
	}
	for name, want := range kinds {
		t.Run(name, func(t *testing.T) {
			g, x := network(t, name)
			v := view(t, g)
			m := resnet.Model{Graph: g}
			params, macs := 0, int64(0)
			var got, layers []string
			for _, b := range v.Blocks {
				params += b.Params
				macs += b.MACs
				got = append(got, b.Kind)
				require.Equal(t, b.Kind != "stem" && b.Kind != "head" && b.Kind != "transition", b.Residual())
				require.Equal(t, b.Shape, b.Layers[len(b.Layers)-1].Shape)
				for _, l := range b.Layers {
					require.NotContains(t, l.Kind, "layer", "every kind has a name")
					layers = append(layers, l.Name)
				}
			}
			require.Equal(t, m.Params(), params)
			require.Equal(t, m.MACs(), macs)
			if want != nil {
				require.Equal(t, want, got)
			}
			seen, err := v.Look(x, "", nil)
			require.NoError(t, err)
			var timed []string
			for _, s := range seen.Times {
				timed = append(timed, s.Layer)
			}
			require.Equal(t, layers[:len(layers)-1], timed, "all but the last layer are timed")
		})
	}
}

// Without its branch a block is as if the branch gave zero; the rest is as ever.
func TestLookWithoutABranch(t *testing.T) {
	for name, blocks := range map[string][]string{
		"canvasnet":      {"layer1.0", "layer3.0"},
		"resnet20":       {"layer1.1", "layer2.0"},
		"resnet20-a":     {"layer2.0", "layer3.2"},
		"resnet50-cifar": {"layer1.0", "layer1.2"},
	} {
		t.Run(name, func(t *testing.T) {
			g, x := network(t, name)
			v := view(t, g)
			whole, err := v.Look(x, blocks[0]+".relu", nil)
			require.NoError(t, err)
			without, err := v.Look(x, blocks[0]+".relu", blocks)
			require.NoError(t, err)
			require.NotEqual(t, whole.Maps.Data, without.Maps.Data)
			for _, block := range blocks {
				norm := g.Node(block + ".bn3")
				if norm == nil {
					norm = g.Node(block + ".bn2")
				}
				for _, p := range norm.Layer.Params()[:2] {
					clear(p.Value)
				}
			}
			zeroed, err := view(t, g).Look(x, "", nil)
			require.NoError(t, err)
			requireClose(t, zeroed.Features, without.Features)
		})
	}
}

func TestLookRefuses(t *testing.T) {
	g, x := network(t, "canvasnet")
	v := view(t, g)
	for _, layer := range []string{"conv1", "fc", "nothing"} {
		_, err := v.Look(x, layer, nil)
		require.ErrorContains(t, err, `no layer "`+layer+`"`)
	}
	for _, block := range []string{"stem", "layer1.down", "layer9.0"} {
		_, err := v.Look(x, "", []string{block})
		require.ErrorContains(t, err, "it has layer1.0, layer2.0, layer3.0")
	}
}

func TestLookShowsMaps(t *testing.T) {
	g, x := network(t, "canvasnet")
	v := view(t, g)
	for _, b := range v.Blocks[:len(v.Blocks)-1] {
		for _, l := range b.Layers {
			seen, err := v.Look(x, l.Name, nil)
			require.NoError(t, err)
			require.Equal(t, l.Name, seen.Maps.Layer)
			require.Equal(t, l.Shape, seen.Maps.Shape)
			require.Len(t, seen.Maps.Data, l.Shape.Len())
		}
	}
}
