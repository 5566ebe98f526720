package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// tile builds the kernel of type tile in package kernel: see there. runs may be
// 0; blocks and length are at least 1.
func (k *kernel) tile() {
	t := k.begin("t", "tile")
	k.MOVQ(U32(0), t.field("block"))

	k.Label("block")
	sums := k.bias(t)
	panel := k.load(t.field("panel"))
	runs := k.load(t.field("runs"))
	offset := k.GP64() // of the run, in bytes
	k.XORQ(offset, offset)
	k.TESTQ(runs, runs)
	k.JZ(LabelRef("add"))

	k.Label("run")
	a, i := k.runOf(t, offset)

	k.Label("product")
	b := k.loadRow(Mem{Base: panel})
	for r := range a {
		k.multiplyAdd(element(a[r], i, 0), b, sums[r])
	}
	k.ADDQ(Imm(uint64(k.vectors*k.isa.size)), panel)
	k.INCQ(i)
	k.JNZ(LabelRef("product"))

	stride := k.load(t.field("stride"))
	k.LEAQ(element(offset, stride, 0), offset)
	k.DECQ(runs)
	k.JNZ(LabelRef("run"))

	k.Label("add")
	d := k.startsOf(t, "d")
	add := k.load(t.field("add"))
	k.TESTQ(add, add)
	k.JZ(LabelRef("store"))
	for r, row := range sums {
		at := k.load(Mem{Base: d, Disp: r * intSize})
		for v, sum := range row {
			k.VADDPS(element(add, at, v*k.isa.size), sum, sum)
		}
	}

	k.Label("store")
	dst := k.load(t.field("dst"))
	floor := k.vector()
	k.VBROADCASTSS(t.field("floor"), floor)
	for r, row := range sums {
		at := k.load(Mem{Base: d, Disp: r * intSize})
		for _, sum := range row {
			k.VMAXPS(sum, floor, sum) // returns its last source, first as Go writes it, if either is NaN
		}
		k.storeRow(row, element(dst, at, 0))
	}

	block := k.load(t.field("block"))
	k.INCQ(block)
	k.MOVQ(block, t.field("block"))
	k.CMPQ(block, t.field("blocks"))
	k.JLT(LabelRef("block"))
	k.end()
}

// bias returns the sums, each row of them the bias.
func (k *kernel) bias(t record) [][]reg.VecVirtual {
	sums := make([][]reg.VecVirtual, k.rows)
	sums[0] = k.loadRow(Mem{Base: k.load(t.field("bias"))})
	for r := 1; r < k.rows; r++ {
		sums[r] = k.row()
		for v, first := range sums[0] {
			k.VMOVAPS(first, sums[r][v])
		}
	}
	return sums
}

// startsOf returns the address in field, t.a or t.d, of where the rows of the
// present block start.
func (k *kernel) startsOf(t record, field string) reg.Register {
	starts := k.GP64()
	k.IMUL3Q(Imm(uint64(k.rows*intSize)), t.field("block"), starts)
	k.ADDQ(t.field(field), starts)
	return starts
}

// runOf returns pointers to the ends of one run of each row of A, and the
// index that counts up to them, from -length to 0.
func (k *kernel) runOf(t record, offset reg.Register) (a []reg.GPVirtual, i reg.GPVirtual) {
	ends := k.load(t.field("src"))
	k.ADDQ(offset, ends)
	k.LEAQ(element(ends, k.load(t.field("length")), 0), ends)
	starts := k.startsOf(t, "a")
	for r := range k.rows {
		row := k.load(Mem{Base: starts, Disp: r * intSize})
		k.LEAQ(element(ends, row, 0), row)
		a = append(a, row)
	}
	i = k.load(t.field("length"))
	k.NEGQ(i)
	return a, i
}
