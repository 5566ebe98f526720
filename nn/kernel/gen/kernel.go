package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// kernel builds the micro-kernels of one shape. rows·vectors sums stay in
// registers, beside a row of B and one element of A in all lanes: 16 registers
// in all for AVX2, 32 for AVX-512. Eight sums or more cover the latency of two
// multiply-add units.
type kernel struct {
	target
	rows    int
	vectors int // in a row
}

// begin starts the function of this kernel that takes a pointer to a struct,
// and returns that.
func (k *kernel) begin(param, structName string) record {
	return k.target.begin(fmt.Sprintf("%s%dx%d", structName, k.rows, k.vectors), param, structName)
}

// row returns as many new vector registers as a row takes.
func (k *kernel) row() []reg.VecVirtual {
	row := make([]reg.VecVirtual, k.vectors)
	for v := range row {
		row[v] = k.vector()
	}
	return row
}

// loadRow returns a row of new registers that hold what is at src.
func (k *kernel) loadRow(src Mem) []reg.VecVirtual {
	row := k.row()
	for v, r := range row {
		k.VMOVUPS(src.Offset(v*k.isa.size), r)
	}
	return row
}

// storeRow stores row at dst.
func (k *kernel) storeRow(row []reg.VecVirtual, dst Mem) {
	for v, r := range row {
		k.VMOVUPS(r, dst.Offset(v*k.isa.size))
	}
}

// multiplyAdd adds a, one float in memory, times the row b to sums.
func (k *kernel) multiplyAdd(a Mem, b, sums []reg.VecVirtual) {
	if k.vectors == 1 && k.isa.bcst {
		k.VFMADD231PS_BCST(a, b[0], sums[0])
		return
	}
	x := k.vector()
	k.VBROADCASTSS(a, x)
	for v := range sums {
		k.VFMADD231PS(x, b[v], sums[v])
	}
}
