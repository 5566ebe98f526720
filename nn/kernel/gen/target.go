package main

import (
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
	name      string
	variable  func(*build.Context) reg.VecVirtual
	size      int  // bytes of a vector
	registers int  // for vectors
	bcst      bool // multiply-add can put one float from memory in all lanes
}

var (
	avx512 = isa{name: "AVX512", variable: (*build.Context).ZMM, size: 64, registers: 32, bcst: true}
	avx2   = isa{name: "AVX2", variable: (*build.Context).YMM, size: 32, registers: 16}
)

// target is where functions for one instruction set are written.
type target struct {
	*build.Context
	isa isa
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

// length is that of the named field, a slice.
func (r record) length(name string) Mem {
	return r.field(name).Offset(intSize)
}

// begin starts a function that takes a pointer to a struct, and returns that.
func (t *target) begin(function, param, structName string) record {
	t.Function(function + t.isa.name)
	t.Attributes(attr.NOSPLIT)
	named := types.NewNamed(types.NewTypeName(token.NoPos, nil, structName, nil), types.NewStruct(nil, nil), nil)
	pointer := types.NewVar(token.NoPos, nil, param, types.NewPointer(named))
	t.Signature(gotypes.NewSignature(nil, types.NewSignatureType(nil, nil, nil, types.NewTuple(pointer), nil, false)))
	return record{name: structName, at: t.Load(t.Param(param), t.GP64())}
}

// end returns from the function.
func (t *target) end() {
	t.VZEROUPPER()
	t.RET()
}

// load returns a new integer register that holds what src does.
func (t *target) load(src Op) reg.GPVirtual {
	r := t.GP64()
	t.MOVQ(src, r)
	return r
}

// bytes returns a new register that holds src, a count of floats, in bytes.
func (t *target) bytes(src Mem) reg.GPVirtual {
	r := t.load(src)
	t.SHLQ(U8(2), r)
	return r
}

// element is the float or vector at base[index], and disp bytes on.
func element(base, index reg.Register, disp int) Mem {
	return Mem{Base: base, Index: index, Scale: floatSize, Disp: disp}
}

// vector returns a new vector register.
func (t *target) vector() reg.VecVirtual { return t.isa.variable(t.Context) }
