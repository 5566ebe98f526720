#include "go_asm.h"
#include "textflag.h"
#include "macros_wasm.h"

// The streaming kernel: blocks of four rows, eight columns at a time, then of
// two rows and of one, sixteen columns at a time.
//
// lo and hi = the weights of the four pairs at mem, times 2¹⁶.
#define WEIGHTS(mem, lo, hi) \
	LOAD(mem, hi); \
	Get                hi; \
	I32Const           $16; \
	I32x4Shl; \
	F32x4ConvertI32x4S; \
	Set                lo; \
	Get                hi; \
	F32x4ConvertI32x4S; \
	Set                hi

// Locals:
//
//	R0        p
//	R1 … R4   the rows of A, less BIAS bytes
//	R5, R6    B, and where its rows for this tap end
//	R7        src, less BIAS bytes
//	R8, R9    where the next rows of A and of C are listed
//	R10       rows left
//	R11       columns of this panel done, in bytes of C
//	R12       scratch
//	R13       c, of this panel
//	R14       the tap
//	R15       panels and taps left

#define PRODUCT_START \
	I64Load product_src(R0); \
	Set     R7; \
	ADD_CONST(-BIAS, R7); \
	I64Load product_b(R0); \
	Set     R6; \
	I64Load product_c(R0); \
	Set     R13; \
	I64Load product_panels(R0); \
	Set     R15

#define TAPS_START \
	I64Load product_taps(R0); \
	Set     R14

#define TAP_START \
	I64Load tap_from(R14); \
	Set     R8; \
	I64Load tap_to(R14); \
	Set     R9; \
	I64Load (tap_from+8)(R14); \
	Set     R10; \
	I64Load  product_k(R0); \
	I64Const $5; \
	I64Shl; \
	Get      R6; \
	I64Add; \
	Set      R6

// A condition: there are more taps.
#define TAP_NEXT \
	ADD_CONST(tap__size, R14); \
	I64Load  (product_taps+8)(R0); \
	I64Const $tap__size; \
	I64Mul; \
	I64Load  product_taps(R0); \
	I64Add; \
	Get      R14; \
	I64Ne

// B of this tap, which ends at R6; a row has 32 bytes.
#define WEIGHTS_START \
	Get      R6; \
	I64Load  product_k(R0); \
	I64Const $5; \
	I64Shl; \
	I64Sub; \
	Set      R5

// Past two rows of B. A condition: there are more.
#define WEIGHTS_NEXT \
	ADD_CONST(64, R5); \
	Get   R5; \
	Get   R6; \
	I64LtU

// A condition: the row of R1 has at least n rows left behind it.
#define ROWS_LEFT(n) \
	Get      R10; \
	I64Const $n; \
	I64GeS

#define ROWS_DONE(n) \
	ADD_CONST((8*n), R8); \
	ADD_CONST((8*n), R9); \
	ADD_CONST(-n, R10)

// C of row off of the list, from column R11 on.
#define SUMS(off) \
	SKIP(off(R9), R13, R12); \
	ADD_REG(R11, R12)

#define FOUR_ROWS(off, c0, c1) \
	SUMS(off); \
	LOAD(0(R12), c0); \
	LOAD(16(R12), c1)

#define FOUR_ROWS_DONE(off, c0, c1) \
	SUMS(off); \
	STORE(0, R12, c0); \
	STORE(16, R12, c1)

#define ROW(off, c0, c1, c2, c3) \
	SUMS(off); \
	LOAD(0(R12), c0); \
	LOAD(16(R12), c1); \
	LOAD(32(R12), c2); \
	LOAD(48(R12), c3)

#define ROW_DONE(off, c0, c1, c2, c3) \
	SUMS(off); \
	STORE(0, R12, c0); \
	STORE(16, R12, c1); \
	STORE(32, R12, c2); \
	STORE(48, R12, c3)

#define STEP4(a, b) \
	WEIGHTS(b(R5), V8, V9); \
	TIMES(R1, a, V0, V1); \
	TIMES(R2, a, V2, V3); \
	TIMES(R3, a, V4, V5); \
	TIMES(R4, a, V6, V7)

#define TIMES(R, a, c0, c1) \
	LOAD_SPLAT(R, a, V10); \
	MUL_ADD(V10, V8, c0); \
	MUL_ADD(V10, V9, c1)

#define STEP2(a, b) \
	LOAD_SPLAT(R1, a, V8); \
	LOAD_SPLAT(R2, a, V9); \
	TIMES2(b, V0, V1, V4, V5); \
	TIMES2((b+16), V2, V3, V6, V7)

#define TIMES2(b, c0, c1, d0, d1) \
	WEIGHTS(b(R5), V10, V11); \
	MUL_ADD(V8, V10, c0); \
	MUL_ADD(V8, V11, c1); \
	MUL_ADD(V9, V10, d0); \
	MUL_ADD(V9, V11, d1)

#define STEP1(a, b, c0, c1, c2, c3) \
	LOAD_SPLAT(R1, a, V8); \
	TIMES1(b, c0, c1); \
	TIMES1((b+16), c2, c3)

#define TIMES1(b, c0, c1) \
	WEIGHTS(b(R5), V10, V11); \
	MUL_ADD(V8, V10, c0); \
	MUL_ADD(V8, V11, c1)

// func productWasm(p *product)
TEXT ·productWasm(SB), NOSPLIT, $0-8
	I64Load p+0(FP)
	Set     R0
	PRODUCT_START

panels:
	Loop
		TAPS_START

taps:
		Loop
			TAP_START
			ROWS_LEFT(4)
			If

four:
				Loop
					I64Const $0
					Set      R11

half:
					Loop
						SKIP(0(R8), R7, R1)
						SKIP(8(R8), R7, R2)
						SKIP(16(R8), R7, R3)
						SKIP(24(R8), R7, R4)
						WEIGHTS_START
						Get      R5
						Get      R11
						I64Const $1
						I64ShrU
						I64Add
						Set      R5
						FOUR_ROWS(0, V0, V1)
						FOUR_ROWS(8, V2, V3)
						FOUR_ROWS(16, V4, V5)
						FOUR_ROWS(24, V6, V7)

step4:
						Loop
							STEP4(FLOAT0, 0)
							STEP4(FLOAT1, 32)
							ADD_CONST(8, R1)
							ADD_CONST(8, R2)
							ADD_CONST(8, R3)
							ADD_CONST(8, R4)
							WEIGHTS_NEXT
							BrIf step4
						End
						FOUR_ROWS_DONE(0, V0, V1)
						FOUR_ROWS_DONE(8, V2, V3)
						FOUR_ROWS_DONE(16, V4, V5)
						FOUR_ROWS_DONE(24, V6, V7)
						ADD_CONST(32, R11)
						Get      R11
						I64Const $64
						I64Ne
						BrIf     half
					End
					ROWS_DONE(4)
					ROWS_LEFT(4)
					BrIf four
				End
			End
			I64Const $0
			Set      R11
			ROWS_LEFT(2)
			If
				SKIP(0(R8), R7, R1)
				SKIP(8(R8), R7, R2)
				WEIGHTS_START
				ROW(0, V0, V1, V2, V3)
				ROW(8, V4, V5, V6, V7)

step2:
				Loop
					STEP2(FLOAT0, 0)
					STEP2(FLOAT1, 32)
					ADD_CONST(8, R1)
					ADD_CONST(8, R2)
					WEIGHTS_NEXT
					BrIf step2
				End
				ROW_DONE(0, V0, V1, V2, V3)
				ROW_DONE(8, V4, V5, V6, V7)
				ROWS_DONE(2)
			End
			ROWS_LEFT(1)
			If
				SKIP(0(R8), R7, R1)
				WEIGHTS_START
				ROW(0, V0, V1, V2, V3)
				ZERO(V4)
				ZERO(V5)
				ZERO(V6)
				ZERO(V7)

step1:
				Loop
					STEP1(FLOAT0, 0, V0, V1, V2, V3)
					STEP1(FLOAT1, 32, V4, V5, V6, V7)
					ADD_CONST(8, R1)
					WEIGHTS_NEXT
					BrIf step1
				End
				SUM(V0, V4, V0)
				SUM(V1, V5, V1)
				SUM(V2, V6, V2)
				SUM(V3, V7, V3)
				ROW_DONE(0, V0, V1, V2, V3)
			End
			TAP_NEXT
			BrIf taps
		End
		ADD_CONST(64, R13)
		COUNT_DOWN(R15)
		BrIf panels
	End
	RET
