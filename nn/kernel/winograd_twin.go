package kernel

// The matrices of F(2, 3) and F(4, 3) in Lavin and Gray's notation: (m+2) rows
// of Bᵀ, m rows of Aᵀ.
var (
	inputMatrix2 = [][]float32{
		{1, 0, -1, 0},
		{0, 1, 1, 0},
		{0, -1, 1, 0},
		{0, 1, 0, -1},
	}
	outputMatrix2 = [][]float32{
		{1, 1, 1, 0},
		{0, 1, -1, -1},
	}
	inputMatrix4 = [][]float32{
		{4, 0, -5, 0, 1, 0},
		{0, -4, -4, 1, 1, 0},
		{0, 4, -4, -1, 1, 0},
		{0, -2, -1, 2, 1, 0},
		{0, 2, -1, -2, 1, 0},
		{0, 4, 0, -5, 0, 1},
	}
	outputMatrix4 = [][]float32{
		{1, 1, 1, 1, 1, 0},
		{0, 1, -1, 2, -2, 0},
		{0, 1, 1, 4, 4, 0},
		{0, 1, -1, 8, -8, 1},
	}
)

// plainTransforms are the Winograd transforms by these matrices in plain Go, one
// channel at a time: the reference that vector transforms are tested against.
func plainTransforms(input, output [][]float32) transforms {
	side := len(input)
	fromImage := func(matrix [][]float32) func(*inputTiles) {
		return func(t *inputTiles) {
			for tile, at := range t.at {
				for c := range t.channels {
					square(matrix, func(y, x int) float32 { return t.src[at+y*t.row+x*t.pixel+c] },
						func(y, x int, v float32) { t.dst[(y*side+x)*t.position+tile*t.channels+c] = v })
				}
			}
		}
	}
	return transforms{
		lanes:    1,
		cost:     float64(side * side * 100),
		input:    fromImage(input),
		gradient: fromImage(transpose(output)),
		output: func(t *outputTiles) {
			for tile, at := range t.at {
				for c := range t.channels {
					square(output, func(y, x int) float32 { return t.src[(y*side+x)*t.position+tile*t.tile+c] },
						func(y, x int, v float32) {
							to := at + y*t.row + x*t.pixel + c
							v += t.bias[c]
							if t.add != nil {
								v += t.add[to]
							}
							t.dst[to] = max(v, t.floor)
						})
				}
			}
		},
	}
}

// square computes M·X·Mᵀ.
func square(m [][]float32, from func(y, x int) float32, to func(y, x int, v float32)) {
	n := len(m[0])
	var rows [6][6]float32 // M·X
	for x := range n {
		for y := range n {
			v := from(y, x)
			for i, row := range m {
				rows[i][x] += row[y] * v
			}
		}
	}
	for i := range m {
		for j, column := range m {
			var sum float32
			for x, v := range rows[i][:n] {
				sum += v * column[x]
			}
			to(i, j, sum)
		}
	}
}

func transpose(m [][]float32) [][]float32 {
	t := make([][]float32, len(m[0]))
	for _, row := range m {
		for i, v := range row {
			t[i] = append(t[i], v)
		}
	}
	return t
}
