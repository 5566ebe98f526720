#include "go_asm.h"
#include "textflag.h"
#include "macros_wasm.h"

// Each kernel keeps four rows of one or two 4-lane vectors in locals:
//
//	V0, V2, V4, V6   rows 0 … 3, first vector
//	V1, V3, V5, V7   rows 0 … 3, second vector
//	V8, V9           the row of B
//	V10              one element of A, in all lanes
//
// On x86, TurboFan (the compiler of Chromium and Node.js) has fifteen vector
// registers to give. A step of the wide kernel holds eight sums, the row of B,
// an element of each row of A and a product: a taller or wider one spills.

#define MUL_ADD2(R, offset, c0, c1) \
	LOAD_SPLAT(R, offset, V10); \
	MUL_ADD(V10, V8, c0); \
	MUL_ADD(V10, V9, c1)

#define MUL_ADD1(R, offset, c) \
	LOAD_SPLAT(R, offset, V10); \
	MUL_ADD(V10, V8, c)

// Locals of a tile:
//
//	R0        t
//	R1 … R4   the rows of A; outside the loops, R1 and R2 are scratch
//	R5, R6    B, and where it ends in this run
//	R7        runs left
//	R8        src, less BIAS bytes, moved on by stride with each run

#define TILE_START \
	I64Load tile_a(R0); \
	Set     R9; \
	I64Load tile_d(R0); \
	Set     R10; \
	I64Load tile_blocks(R0); \
	Set     R11

#define BLOCK_START \
	I64Load tile_src(R0); \
	Set     R8; \
	ADD_CONST(-BIAS, R8); \
	I64Load tile_panel(R0); \
	Set     R5; \
	I64Load tile_bias(R0); \
	Set     R1

// A row of B has 1<<shift bytes.
#define RUN_START(shift) \
	I64Load  tile_length(R0); \
	I64Const $shift; \
	I64Shl; \
	Get      R5; \
	I64Add; \
	Set      R6; \
	SKIP(0(R9), R8, R1); \
	SKIP(8(R9), R8, R2); \
	SKIP(16(R9), R8, R3); \
	SKIP(24(R9), R8, R4)

// A run has at least one step. The inner loops take four at a time and leave
// after any of them: that shares the moving of pointers, needs no second loop
// for a remainder, and the branches keep TurboFan from moving the loads of all
// four steps to the top, where they spill.

// A condition: the run ends n bytes of B further on.
#define LAST(n) \
	Get      R5; \
	I64Const $n; \
	I64Add; \
	Get      R6; \
	I64Eq

// Past four steps and n bytes of B. A condition: the run goes on.
#define NEXT(n) \
	ADD_CONST(16, R1); \
	ADD_CONST(16, R2); \
	ADD_CONST(16, R3); \
	ADD_CONST(16, R4); \
	ADD_CONST(n, R5); \
	Get   R5; \
	Get   R6; \
	I64Ne

// A condition: there is another run.
#define RUN_END \
	COPY(R6, R5); \
	SKIP(tile_stride(R0), R8, R8); \
	COUNT_DOWN(R7)

#define STEP2(a, b) \
	LOAD(b(R5), V8); \
	LOAD((b+16)(R5), V9); \
	MUL_ADD2(R1, a, V0, V1); \
	MUL_ADD2(R2, a, V2, V3); \
	MUL_ADD2(R3, a, V4, V5); \
	MUL_ADD2(R4, a, V6, V7)

#define SUM2(off, c0, c1) \
	SKIP(off(R10), R2, R1); \
	ADD(0(R1), c0); \
	ADD(16(R1), c1)

#define RESULT2(off, c0, c1) \
	SKIP(off(R10), R2, R1); \
	BOUND(V8, c0); \
	BOUND(V8, c1); \
	STORE(0, R1, c0); \
	STORE(16, R1, c1)

// func tile4x2Wasm(t *tile)
TEXT ·tile4x2Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	TILE_START

block2:
	Loop
		BLOCK_START
		LOAD(0(R1), V0)
		LOAD(16(R1), V1)
		COPY(V0, V2)
		COPY(V1, V3)
		COPY(V0, V4)
		COPY(V1, V5)
		COPY(V0, V6)
		COPY(V1, V7)
		I64Load    tile_runs(R0)
		Tee        R7
		I32WrapI64
		If

runs2:
			Loop
				RUN_START(5)

run2:
				Block

steps2:
					Loop
						STEP2(FLOAT0, 0)
						LAST(32)
						BrIf run2
						STEP2(FLOAT1, 32)
						LAST(64)
						BrIf run2
						STEP2(FLOAT2, 64)
						LAST(96)
						BrIf run2
						STEP2(FLOAT3, 96)
						NEXT(128)
						BrIf steps2
					End
				End
				RUN_END
				BrIf runs2
			End
		End
		I64Load    tile_add(R0)
		Tee        R2
		I32WrapI64
		If
			SUM2(0, V0, V1)
			SUM2(8, V2, V3)
			SUM2(16, V4, V5)
			SUM2(24, V6, V7)
		End
		I64Load tile_dst(R0)
		Set     R2
		SPLAT(tile_floor(R0), V8)
		RESULT2(0, V0, V1)
		RESULT2(8, V2, V3)
		RESULT2(16, V4, V5)
		RESULT2(24, V6, V7)
		ADD_CONST(32, R9)
		ADD_CONST(32, R10)
		COUNT_DOWN(R11)
		BrIf block2
	End
	RET

// Locals of a product of matrices:
//
//	R0        m
//	R1 … R4   the rows of A, less BIAS bytes
//	R5, R6    B, and where its panel ends
//	R7        bytes of a row of A
//	R8        the present A, less BIAS bytes
//	R9        rows of C
//	R10       blocks left
//	R11       bytes of a panel
//	R12       panels left
//	R13       columns of C
//	R14       matrices left
//	R15       bytes from one row of C to the next

#define MATRICES_START \
	I64Load  matrices_a(R0); \
	Set      R8; \
	ADD_CONST(-BIAS, R8); \
	I64Load  matrices_b(R0); \
	Set      R5; \
	I64Load  matrices_c(R0); \
	Set      R13; \
	I64Load  matrices_count(R0); \
	Set      R14; \
	BYTES(matrices_k, R7); \
	Get      R7; \
	I64Const $3; \
	I64Shl; \
	Set      R11; \
	BYTES(matrices_stride, R15)

#define PANELS_START \
	I64Load matrices_panels(R0); \
	Set     R12

#define BLOCKS_START \
	Get     R5; \
	Get     R11; \
	I64Add; \
	Set     R6; \
	COPY(R13, R9); \
	COPY(R8, R4); \
	I64Load matrices_blocks(R0); \
	Set     R10

// The rows of a block follow those of the one before, which R4 ran through.
#define ROWS_START \
	COPY(R4, R1); \
	Get    R1; \
	Get    R7; \
	I64Add; \
	Tee    R2; \
	Get    R7; \
	I64Add; \
	Tee    R3; \
	Get    R7; \
	I64Add; \
	Set    R4; \
	ZERO(V0); \
	ZERO(V1); \
	ZERO(V2); \
	ZERO(V3); \
	ZERO(V4); \
	ZERO(V5); \
	ZERO(V6); \
	ZERO(V7)

#define ROW_DONE(c0, c1) \
	STORE(0, R9, c0); \
	STORE(16, R9, c1); \
	ADD_REG(R15, R9)

#define BACK(x, r) \
	Get    r; \
	Get    x; \
	I64Sub; \
	Set    r

// To the next matrices; the panels of B and the columns of C are behind.
#define MATRICES_NEXT \
	SKIP(matrices_nextA(R0), R8, R8); \
	SKIP(matrices_nextB(R0), R5, R5); \
	SKIP(matrices_nextC(R0), R13, R13); \
	I64Load  matrices_panels(R0); \
	Tee      R12; \
	Get      R11; \
	I64Mul; \
	Set      R6; \
	BACK(R6, R5); \
	Get      R12; \
	I64Const $5; \
	I64Shl; \
	Set      R6; \
	BACK(R6, R13); \
	COUNT_DOWN(R14)

// func matrices4x2Wasm(m *matrices)
TEXT ·matrices4x2Wasm(SB), NOSPLIT, $0-8
	I64Load m+0(FP)
	Set     R0
	MATRICES_START

matrix:
	Loop
		PANELS_START

panel:
		Loop
			BLOCKS_START

rows:
			Loop
				ROWS_START

stepsm:
				Loop
					STEP2(FLOAT0, 0)
					STEP2(FLOAT1, 32)
					STEP2(FLOAT2, 64)
					STEP2(FLOAT3, 96)
					NEXT(128)
					BrIf stepsm
				End
				ROW_DONE(V0, V1)
				ROW_DONE(V2, V3)
				ROW_DONE(V4, V5)
				ROW_DONE(V6, V7)
				BACK(R11, R5)
				COUNT_DOWN(R10)
				BrIf rows
			End
			COPY(R6, R5)
			ADD_CONST(32, R13)
			COUNT_DOWN(R12)
			BrIf panel
		End
		MATRICES_NEXT
		BrIf matrix
	End
	RET

#define STEP1(a, b) \
	LOAD(b(R5), V8); \
	MUL_ADD1(R1, a, V0); \
	MUL_ADD1(R2, a, V2); \
	MUL_ADD1(R3, a, V4); \
	MUL_ADD1(R4, a, V6)

#define SUM1(off, c) \
	SKIP(off(R10), R2, R1); \
	ADD(0(R1), c)

#define RESULT1(off, c) \
	SKIP(off(R10), R2, R1); \
	BOUND(V8, c); \
	STORE(0, R1, c)

// func tile4x1Wasm(t *tile)
TEXT ·tile4x1Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	TILE_START

block1:
	Loop
		BLOCK_START
		LOAD(0(R1), V0)
		COPY(V0, V2)
		COPY(V0, V4)
		COPY(V0, V6)
		I64Load    tile_runs(R0)
		Tee        R7
		I32WrapI64
		If

runs1:
			Loop
				RUN_START(4)

run1:
				Block

steps1:
					Loop
						STEP1(FLOAT0, 0)
						LAST(16)
						BrIf run1
						STEP1(FLOAT1, 16)
						LAST(32)
						BrIf run1
						STEP1(FLOAT2, 32)
						LAST(48)
						BrIf run1
						STEP1(FLOAT3, 48)
						NEXT(64)
						BrIf steps1
					End
				End
				RUN_END
				BrIf runs1
			End
		End
		I64Load    tile_add(R0)
		Tee        R2
		I32WrapI64
		If
			SUM1(0, V0)
			SUM1(8, V2)
			SUM1(16, V4)
			SUM1(24, V6)
		End
		I64Load tile_dst(R0)
		Set     R2
		SPLAT(tile_floor(R0), V8)
		RESULT1(0, V0)
		RESULT1(8, V2)
		RESULT1(16, V4)
		RESULT1(24, V6)
		ADD_CONST(32, R9)
		ADD_CONST(32, R10)
		COUNT_DOWN(R11)
		BrIf block1
	End
	RET

// Locals of an outer product:
//
//	R0        o
//	R1, R2    a pixel of a, less BIAS bytes, and of b
//	R3, R4    where their image row began
//	R5, R6    to the next pixel of a and of b
//	R7, R8    to the next image row
//	R9, R10   image rows left, pixels left
//	R11       a row of C
//	R12       to its next row

#define OUTER_START \
	I64Load outer_a(R0); \
	Set     R3; \
	SKIP(outer_ai(R0), R3, R3); \
	ADD_CONST(-BIAS, R3); \
	I64Load outer_b(R0); \
	Set     R4; \
	SKIP(outer_bi(R0), R4, R4); \
	BYTES(outer_aStep, R5); \
	BYTES(outer_bStep, R6); \
	BYTES(outer_aRow, R7); \
	BYTES(outer_bRow, R8); \
	I64Load outer_height(R0); \
	Set     R9; \
	I64Load outer_c(R0); \
	Set     R11; \
	BYTES(outer_ldc, R12)

#define ROW_START \
	COPY(R3, R1); \
	COPY(R4, R2); \
	I64Load outer_width(R0); \
	Set     R10

#define LOAD_ROW2(c0, c1) \
	LOAD(0(R11), c0); \
	LOAD(16(R11), c1); \
	ADD_REG(R12, R11)

#define STORE_ROW2(c0, c1) \
	STORE(0, R11, c0); \
	STORE(16, R11, c1); \
	ADD_REG(R12, R11)

// func outer4x2Wasm(o *outer)
TEXT ·outer4x2Wasm(SB), NOSPLIT, $0-8
	I64Load o+0(FP)
	Set     R0
	OUTER_START
	LOAD_ROW2(V0, V1)
	LOAD_ROW2(V2, V3)
	LOAD_ROW2(V4, V5)
	LOAD_ROW2(V6, V7)

rows2:
	Loop
		ROW_START

pixels2:
		Loop
			LOAD(0(R2), V8)
			LOAD(16(R2), V9)
			MUL_ADD2(R1, FLOAT0, V0, V1)
			MUL_ADD2(R1, FLOAT1, V2, V3)
			MUL_ADD2(R1, FLOAT2, V4, V5)
			MUL_ADD2(R1, FLOAT3, V6, V7)
			ADD_REG(R5, R1)
			ADD_REG(R6, R2)
			COUNT_DOWN(R10)
			BrIf pixels2
		End
		ADD_REG(R7, R3)
		ADD_REG(R8, R4)
		COUNT_DOWN(R9)
		BrIf rows2
	End
	I64Load outer_c(R0)
	Set     R11
	STORE_ROW2(V0, V1)
	STORE_ROW2(V2, V3)
	STORE_ROW2(V4, V5)
	STORE_ROW2(V6, V7)
	RET

#define LOAD_ROW1(c) \
	LOAD(0(R11), c); \
	ADD_REG(R12, R11)

#define STORE_ROW1(c) \
	STORE(0, R11, c); \
	ADD_REG(R12, R11)

// func outer4x1Wasm(o *outer)
TEXT ·outer4x1Wasm(SB), NOSPLIT, $0-8
	I64Load o+0(FP)
	Set     R0
	OUTER_START
	LOAD_ROW1(V0)
	LOAD_ROW1(V2)
	LOAD_ROW1(V4)
	LOAD_ROW1(V6)

rows1:
	Loop
		ROW_START

pixels1:
		Loop
			LOAD(0(R2), V8)
			MUL_ADD1(R1, FLOAT0, V0)
			MUL_ADD1(R1, FLOAT1, V2)
			MUL_ADD1(R1, FLOAT2, V4)
			MUL_ADD1(R1, FLOAT3, V6)
			ADD_REG(R5, R1)
			ADD_REG(R6, R2)
			COUNT_DOWN(R10)
			BrIf pixels1
		End
		ADD_REG(R7, R3)
		ADD_REG(R8, R4)
		COUNT_DOWN(R9)
		BrIf rows1
	End
	I64Load outer_c(R0)
	Set     R11
	STORE_ROW1(V0)
	STORE_ROW1(V2)
	STORE_ROW1(V4)
	STORE_ROW1(V6)
	RET
