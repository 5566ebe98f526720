//go:build !slim

package resnet

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"canvasnet/nn"
)

// Row is one line of a summary: a layer, its output and its parameters.
type Row struct {
	Name      string   `json:"name"`
	Type      string   `json:"type"`
	Output    [3]int   `json:"output"` // (H, W, C)
	Params    int      `json:"params"`
	MACs      int64    `json:"macs"`
	Connected []string `json:"connected"` // the layers it reads
}

// Summary lists the layers of a network in the order they run.
func Summary(g *nn.Graph) []Row {
	var rows []Row
	for _, n := range g.Nodes {
		r := Row{Name: n.Name, Type: layerType(n.Layer), Output: [3]int{n.Shape.H, n.Shape.W, n.Shape.C}, MACs: MACs(n)}
		if n.Layer != nil {
			for _, p := range n.Layer.Params() {
				r.Params += p.Len()
			}
		}
		for _, from := range n.Inputs {
			r.Connected = append(r.Connected, from.Name)
		}
		rows = append(rows, r)
	}
	return rows
}

// WriteSummary prints the table that Keras users know from model.summary(),
// with a column of multiply-accumulates.
func (m *Model) WriteSummary(w io.Writer) error {
	rows := Summary(m.Graph)
	fmt.Fprintf(w, "Model: %q\n\n", m.Name)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "Layer (type)\tOutput shape\tParam #\tMAC #\tConnected to")
	fmt.Fprintln(t, "────────────\t────────────\t───────\t─────\t────────────")
	for _, r := range rows {
		from := "–"
		if len(r.Connected) > 0 {
			from = strings.Join(r.Connected, ", ")
		}
		shape := fmt.Sprintf("(N, %d, %d, %d)", r.Output[0], r.Output[1], r.Output[2])
		fmt.Fprintf(t, "%s (%s)\t%s\t%s\t%s\t%s\n", r.Name, r.Type, shape, thousands(int64(r.Params)), thousands(r.MACs), from)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	total, learned := 0, m.Params()
	for _, r := range rows {
		total += r.Params
	}
	_, err := fmt.Fprintf(w, "\nTotal params: %s\nTrainable params: %s\nNon-trainable params: %s\nMultiply-accumulates: %s\n",
		thousands(int64(total)), thousands(int64(learned)), thousands(int64(total-learned)), thousands(m.MACs()))
	return err
}

// layerType is what Keras calls a layer, with its geometry.
func layerType(l nn.Layer) string {
	switch l := l.(type) {
	case nil:
		return "Input"
	case *nn.Conv:
		return fmt.Sprintf("Conv2D %d×%d/%d", l.Kernel, l.Kernel, l.Stride)
	case *nn.MaxPool:
		return fmt.Sprintf("MaxPooling2D %d×%d/%d", l.Size, l.Size, l.Stride)
	case *nn.AvgPool:
		return fmt.Sprintf("AveragePooling2D %d×%d/%d", l.Size, l.Size, l.Stride)
	case *nn.GlobalAvgPool:
		return "GlobalAveragePooling2D"
	case *nn.BatchNorm:
		return "BatchNormalization"
	case *nn.ZeroPad:
		return "ZeroPadding2D"
	}
	return strings.TrimPrefix(fmt.Sprintf("%T", l), "*nn.")
}

// thousands groups the digits of n: 1234567 becomes 1,234,567.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
