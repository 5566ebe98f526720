#include "go_asm.h"
#include "textflag.h"
#include "macros_wasm.h"

// Winograd transforms of four channels at a time. Each takes the columns of a
// square into scratch lines, and then the lines to where they belong. A line
// in the making is V0, V1 …, in place; V15 is 4 in all lanes.

#define DIFFERENCE(x, y, to) \
	Get      x; \
	Get      y; \
	F32x4Sub; \
	Set      to

// to = x + 4y.
#define SUM4(x, y, to) \
	Get      x; \
	Get      y; \
	Get      V15; \
	F32x4Mul; \
	F32x4Add; \
	Set      to

// to = x - 4y.
#define DIFFERENCE4(x, y, to) \
	Get      x; \
	Get      y; \
	Get      V15; \
	F32x4Mul; \
	F32x4Sub; \
	Set      to

#define FOUR \
	F32Const   $(4.0); \
	F32x4Splat; \
	Set        V15

// Loads from R4, which goes on by step.
#define TAKE(step, v) \
	LOAD(0(R4), v); \
	ADD_REG(step, R4)

// Stores to R4, which goes on by step.
#define PUT(step, v) \
	STORE(0, R4, v); \
	ADD_REG(step, R4)

// Bᵀx of F(2, 3): V0 … V3.
#define INPUT_LINE2 \
	DIFFERENCE(V0, V2, V0); \
	DIFFERENCE(V1, V3, V3); \
	SUM(V1, V2, V4); \
	DIFFERENCE(V2, V1, V2); \
	COPY(V4, V1)

// Bᵀx of F(4, 3): V0 … V5.
#define INPUT_LINE4 \
	DIFFERENCE(V4, V2, V6); \
	DIFFERENCE(V3, V1, V7); \
	DIFFERENCE(V0, V2, V0); \
	SUM4(V6, V0, V0); \
	DIFFERENCE(V5, V3, V5); \
	DIFFERENCE4(V5, V7, V5); \
	DIFFERENCE4(V4, V2, V8); \
	DIFFERENCE4(V3, V1, V9); \
	SUM(V7, V7, V7); \
	SUM(V8, V9, V1); \
	DIFFERENCE(V8, V9, V2); \
	SUM(V6, V7, V3); \
	DIFFERENCE(V6, V7, V4)

// Aᵀm of F(2, 3): V0, V1.
#define OUTPUT_LINE2 \
	SUM(V0, V1, V0); \
	SUM(V0, V2, V0); \
	DIFFERENCE(V1, V2, V1); \
	DIFFERENCE(V1, V3, V1)

// Aᵀm of F(4, 3): V0 … V3.
#define OUTPUT_LINE4 \
	SUM(V1, V2, V6); \
	DIFFERENCE(V1, V2, V7); \
	SUM(V3, V4, V8); \
	DIFFERENCE(V3, V4, V9); \
	SUM(V9, V9, V9); \
	SUM(V0, V6, V0); \
	SUM(V0, V8, V0); \
	SUM(V7, V9, V1); \
	SUM4(V6, V8, V2); \
	SUM(V7, V5, V3); \
	SUM4(V3, V9, V3)

// Locals of an input transform:
//
//	R0        t
//	R1        a column of the window
//	R2, R3    to the next row and the next pixel of the image
//	R4        where the next vector goes or comes from
//	R5        scratch lines
//	R6        vectors of channels left
//	R7, R8    dst and src, of the present channels
//	R9, R10   the tile in at, tiles left
//	R11       to the next position
//	R12       columns or lines left

#define INPUT_START \
	FOUR; \
	BYTES(inputTiles_row, R2); \
	BYTES(inputTiles_pixel, R3); \
	BYTES(inputTiles_position, R11); \
	I64Load inputTiles_dst(R0); \
	Set     R7; \
	I64Load inputTiles_at(R0); \
	Set     R9; \
	I64Load (inputTiles_at+8)(R0); \
	Set     R10

#define INPUT_TILE \
	I64Load inputTiles_src(R0); \
	Set     R8; \
	SKIP(0(R9), R8, R8); \
	I64Load inputTiles_channels(R0); \
	I64Const $2; \
	I64ShrU; \
	Set     R6

#define INPUT_COLUMNS(n) \
	COPY(R8, R1); \
	I64Load inputTiles_lines(R0); \
	Set     R5; \
	I64Const $n; \
	Set     R12

#define INPUT_COLUMN \
	ADD_REG(R3, R1); \
	ADD_CONST(16, R5); \
	COUNT_DOWN(R12)

#define INPUT_LINES(n) \
	I64Load inputTiles_lines(R0); \
	Set     R5; \
	COPY(R7, R4); \
	I64Const $n; \
	Set     R12

#define INPUT_NEXT \
	ADD_CONST(16, R7); \
	ADD_CONST(16, R8); \
	COUNT_DOWN(R6)

#define INPUT_NEXT_TILE \
	ADD_CONST(8, R9); \
	COUNT_DOWN(R10)

// func input2Wasm(t *inputTiles)
TEXT ·input2Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	INPUT_START

tiles:
	Loop
		INPUT_TILE

channels:
		Loop
			INPUT_COLUMNS(4)

columns:
			Loop
				COPY(R1, R4)
				TAKE(R2, V0)
				TAKE(R2, V1)
				TAKE(R2, V2)
				TAKE(R2, V3)
				INPUT_LINE2
				STORE(0, R5, V0)
				STORE(64, R5, V1)
				STORE(128, R5, V2)
				STORE(192, R5, V3)
				INPUT_COLUMN
				BrIf columns
			End
			INPUT_LINES(4)

lines:
			Loop
				LOAD(0(R5), V0)
				LOAD(16(R5), V1)
				LOAD(32(R5), V2)
				LOAD(48(R5), V3)
				INPUT_LINE2
				PUT(R11, V0)
				PUT(R11, V1)
				PUT(R11, V2)
				PUT(R11, V3)
				ADD_CONST(64, R5)
				COUNT_DOWN(R12)
				BrIf lines
			End
			INPUT_NEXT
			BrIf channels
		End
		INPUT_NEXT_TILE
		BrIf tiles
	End
	RET

// func input4Wasm(t *inputTiles)
TEXT ·input4Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	INPUT_START

tiles:
	Loop
		INPUT_TILE

channels:
		Loop
			INPUT_COLUMNS(6)

columns:
			Loop
				COPY(R1, R4)
				TAKE(R2, V0)
				TAKE(R2, V1)
				TAKE(R2, V2)
				TAKE(R2, V3)
				TAKE(R2, V4)
				TAKE(R2, V5)
				INPUT_LINE4
				STORE(0, R5, V0)
				STORE(96, R5, V1)
				STORE(192, R5, V2)
				STORE(288, R5, V3)
				STORE(384, R5, V4)
				STORE(480, R5, V5)
				INPUT_COLUMN
				BrIf columns
			End
			INPUT_LINES(6)

lines:
			Loop
				LOAD(0(R5), V0)
				LOAD(16(R5), V1)
				LOAD(32(R5), V2)
				LOAD(48(R5), V3)
				LOAD(64(R5), V4)
				LOAD(80(R5), V5)
				INPUT_LINE4
				PUT(R11, V0)
				PUT(R11, V1)
				PUT(R11, V2)
				PUT(R11, V3)
				PUT(R11, V4)
				PUT(R11, V5)
				ADD_CONST(96, R5)
				COUNT_DOWN(R12)
				BrIf lines
			End
			INPUT_NEXT
			BrIf channels
		End
		INPUT_NEXT_TILE
		BrIf tiles
	End
	RET

// Locals of an output transform:
//
//	R0        t
//	R1        a column of the sums; a row of the results
//	R2, R3    to the next row and the next pixel of the image
//	R4        where the next vector comes from; a result
//	R5        scratch lines
//	R6        vectors of channels left
//	R7, R8    src and dst, of the present channels
//	R9, R10   the tile in at, tiles left
//	R11, R12  to the next position, and to the next line of them
//	R13       columns or lines left
//	R14       from dst to add, if there is one
//	R15       bias, of the present channels
//
// V13 is the floor, V14 the bias.

#define OUTPUT_START(n) \
	FOUR; \
	SPLAT(outputTiles_floor(R0), V13); \
	BYTES(outputTiles_row, R2); \
	BYTES(outputTiles_pixel, R3); \
	BYTES(outputTiles_position, R11); \
	Get      R11; \
	I64Const $n; \
	I64Mul; \
	Set      R12; \
	I64Load  outputTiles_at(R0); \
	Set      R9; \
	I64Load  outputTiles_add(R0); \
	I64Load  outputTiles_dst(R0); \
	I64Sub; \
	Set      R14; \
	I64Load  outputTiles_src(R0); \
	Set      R7; \
	I64Load  (outputTiles_at+8)(R0); \
	Set      R10

#define OUTPUT_TILE \
	I64Load  outputTiles_dst(R0); \
	Set      R8; \
	SKIP(0(R9), R8, R8); \
	I64Load  outputTiles_bias(R0); \
	Set      R15; \
	I64Load  outputTiles_channels(R0); \
	I64Const $2; \
	I64ShrU; \
	Set      R6

#define OUTPUT_COLUMNS(n) \
	COPY(R7, R1); \
	I64Load  outputTiles_lines(R0); \
	Set      R5; \
	I64Const $n; \
	Set      R13

#define OUTPUT_COLUMN \
	ADD_REG(R11, R1); \
	ADD_CONST(16, R5); \
	COUNT_DOWN(R13)

#define OUTPUT_LINES(m) \
	I64Load  outputTiles_lines(R0); \
	Set      R5; \
	COPY(R8, R1); \
	LOAD(0(R15), V14); \
	I64Const $m; \
	Set      R13

#define OUTPUT_LINE(bytes) \
	ADD_CONST(bytes, R5); \
	ADD_REG(R2, R1); \
	COUNT_DOWN(R13)

#define OUTPUT_NEXT \
	ADD_CONST(16, R7); \
	ADD_CONST(16, R8); \
	ADD_CONST(16, R15); \
	COUNT_DOWN(R6)

// The next tile of src is tile floats after the present one, of which channels
// are behind.
#define OUTPUT_NEXT_TILE \
	SKIP(outputTiles_tile(R0), R7, R7); \
	Get      R7; \
	I64Load  outputTiles_channels(R0); \
	I64Const $2; \
	I64Shl; \
	I64Sub; \
	Set      R7; \
	ADD_CONST(8, R9); \
	COUNT_DOWN(R10)

// c += the summand of the result at R4, which goes on by a pixel.
#define SUMMAND(c) \
	Get      c; \
	Get      R4; \
	Get      R14; \
	I64Add; \
	I32WrapI64; \
	V128Load $0; \
	F32x4Add; \
	Set      c; \
	ADD_REG(R3, R4)

#define RESULT(c) \
	BOUND(V13, c); \
	PUT(R3, c)

// func output2Wasm(t *outputTiles)
TEXT ·output2Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	OUTPUT_START(4)

tiles:
	Loop
		OUTPUT_TILE

channels:
		Loop
			OUTPUT_COLUMNS(4)

columns:
			Loop
				COPY(R1, R4)
				TAKE(R12, V0)
				TAKE(R12, V1)
				TAKE(R12, V2)
				TAKE(R12, V3)
				OUTPUT_LINE2
				STORE(0, R5, V0)
				STORE(64, R5, V1)
				OUTPUT_COLUMN
				BrIf columns
			End
			OUTPUT_LINES(2)

lines:
			Loop
				LOAD(0(R5), V0)
				LOAD(16(R5), V1)
				LOAD(32(R5), V2)
				LOAD(48(R5), V3)
				OUTPUT_LINE2
				SUM(V0, V14, V0)
				SUM(V1, V14, V1)
				I64Load    outputTiles_add(R0)
				I32WrapI64
				If
					COPY(R1, R4)
					SUMMAND(V0)
					SUMMAND(V1)
				End
				COPY(R1, R4)
				RESULT(V0)
				RESULT(V1)
				OUTPUT_LINE(64)
				BrIf lines
			End
			OUTPUT_NEXT
			BrIf channels
		End
		OUTPUT_NEXT_TILE
		BrIf tiles
	End
	RET

// func output4Wasm(t *outputTiles)
TEXT ·output4Wasm(SB), NOSPLIT, $0-8
	I64Load t+0(FP)
	Set     R0
	OUTPUT_START(6)

tiles:
	Loop
		OUTPUT_TILE

channels:
		Loop
			OUTPUT_COLUMNS(6)

columns:
			Loop
				COPY(R1, R4)
				TAKE(R12, V0)
				TAKE(R12, V1)
				TAKE(R12, V2)
				TAKE(R12, V3)
				TAKE(R12, V4)
				TAKE(R12, V5)
				OUTPUT_LINE4
				STORE(0, R5, V0)
				STORE(96, R5, V1)
				STORE(192, R5, V2)
				STORE(288, R5, V3)
				OUTPUT_COLUMN
				BrIf columns
			End
			OUTPUT_LINES(4)

lines:
			Loop
				LOAD(0(R5), V0)
				LOAD(16(R5), V1)
				LOAD(32(R5), V2)
				LOAD(48(R5), V3)
				LOAD(64(R5), V4)
				LOAD(80(R5), V5)
				OUTPUT_LINE4
				SUM(V0, V14, V0)
				SUM(V1, V14, V1)
				SUM(V2, V14, V2)
				SUM(V3, V14, V3)
				I64Load    outputTiles_add(R0)
				I32WrapI64
				If
					COPY(R1, R4)
					SUMMAND(V0)
					SUMMAND(V1)
					SUMMAND(V2)
					SUMMAND(V3)
				End
				COPY(R1, R4)
				RESULT(V0)
				RESULT(V1)
				RESULT(V2)
				RESULT(V3)
				OUTPUT_LINE(96)
				BrIf lines
			End
			OUTPUT_NEXT
			BrIf channels
		End
		OUTPUT_NEXT_TILE
		BrIf tiles
	End
	RET
