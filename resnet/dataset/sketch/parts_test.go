package sketch

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestColourRoundTrip(t *testing.T) {
	for _, rgb := range [][3]byte{{0, 0, 0}, {255, 255, 255}, {255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {12, 200, 99}} {
		for c, v := range fromRGB(rgb).rgb() {
			assert.InDelta(t, rgb[c], 255*v, 0.01, "%v", rgb)
		}
	}
	gray := fromRGB([3]byte{77, 77, 77})
	assert.InDelta(t, 77.0/255, gray.l, 1e-6)
	assert.InDelta(t, 0, math.Hypot(float64(gray.a), float64(gray.b)), 1e-6)
}

// A blur keeps the mean away from the border, and constants everywhere.
func TestBlur(t *testing.T) {
	var ws Workspace
	ws.resize(17)
	src, dst := make([]float32, 17*17), make([]float32, 17*17)
	src[8*17+8] = 1
	ws.blur(dst, src, 1.3)
	sum, variance := 0.0, 0.0
	for i, v := range dst {
		dx := float64(i%17 - 8)
		sum += float64(v)
		variance += dx * dx * float64(v)
	}
	assert.InDelta(t, 1, sum, 1e-5)
	assert.InDelta(t, 1.3*1.3, variance, 0.15)
	for i := range src {
		src[i] = 0.4
	}
	ws.blur(dst, src, 40)
	for _, v := range dst {
		assert.InDelta(t, 0.4, v, 1e-5)
	}
}

func TestEnlargeKeepsPlanes(t *testing.T) {
	var ws Workspace
	ws.resize(12)
	src := make([]float32, 12*12)
	for i := range src {
		src[i] = 0.1 + 0.02*float32(i%12) - 0.03*float32(i/12)
	}
	ws.enlarge(ws.fine.l, src)
	for y := 4; y < 20; y++ {
		for x := 4; x < 20; x++ {
			want := 0.1 + 0.02*(float64(x)/2-0.25) - 0.03*(float64(y)/2-0.25)
			assert.InDelta(t, want, ws.fine.l[y*24+x], 1e-5)
		}
	}
}

func TestDiffusionKeepsEdges(t *testing.T) {
	var ws Workspace
	ws.resize(16)
	for i := range ws.smooth.l {
		ripple := float32(0.02)
		if (i%16+i/16)%2 == 0 {
			ripple = -ripple
		}
		ws.smooth.l[i] = 0.2 + ripple
		if i%16 >= 8 {
			ws.smooth.l[i] += 0.6
		}
	}
	ws.diffuse(10)
	row := ws.smooth.l[8*16 : 9*16]
	assert.InDelta(t, row[3], row[4], 0.005, "texture is gone")
	assert.InDelta(t, 0.6, row[8]-row[7], 0.06, "the edge is not")
}

func TestEigen(t *testing.T) {
	for _, test := range []struct {
		xx, xy, yy, value float32
		vector            point
	}{
		{4, 0, 1, 4, point{1, 0}},
		{1, 0, 4, 4, point{0, 1}},
		{2, 2, 2, 4, point{math.Sqrt2 / 2, math.Sqrt2 / 2}},
		{2, -2, 2, 4, point{math.Sqrt2 / 2, -math.Sqrt2 / 2}},
		{3, 0, 3, 3, point{1, 0}},
		{0, 0, 0, 0, point{1, 0}},
	} {
		value, vector := eigen(test.xx, test.xy, test.yy)
		assert.InDelta(t, test.value, value, 1e-5)
		assert.InDelta(t, 1, math.Abs(float64(vector.dot(test.vector))), 1e-5, "%+v", test)
	}
}

func TestDivide(t *testing.T) {
	values := make([]float32, 100)
	for i := range values {
		values[i] = 0.1
		if i >= 70 {
			values[i] = 0.8
		}
	}
	level := divide(values)
	assert.Greater(t, level, float32(0.1))
	assert.Less(t, level, float32(0.8))
	for i := range values {
		values[i] = float32(i) / 100
	}
	above := 0
	for _, v := range values {
		if v > divide(values) {
			above++
		}
	}
	assert.InDelta(t, 50, above, 12)
	assert.Positive(t, divide(make([]float32, 9)))
}

func TestQuantile(t *testing.T) {
	values := make([]float32, 1000)
	for i := range values {
		values[i] = 0.2 * float32(i) / 1000
	}
	assert.InDelta(t, 0.18, quantile(values, 0.9), 0.002)
	assert.InDelta(t, 0, quantile(values, 0), 0.002)
	assert.EqualValues(t, 0.25, quantile(values, 1))
}

func TestConnect(t *testing.T) {
	var ws Workspace
	ws.resize(4)
	for i, c := range "#..#" + "#..." + ".#.." + "..##" {
		ws.label[i] = 0
		if c == '#' {
			ws.label[i] = 1
		}
	}
	ws.connect()
	sizes := make([]int32, 16)
	for i, part := range ws.part {
		sizes[i] = ws.partSize[part]
	}
	assert.Equal(t, []int32{5, 10, 10, 1, 5, 10, 10, 10, 10, 5, 10, 10, 10, 10, 5, 5}, sizes, "corners connect")
}

func TestSimplify(t *testing.T) {
	var ws Workspace
	ws.resize(8)
	var line []point
	for i := range 9 {
		line = append(line, point{float32(i), 0})
	}
	for i := range 8 {
		line = append(line, point{8, float32(i + 1)})
	}
	ws.simplify(line, 0.1)
	for i := range line {
		assert.Equal(t, i == 0 || i == 8 || i == 16, ws.kept[i], "point %d", i)
	}
}

func TestRelaxKeepsEnds(t *testing.T) {
	open := []point{{0, 0}, {1, 1}, {2, 0}, {3, 1}}
	relax(open, false)
	assert.Equal(t, []point{{0, 0}, {1, 0.5}, {2, 0.5}, {3, 1}}, open)
	closed := []point{{0, 0}, {4, 0}, {4, 4}, {0, 4}, {0, 0}}
	relax(closed, true)
	assert.Equal(t, []point{{1, 1}, {3, 1}, {3, 3}, {1, 3}, {1, 1}}, closed)
}

func TestPenCoversItsWidth(t *testing.T) {
	for _, width := range []float32{0.3, 1, 1.5, 3} {
		var ws Workspace
		ws.resize(32)
		ws.drawSegment(point{6, 15.3}, point{26, 15.3}, width)
		column := float32(0)
		for y := range 32 {
			column += ws.pen[y*32+16]
		}
		assert.InDelta(t, width, column, 1e-4)
	}
}

// A path around a wall is free, one over it costs its height.
func TestBarrierDistance(t *testing.T) {
	const size = 16
	wall := func(x, y int) bool { return max(x, y, size-1-x, size-1-y) == 11 }
	for name, gap := range map[string]bool{"closed": false, "open": true} {
		t.Run(name, func(t *testing.T) {
			var ws Workspace
			ws.resize(size)
			for i := range ws.smooth.l {
				x, y := i%size, i/size
				ws.smooth.l[i] = 0.25
				if wall(x, y) && !(gap && y == 8) {
					ws.smooth.l[i] = 0.75
				}
			}
			salience := make([]float32, size*size)
			assert.True(t, ws.barrierDistance(salience))
			want := 1.0 // of the largest
			if gap {
				want = 0
			}
			assert.InDelta(t, want, salience[8*size+8], 1e-3)
			assert.Zero(t, salience[size+1])
		})
	}
}

// Parts are what a flood fill finds, also in mazes.
func TestConnectMazes(t *testing.T) {
	const size = 24
	var ws Workspace
	ws.resize(size)
	for seed := range uint64(30) {
		for i, v := range noise(size, seed)[:size*size] {
			ws.label[i] = 0
			if int(v) < 60+6*int(seed) {
				ws.label[i] = 1
			}
		}
		ws.connect()
		seen := map[int32]bool{}
		filled := make([]bool, size*size)
		for start := range filled {
			if filled[start] {
				continue
			}
			part := ws.part[start]
			require.False(t, seen[part], "a number for each part")
			seen[part] = true
			n, stack := 0, []int{start}
			filled[start] = true
			for len(stack) > 0 {
				i := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				n++
				require.Equal(t, part, ws.part[i])
				for j := range filled {
					dx, dy := i%size-j%size, i/size-j/size
					if !filled[j] && ws.label[j] == ws.label[i] && max(dx, -dx, dy, -dy) == 1 {
						filled[j] = true
						stack = append(stack, j)
					}
				}
			}
			require.EqualValues(t, n, ws.partSize[part])
		}
	}
}
