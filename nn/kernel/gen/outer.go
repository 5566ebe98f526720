package main

import (
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// outer builds the kernel of type outer in package kernel: see there. height
// and width are at least 1.
func (k *kernel) outer() {
	o := k.begin("o", "outer")
	rowA, rowB := k.pointer(o, "a", "ai"), k.pointer(o, "b", "bi")
	aStep, bStep := k.bytes(o.field("aStep")), k.bytes(o.field("bStep"))
	aRow, bRow := k.bytes(o.field("aRow")), k.bytes(o.field("bRow"))
	ldc := k.bytes(o.field("ldc"))
	y := k.load(o.field("height"))

	c := k.load(o.field("c"))
	var sums [][]reg.VecVirtual
	for range k.rows {
		sums = append(sums, k.loadRow(Mem{Base: c}))
		k.ADDQ(ldc, c)
	}

	k.Label("row")
	a, b := k.load(rowA), k.load(rowB)
	x := k.load(o.field("width"))

	k.Label("pixel")
	columns := k.loadRow(Mem{Base: b})
	for r := range k.rows {
		k.multiplyAdd(Mem{Base: a, Disp: r * floatSize}, columns, sums[r])
	}
	k.ADDQ(aStep, a)
	k.ADDQ(bStep, b)
	k.DECQ(x)
	k.JNZ(LabelRef("pixel"))

	k.ADDQ(aRow, rowA)
	k.ADDQ(bRow, rowB)
	k.DECQ(y)
	k.JNZ(LabelRef("row"))

	c = k.load(o.field("c"))
	for _, row := range sums {
		k.storeRow(row, Mem{Base: c})
		k.ADDQ(ldc, c)
	}
	k.end()
}

// pointer returns the address of element index of slice, both fields of o.
func (k *kernel) pointer(o record, slice, index string) reg.GPVirtual {
	p := k.load(o.field(slice))
	k.LEAQ(element(p, k.load(o.field(index)), 0), p)
	return p
}
