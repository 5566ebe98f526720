package main

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/mmcloughlin/avo/attr"
	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/gotypes"
	. "github.com/mmcloughlin/avo/operand"
	"github.com/mmcloughlin/avo/reg"
)

// Bytes of Go's types.
const (
	intSize   = 8
	floatSize = 4 // of float32
)

// isa is an instruction set for vectors.
type isa struct {
	name   string
	vector func(*build.Context) reg.VecVirtual // a new variable
	size   int                                 // bytes of a vector
	bcst   bool                                // multiply-add can put one float from memory in all lanes
}

var (
	avx512 = isa{name: "AVX512", vector: (*build.Context).ZMM, size: 64, bcst: true}
	avx2   = isa{name: "AVX2", vector: (*build.Context).YMM, size: 32}
)

// kernel builds the micro-kernels of one shape. rows·vectors sums stay in
// registers, beside a row of B and one element of A in all lanes: 16 registers
// in all for AVX2, 32 for AVX-512. Eight sums or more cover the latency of two
// multiply-add units.
type kernel struct {
	*build.Context
	isa     isa
	rows    int
	vectors int // in a row
}

// record is a struct of package kernel.
type record struct {
	name string
	at   reg.Register
}

// field is the named field, of a slice the pointer to its data. The assembler
// finds the offset in go_asm.h, so fields may be added and moved.
func (r record) field(name string) Mem {
	return Mem{Symbol: Symbol{Name: r.name + "_" + name}, Base: r.at}
}

// begin starts the function of this kernel that takes a pointer to a struct,
// and returns that.
func (k *kernel) begin(param, structName string) record {
	k.Function(fmt.Sprintf("%s%dx%d%s", structName, k.rows, k.vectors, k.isa.name))
	k.Attributes(attr.NOSPLIT)
	named := types.NewNamed(types.NewTypeName(token.NoPos, nil, structName, nil), types.NewStruct(nil, nil), nil)
	pointer := types.NewVar(token.NoPos, nil, param, types.NewPointer(named))
	k.Signature(gotypes.NewSignature(nil, types.NewSignatureType(nil, nil, nil, types.NewTuple(pointer), nil, false)))
	return record{name: structName, at: k.Load(k.Param(param), k.GP64())}
}

// end returns from the function.
func (k *kernel) end() {
	k.VZEROUPPER()
	k.RET()
}

// load returns a new integer register that holds what src does.
func (k *kernel) load(src Op) reg.GPVirtual {
	r := k.GP64()
	k.MOVQ(src, r)
	return r
}

// bytes returns a new register that holds src, a count of floats, in bytes.
func (k *kernel) bytes(src Mem) reg.GPVirtual {
	r := k.load(src)
	k.SHLQ(U8(2), r)
	return r
}

// element is the float or vector at base[index], and disp bytes on.
func element(base, index reg.Register, disp int) Mem {
	return Mem{Base: base, Index: index, Scale: floatSize, Disp: disp}
}

// row returns as many new vector registers as a row takes.
func (k *kernel) row() []reg.VecVirtual {
	row := make([]reg.VecVirtual, k.vectors)
	for v := range row {
		row[v] = k.isa.vector(k.Context)
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
	x := k.isa.vector(k.Context)
	k.VBROADCASTSS(a, x)
	for v := range sums {
		k.VFMADD231PS(x, b[v], sums[v])
	}
}
