package drawing

import "slices"

// thin removes ink from the outside until lines of one pixel are left, without
// breaking what is connected or shortening open ends (Guo and Hall 1989,
// "Parallel Thinning with Two-Subiteration Algorithms", A1). Grid has rows of
// stride bytes, 1 for ink, and a border of paper; ink lists the indices of ink.
// It returns the indices that are left, in the memory of ink.
func thin(grid []uint8, stride int, ink []int) []int {
	var remove []int
	for pass, idle := 0, 0; idle < 2; pass = 1 - pass {
		remove = remove[:0]
		for _, i := range ink {
			if removable(grid, i, stride, pass) {
				remove = append(remove, i)
			}
		}
		idle++
		if len(remove) > 0 {
			idle = 0
			for _, i := range remove {
				grid[i] = 0
			}
			ink = slices.DeleteFunc(ink, func(i int) bool { return grid[i] == 0 })
		}
	}
	return ink
}

// removable tells whether pixel i may go in a pass, 0 or 1.
func removable(grid []uint8, i, stride, pass int) bool {
	above, below := grid[i-stride-1:i-stride+2], grid[i+stride-1:i+stride+2]
	nw, n, ne := above[0], above[1], above[2]
	w, e := grid[i-1], grid[i+1]
	sw, s, se := below[0], below[1], below[2]

	// Once around, paper is followed by ink a single time.
	if (1-n)&(ne|e)+(1-e)&(se|s)+(1-s)&(sw|w)+(1-w)&(nw|n) != 1 {
		return false
	}
	pairs := min((nw|n)+(ne|e)+(se|s)+(sw|w), (n|ne)+(e|se)+(s|sw)+(w|nw))
	if pairs < 2 || pairs > 3 {
		return false
	}
	if pass == 0 {
		return (s|sw|(1-nw))&w == 0
	}
	return (n|ne|(1-se))&e == 0
}
