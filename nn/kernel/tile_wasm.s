#include "go_asm.h"
#include "textflag.h"

// Each kernel keeps eight sums, as many as V8 holds in the sixteen vector
// registers of x86 beside the operands; with more it spills.
//
//	wide    V0, V2, V4, V6    rows 0 … 3, first vector
//	        V1, V3, V5, V7    rows 0 … 3, second vector
//	        V8, V9            the row of B
//	        V10               one element of A, in all lanes
//	narrow  V0 … V7           rows 0 … 7
//	        V8                the row of B
//
// Loops are Loop and BrIf, which jump straight back. A label with a JMP, like
// every loop that the compiler makes, goes round through a br_table instead,
// and halves the speed.
//
// Pointers are 64-bit locals, the only integers there are: off(R) stands for
// an I32WrapI64 and a load at a constant offset. Three faults of the assembler
// shape the rest:
//
//   - V128Store ignores its offset, so stores add it to the address.
//   - V128Load32Splat lacks its memory argument, so elements of A come by way
//     of F32Load and F32x4Splat.
//   - F32x4RelaxedMadd is another instruction, so products are rounded before
//     they are summed.

#define ADD_CONST(n, r) \
	Get      r; \
	I64Const $n; \
	I64Add; \
	Set      r

#define ADD_REG(x, r) \
	Get    r; \
	Get    x; \
	I64Add; \
	Set    r

// Leaves r - 1 on the stack, for a BrIf.
#define COUNT_DOWN(r) \
	Get      r; \
	I64Const $1; \
	I64Sub; \
	Tee      r

#define COPY(from, to) \
	Get from; \
	Set to

#define MUL_ADD(x, y, c) \
	Get      x; \
	Get      y; \
	F32x4Mul; \
	Get      c; \
	F32x4Add; \
	Set      c

// Row r, at offset off of tile_a: its first float in src.
#define ROW_POINTER(off, r) \
	I64Load  tile_src(R0); \
	I64Load  (tile_a+off)(R0); \
	I64Const $2; \
	I64Shl; \
	I64Add; \
	Set      r

// From the end of a run to the start of the next: (stride - length) floats.
#define RUN_GAP(r) \
	I64Load  tile_stride(R0); \
	I64Load  tile_length(R0); \
	I64Sub; \
	I64Const $2; \
	I64Shl; \
	Set      r

// Row r at offset off of tile_d: where it starts in field, a slice.
#define RESULT_POINTER(field, off, r) \
	I64Load  field(R0); \
	I64Load  (tile_d+off)(R0); \
	I64Const $2; \
	I64Shl; \
	I64Add; \
	Set      r

#define ADD_MEM(mem, c) \
	Get      c; \
	V128Load mem; \
	F32x4Add; \
	Set      c

// Pmax is one instruction where Max, which orders zeros, is several. With the
// sum first it keeps NaN.
#define STORE(off, r, c) \
	Get       r; \
	I64Const  $off; \
	I64Add; \
	I32WrapI64; \
	Get       c; \
	Get       V8; \
	F32x4Pmax; \
	V128Store $0

#define FMA2(mem, c0, c1) \
	F32Load    mem; \
	F32x4Splat; \
	Set        V10; \
	MUL_ADD(V10, V8, c0); \
	MUL_ADD(V10, V9, c1)

#define STEP2(a, b) \
	V128Load b(R5); \
	Set      V8; \
	V128Load (b+16)(R5); \
	Set      V9; \
	FMA2(a(R1), V0, V1); \
	FMA2(a(R2), V2, V3); \
	FMA2(a(R3), V4, V5); \
	FMA2(a(R4), V6, V7)

#define ADD2(off, c0, c1) \
	RESULT_POINTER(tile_add, off, R1); \
	ADD_MEM(0(R1), c0); \
	ADD_MEM(16(R1), c1)

#define STORE2(off, c0, c1) \
	RESULT_POINTER(tile_dst, off, R1); \
	STORE(0, R1, c0); \
	STORE(16, R1, c1)

// func tile4x2Wasm(t *tile)
//
// R0 is t, R1 … R4 walk the rows of A, R5 walks B, R6 counts runs, R7 steps
// of a run, R8 is the gap between runs.
TEXT ·tile4x2Wasm(SB), NOSPLIT, $0-8
	I64Load  t+0(FP)
	Set      R0
	I64Load  tile_bias(R0)
	Set      R1
	V128Load 0(R1)
	Set      V0
	V128Load 16(R1)
	Set      V1
	COPY(V0, V2)
	COPY(V1, V3)
	COPY(V0, V4)
	COPY(V1, V5)
	COPY(V0, V6)
	COPY(V1, V7)
	ROW_POINTER(0, R1)
	ROW_POINTER(8, R2)
	ROW_POINTER(16, R3)
	ROW_POINTER(24, R4)
	I64Load  tile_panel(R0)
	Set      R5
	RUN_GAP(R8)
	I64Load  tile_runs(R0)
	Tee      R6
	I64Eqz
	I32Eqz
	If

run2:
		Loop
			I64Load  tile_length(R0)
			I64Const $2
			I64ShrU
			Tee      R7
			I64Eqz
			I32Eqz
			If

four2:
				Loop
					STEP2(0, 0)
					STEP2(4, 32)
					STEP2(8, 64)
					STEP2(12, 96)
					ADD_CONST(16, R1)
					ADD_CONST(16, R2)
					ADD_CONST(16, R3)
					ADD_CONST(16, R4)
					ADD_CONST(128, R5)
					COUNT_DOWN(R7)
					I64Eqz
					I32Eqz
					BrIf four2
				End
			End
			I64Load  tile_length(R0)
			I64Const $3
			I64And
			Tee      R7
			I64Eqz
			I32Eqz
			If

one2:
				Loop
					STEP2(0, 0)
					ADD_CONST(4, R1)
					ADD_CONST(4, R2)
					ADD_CONST(4, R3)
					ADD_CONST(4, R4)
					ADD_CONST(32, R5)
					COUNT_DOWN(R7)
					I64Eqz
					I32Eqz
					BrIf one2
				End
			End
			ADD_REG(R8, R1)
			ADD_REG(R8, R2)
			ADD_REG(R8, R3)
			ADD_REG(R8, R4)
			COUNT_DOWN(R6)
			I64Eqz
			I32Eqz
			BrIf run2
		End
	End
	I64Load tile_add(R0)
	I64Eqz
	I32Eqz
	If
		ADD2(0, V0, V1)
		ADD2(8, V2, V3)
		ADD2(16, V4, V5)
		ADD2(24, V6, V7)
	End
	F32Load    tile_floor(R0)
	F32x4Splat
	Set        V8
	STORE2(0, V0, V1)
	STORE2(8, V2, V3)
	STORE2(16, V4, V5)
	STORE2(24, V6, V7)
	RET
