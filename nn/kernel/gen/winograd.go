package main

import (
	"fmt"
	"math"

	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// winograd builds the transforms of inputTiles and outputTiles in package
// kernel: see there. The columns of a square are transformed for as many lines
// at a time as registers hold, and those lines at once, so nothing goes by way
// of memory.
type winograd struct {
	target
	four, five reg.VecVirtual // in all lanes, for F(4, 3)
}

// input builds the input transform of F(m×m, 3×3).
func (w *winograd) input(m int) {
	w.fromImage(fmt.Sprintf("input%d", m), inputLine[m], m, m+2)
}

// gradient builds the transform of gradients by results of F(m×m, 3×3).
func (w *winograd) gradient(m int) {
	w.fromImage(fmt.Sprintf("gradient%d", m), gradientLine[m], m, m)
}

// fromImage builds a transform of windows of an image, window pixels a side,
// for tiles of m×m results.
func (w *winograd) fromImage(name string, lines []part, m, window int) {
	t := w.begin(name, "t", "inputTiles")
	side := m + 2
	if m == 4 {
		w.four, w.five = w.constant(4), w.constant(5)
	}
	row := w.multiples(w.bytes(t.field("row")), window-1)
	pixel := w.bytes(t.field("pixel"))
	position := w.multiples(w.bytes(t.field("position")), side-1)
	nextLine := w.GP64()
	w.IMUL3Q(Imm(uint64(side)), position.one, nextLine)

	w.eachTile(t, func(tile, at reg.Register) {
		src := w.load(t.field("src"))
		w.LEAQ(element(src, at, 0), src)
		w.IMULQ(t.field("channels"), tile)
		dst := w.load(t.field("dst"))
		w.LEAQ(element(dst, tile, 0), dst)

		w.eachVector(t, func(c reg.Register) {
			from, to := w.GP64(), w.GP64()
			w.square(lines, window, func(x int) numbers {
				w.advance(from, x, element(src, c, 0), pixel)
				return func(y int) reg.VecVirtual { return w.loadVector(row.of(from, y)) }
			}, func(y int, line numbers) {
				w.advance(to, y, element(dst, c, 0), nextLine)
				w.line(lines, line, func(x int, v reg.VecVirtual) {
					w.VMOVUPS(v, position.of(to, x))
				})
			})
		})
	})
	w.end()
}

// output builds the output transform of F(m×m, 3×3).
func (w *winograd) output(m int) {
	t := w.begin(fmt.Sprintf("output%d", m), "t", "outputTiles")
	side := m + 2
	if m == 4 {
		w.four = w.constant(4)
	}
	floor := w.vector()
	w.VBROADCASTSS(t.field("floor"), floor)
	position := w.bytes(t.field("position"))
	lineStep := w.GP64()
	w.IMUL3Q(Imm(uint64(side)), position, lineStep)
	lines := w.multiples(lineStep, side-1)
	row := w.bytes(t.field("row"))
	pixel := w.multiples(w.bytes(t.field("pixel")), m-1)

	w.eachTile(t, func(tile, at reg.Register) {
		w.IMULQ(t.field("tile"), tile)
		src := w.load(t.field("src"))
		w.LEAQ(element(src, tile, 0), src)
		dst := w.load(t.field("dst"))
		w.LEAQ(element(dst, at, 0), dst)

		w.eachVector(t, func(c reg.Register) {
			from := w.GP64()
			w.square(outputLine[m], side, func(x int) numbers {
				w.advance(from, x, element(src, c, 0), position)
				return func(y int) reg.VecVirtual {
					v := w.loadVector(lines.of(from, y))
					if x == 1 && y == 1 { // is in every result, once
						w.VADDPS(element(w.load(t.field("bias")), c, 0), v, v)
					}
					return v
				}
			}, func(y int, line numbers) {
				results := make([]reg.VecVirtual, m)
				w.line(outputLine[m], line, func(x int, v reg.VecVirtual) { results[x] = v })
				to := w.GP64()
				w.LEAQ(element(dst, c, 0), to)
				for range y {
					w.ADDQ(row, to)
				}
				w.finish(t, fmt.Sprintf("bound%d", y), results, to, pixel, floor)
			})
		})
	})
	w.end()
}

// finish turns sums into results, pixels from to on. It needs a label.
func (w *winograd) finish(t record, label string, sums []reg.VecVirtual, to reg.Register, pixel multiples, floor reg.Register) {
	add := w.load(t.field("add"))
	w.TESTQ(add, add)
	w.JZ(LabelRef(label))
	w.SUBQ(t.field("dst"), add)
	w.ADDQ(to, add)
	for x, sum := range sums {
		w.VADDPS(pixel.of(add, x), sum, sum)
	}
	w.Label(label)
	for x, sum := range sums {
		w.VMAXPS(sum, floor, sum) // keeps NaN, as tile does
		w.VMOVUPS(sum, pixel.of(to, x))
	}
}

// eachTile loops over the tiles of t and where they start.
func (w *winograd) eachTile(t record, body func(tile, at reg.Register)) {
	count := w.AllocLocal(intSize)
	w.MOVQ(U32(0), count)
	w.Label("tile")
	tile, at := w.load(count), w.load(t.field("at"))
	w.MOVQ(Mem{Base: at, Index: tile, Scale: intSize}, at)
	body(tile, at)
	next := w.load(count)
	w.INCQ(next)
	w.MOVQ(next, count)
	w.CMPQ(next, t.length("at"))
	w.JLT(LabelRef("tile"))
}

// eachVector loops over the channels of t that start a vector.
func (w *winograd) eachVector(t record, body func(c reg.Register)) {
	c := w.GP64()
	w.XORQ(c, c)
	w.Label("channel")
	body(c)
	w.ADDQ(Imm(uint64(w.isa.size/floatSize)), c)
	w.CMPQ(c, t.field("channels"))
	w.JLT(LabelRef("channel"))
}

// square transforms the columns of a square and hands on the lines.
func (w *winograd) square(parts []part, side int, column func(x int) numbers, line func(y int, line numbers)) {
	atOnce := (w.isa.registers - 4) / side // beside constants and intermediate results
	for len(parts) > 0 {
		n, rows := 1, len(parts[0].which)
		for n < len(parts) && rows+len(parts[n].which) <= atOnce {
			rows += len(parts[n].which)
			n++
		}
		lines := map[int][]reg.VecVirtual{}
		for x := range side {
			w.line(parts[:n], once(column(x)), func(y int, v reg.VecVirtual) { lines[y] = append(lines[y], v) })
		}
		for _, p := range parts[:n] {
			for _, y := range p.which {
				line(y, func(x int) reg.VecVirtual { return lines[y][x] })
			}
		}
		parts = parts[n:]
	}
}

// line transforms a line by some parts of a transform.
func (w *winograd) line(parts []part, x numbers, put func(i int, v reg.VecVirtual)) {
	for _, p := range parts {
		for i, v := range p.compute(w, x) {
			put(p.which[i], v)
		}
	}
}

// once is x with each number computed only once.
func once(x numbers) numbers {
	known := map[int]reg.VecVirtual{}
	return func(i int) reg.VecVirtual {
		if known[i] == nil {
			known[i] = x(i)
		}
		return known[i]
	}
}

// advance sets p to start, when i is 0, or else step bytes on.
func (w *winograd) advance(p reg.Register, i int, start Mem, step reg.Register) {
	if i == 0 {
		w.LEAQ(start, p)
		return
	}
	w.ADDQ(step, p)
}

// multiples are those of a number of bytes, as far as addresses cannot scale it.
type multiples struct{ one, three, five reg.Register }

// multiples returns the multiples of n up to limit times n.
func (w *winograd) multiples(n reg.Register, limit int) multiples {
	m := multiples{one: n}
	if limit >= 3 {
		m.three = w.GP64()
		w.LEAQ(Mem{Base: n, Index: n, Scale: 2}, m.three)
	}
	if limit >= 5 {
		m.five = w.GP64()
		w.LEAQ(Mem{Base: n, Index: n, Scale: 4}, m.five)
	}
	return m
}

// of is the vector i times the number of bytes from base on.
func (m multiples) of(base reg.Register, i int) Mem {
	switch i {
	case 0:
		return Mem{Base: base}
	case 3:
		return Mem{Base: base, Index: m.three, Scale: 1}
	case 5:
		return Mem{Base: base, Index: m.five, Scale: 1}
	}
	return Mem{Base: base, Index: m.one, Scale: uint8(i)}
}

// loadVector returns a new register that holds what is at src.
func (w *winograd) loadVector(src Mem) reg.VecVirtual {
	v := w.vector()
	w.VMOVUPS(src, v)
	return v
}

// constant returns a new register with x in all lanes.
func (w *winograd) constant(x float32) reg.VecVirtual {
	bits, v := w.GP32(), w.vector()
	w.MOVL(U32(math.Float32bits(x)), bits)
	w.VMOVD(bits, v.AsX())
	w.VBROADCASTSS(v.AsX(), v)
	return v
}
