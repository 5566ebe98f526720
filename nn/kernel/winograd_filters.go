package kernel

// Transforms of filters, and their transposes, are small matrices: that of a
// filter (3, 3) in Winograd's F(m×m, 3×3) takes its 9 numbers to (m+2)².

// filterMatrix2 and filterMatrix4 are G of F(2, 3) and F(4, 3) (A. Lavin and
// S. Gray, arXiv 1509.09308, §4).
var (
	filterMatrix2 = [][]float32{
		{1, 0, 0},
		{1. / 2, 1. / 2, 1. / 2},
		{1. / 2, -1. / 2, 1. / 2},
		{0, 0, 1},
	}
	filterMatrix4 = [][]float32{
		{1. / 4, 0, 0},
		{-1. / 6, -1. / 6, -1. / 6},
		{-1. / 6, 1. / 6, -1. / 6},
		{1. / 24, 1. / 12, 1. / 6},
		{1. / 24, -1. / 12, 1. / 6},
		{0, 0, 1},
	}
)

// linear is a linear map of short columns of numbers, many at a time.
type linear struct {
	matrix []float32 // (rows, columns)
	rows   int
}

// filterTransform is G⊗G: (m+2)² rows and 9 columns.
func filterTransform(m int) linear {
	g := filterMatrix4
	if m == 2 {
		g = filterMatrix2
	}
	l := linear{rows: len(g) * len(g)}
	for _, vertical := range g {
		for _, horizontal := range g {
			for _, y := range vertical {
				for _, x := range horizontal {
					l.matrix = append(l.matrix, y*x)
				}
			}
		}
	}
	return l
}

// transposed is the map by the transposed matrix.
func (l linear) transposed() linear {
	columns := len(l.matrix) / l.rows
	t := linear{rows: columns}
	for c := range columns {
		for r := range l.rows {
			t.matrix = append(t.matrix, l.matrix[r*columns+c])
		}
	}
	return t
}

// apply computes rows of dst, so many floats apart, from src (columns, width), as
// wide as a panel of the kernel.
func (l linear) apply(dst []float32, next int, src []float32, k *micro, ws *Workspace) {
	t := &ws.call
	*t = tile{src: l.matrix, runs: 1, length: len(l.matrix) / l.rows, blocks: 1, panel: src, bias: noBias[:], dst: dst, floor: noFloor}
	t.a, t.d = ws.a[:k.rows], ws.d[:k.rows]
	for from := 0; from < l.rows; from += k.rows {
		for i := range k.rows {
			row := min(from+i, l.rows-1)
			t.a[i], t.d[i] = row*t.length, row*next
		}
		k.tile(t)
	}
}

// noBias is as wide as the widest panel.
var noBias [maxWidth]float32
