#include "go_asm.h"
#include "textflag.h"

// Each kernel keeps 8 rows of one or two 16-lane vectors in registers:
//
//	Z0, Z2 … Z14   rows 0 … 7, first vector
//	Z1, Z3 … Z15   rows 0 … 7, second vector
//	Z16, Z17       the row of B
//	Z18 … Z25      one element of A each, in all lanes
//
// Sixteen independent sums cover the latency of the two FMA units.

// R = the address of the present block's rows in field, one int each.
#define BLOCK(field, R) \
	MOVQ tile_block(DI), R; \
	SHLQ $6, R; \
	ADDQ field(DI), R

// Row pointers of A: R8, R9, R10, R11, R12, R13, SI, AX.
#define ROW_POINTERS \
	BLOCK(tile_a, R15); \
	MOVQ tile_src(DI), AX; \
	ADDQ DX, AX; \
	MOVQ 0(R15), R8; \
	LEAQ (AX)(R8*4), R8; \
	MOVQ 8(R15), R9; \
	LEAQ (AX)(R9*4), R9; \
	MOVQ 16(R15), R10; \
	LEAQ (AX)(R10*4), R10; \
	MOVQ 24(R15), R11; \
	LEAQ (AX)(R11*4), R11; \
	MOVQ 32(R15), R12; \
	LEAQ (AX)(R12*4), R12; \
	MOVQ 40(R15), R13; \
	LEAQ (AX)(R13*4), R13; \
	MOVQ 48(R15), SI; \
	LEAQ (AX)(SI*4), SI; \
	MOVQ 56(R15), R15; \
	LEAQ (AX)(R15*4), AX

#define FMA2(mem, x, c0, c1) \
	VBROADCASTSS mem, x; \
	VFMADD231PS  x, Z16, c0; \
	VFMADD231PS  x, Z17, c1

// The row at offset off of the block's, whose address is in R9: add the summand, bound below, store. The sum
// is VMAXPS's last source (first as Go writes it), which it returns if NaN.
#define ADD2(off, c0, c1) \
	MOVQ   off(R9), R8; \
	VADDPS (SI)(R8*4), c0, c0; \
	VADDPS 64(SI)(R8*4), c1, c1

#define STORE2(off, c0, c1) \
	MOVQ    off(R9), R8; \
	VMAXPS  c0, Z16, c0; \
	VMAXPS  c1, Z16, c1; \
	VMOVUPS c0, (BX)(R8*4); \
	VMOVUPS c1, 64(BX)(R8*4)

#define ADD1(off, c) \
	MOVQ   off(R9), R8; \
	VADDPS (SI)(R8*4), c, c

#define STORE1(off, c) \
	MOVQ    off(R9), R8; \
	VMAXPS  c, Z16, c; \
	VMOVUPS c, (BX)(R8*4)

// func tile8x2AVX512(t *tile)
TEXT ·tile8x2AVX512(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ $0, tile_block(DI)

block2:
	MOVQ    tile_bias(DI), SI
	VMOVUPS (SI), Z0
	VMOVUPS 64(SI), Z1
	VMOVAPS Z0, Z2
	VMOVAPS Z1, Z3
	VMOVAPS Z0, Z4
	VMOVAPS Z1, Z5
	VMOVAPS Z0, Z6
	VMOVAPS Z1, Z7
	VMOVAPS Z0, Z8
	VMOVAPS Z1, Z9
	VMOVAPS Z0, Z10
	VMOVAPS Z1, Z11
	VMOVAPS Z0, Z12
	VMOVAPS Z1, Z13
	VMOVAPS Z0, Z14
	VMOVAPS Z1, Z15
	MOVQ    tile_panel(DI), BX
	MOVQ    tile_runs(DI), CX
	XORQ    DX, DX
	TESTQ   CX, CX
	JZ      sum2

run2:
	ROW_POINTERS
	MOVQ tile_length(DI), R14
	XORQ R15, R15

loop2:
	VMOVUPS (BX), Z16
	VMOVUPS 64(BX), Z17
	FMA2((R8)(R15*4), Z18, Z0, Z1)
	FMA2((R9)(R15*4), Z19, Z2, Z3)
	FMA2((R10)(R15*4), Z20, Z4, Z5)
	FMA2((R11)(R15*4), Z21, Z6, Z7)
	FMA2((R12)(R15*4), Z22, Z8, Z9)
	FMA2((R13)(R15*4), Z23, Z10, Z11)
	FMA2((SI)(R15*4), Z24, Z12, Z13)
	FMA2((AX)(R15*4), Z25, Z14, Z15)
	ADDQ    $128, BX
	INCQ    R15
	CMPQ    R15, R14
	JLT     loop2
	MOVQ    tile_stride(DI), AX
	LEAQ    (DX)(AX*4), DX
	DECQ    CX
	JNZ     run2

sum2:
	BLOCK(tile_d, R9)
	MOVQ  tile_add(DI), SI
	TESTQ SI, SI
	JZ    store2
	ADD2(0, Z0, Z1)
	ADD2(8, Z2, Z3)
	ADD2(16, Z4, Z5)
	ADD2(24, Z6, Z7)
	ADD2(32, Z8, Z9)
	ADD2(40, Z10, Z11)
	ADD2(48, Z12, Z13)
	ADD2(56, Z14, Z15)

store2:
	MOVQ         tile_dst(DI), BX
	VBROADCASTSS tile_floor(DI), Z16
	STORE2(0, Z0, Z1)
	STORE2(8, Z2, Z3)
	STORE2(16, Z4, Z5)
	STORE2(24, Z6, Z7)
	STORE2(32, Z8, Z9)
	STORE2(40, Z10, Z11)
	STORE2(48, Z12, Z13)
	STORE2(56, Z14, Z15)
	MOVQ         tile_block(DI), AX
	INCQ         AX
	MOVQ         AX, tile_block(DI)
	CMPQ         AX, tile_blocks(DI)
	JLT          block2
	VZEROUPPER
	RET

// func tile8x1AVX512(t *tile)
TEXT ·tile8x1AVX512(SB), NOSPLIT, $0-8
	MOVQ t+0(FP), DI
	MOVQ $0, tile_block(DI)

block1:
	MOVQ    tile_bias(DI), SI
	VMOVUPS (SI), Z0
	VMOVAPS Z0, Z2
	VMOVAPS Z0, Z4
	VMOVAPS Z0, Z6
	VMOVAPS Z0, Z8
	VMOVAPS Z0, Z10
	VMOVAPS Z0, Z12
	VMOVAPS Z0, Z14
	MOVQ    tile_panel(DI), BX
	MOVQ    tile_runs(DI), CX
	XORQ    DX, DX
	TESTQ   CX, CX
	JZ      sum1

run1:
	ROW_POINTERS
	MOVQ tile_length(DI), R14
	XORQ R15, R15

loop1:
	VMOVUPS          (BX), Z16
	VFMADD231PS.BCST (R8)(R15*4), Z16, Z0
	VFMADD231PS.BCST (R9)(R15*4), Z16, Z2
	VFMADD231PS.BCST (R10)(R15*4), Z16, Z4
	VFMADD231PS.BCST (R11)(R15*4), Z16, Z6
	VFMADD231PS.BCST (R12)(R15*4), Z16, Z8
	VFMADD231PS.BCST (R13)(R15*4), Z16, Z10
	VFMADD231PS.BCST (SI)(R15*4), Z16, Z12
	VFMADD231PS.BCST (AX)(R15*4), Z16, Z14
	ADDQ             $64, BX
	INCQ             R15
	CMPQ             R15, R14
	JLT              loop1
	MOVQ             tile_stride(DI), AX
	LEAQ             (DX)(AX*4), DX
	DECQ             CX
	JNZ              run1

sum1:
	BLOCK(tile_d, R9)
	MOVQ  tile_add(DI), SI
	TESTQ SI, SI
	JZ    store1
	ADD1(0, Z0)
	ADD1(8, Z2)
	ADD1(16, Z4)
	ADD1(24, Z6)
	ADD1(32, Z8)
	ADD1(40, Z10)
	ADD1(48, Z12)
	ADD1(56, Z14)

store1:
	MOVQ         tile_dst(DI), BX
	VBROADCASTSS tile_floor(DI), Z16
	STORE1(0, Z0)
	STORE1(8, Z2)
	STORE1(16, Z4)
	STORE1(24, Z6)
	STORE1(32, Z8)
	STORE1(40, Z10)
	STORE1(48, Z12)
	STORE1(56, Z14)
	MOVQ         tile_block(DI), AX
	INCQ         AX
	MOVQ         AX, tile_block(DI)
	CMPQ         AX, tile_blocks(DI)
	JLT          block1
	VZEROUPPER
	RET

// Pointers of an outer product: AX, BX walk the pixels of one row of a and b,
// R8 and R9 are their steps, SI and DX where the row began, R10 and R11 the
// distance to the next row; CX counts rows, R12 pixels.
#define PIXEL_POINTERS \
	MOVQ outer_a(DI), SI; \
	MOVQ outer_ai(DI), AX; \
	LEAQ (SI)(AX*4), SI; \
	MOVQ outer_b(DI), DX; \
	MOVQ outer_bi(DI), AX; \
	LEAQ (DX)(AX*4), DX; \
	MOVQ outer_aStep(DI), R8; \
	SHLQ $2, R8; \
	MOVQ outer_bStep(DI), R9; \
	SHLQ $2, R9; \
	MOVQ outer_aRow(DI), R10; \
	SHLQ $2, R10; \
	MOVQ outer_bRow(DI), R11; \
	SHLQ $2, R11; \
	MOVQ outer_c(DI), R13; \
	MOVQ outer_ldc(DI), R15; \
	SHLQ $2, R15; \
	MOVQ outer_height(DI), CX

#define LOAD2(c0, c1) \
	VMOVUPS (R14), c0; \
	VMOVUPS 64(R14), c1; \
	ADDQ    R15, R14

#define SAVE2(c0, c1) \
	VMOVUPS c0, (R13); \
	VMOVUPS c1, 64(R13); \
	ADDQ    R15, R13

#define LOAD1(c) \
	VMOVUPS (R14), c; \
	ADDQ    R15, R14

#define SAVE1(c) \
	VMOVUPS c, (R13); \
	ADDQ    R15, R13

// func outer8x2AVX512(o *outer)
TEXT ·outer8x2AVX512(SB), NOSPLIT, $0-8
	MOVQ o+0(FP), DI
	PIXEL_POINTERS
	MOVQ R13, R14
	LOAD2(Z0, Z1)
	LOAD2(Z2, Z3)
	LOAD2(Z4, Z5)
	LOAD2(Z6, Z7)
	LOAD2(Z8, Z9)
	LOAD2(Z10, Z11)
	LOAD2(Z12, Z13)
	LOAD2(Z14, Z15)

row2:
	MOVQ SI, AX
	MOVQ DX, BX
	MOVQ outer_width(DI), R12

pixel2:
	VMOVUPS (BX), Z16
	VMOVUPS 64(BX), Z17
	FMA2((AX), Z18, Z0, Z1)
	FMA2(4(AX), Z19, Z2, Z3)
	FMA2(8(AX), Z20, Z4, Z5)
	FMA2(12(AX), Z21, Z6, Z7)
	FMA2(16(AX), Z22, Z8, Z9)
	FMA2(20(AX), Z23, Z10, Z11)
	FMA2(24(AX), Z24, Z12, Z13)
	FMA2(28(AX), Z25, Z14, Z15)
	ADDQ    R8, AX
	ADDQ    R9, BX
	DECQ    R12
	JNZ     pixel2
	ADDQ    R10, SI
	ADDQ    R11, DX
	DECQ    CX
	JNZ     row2
	SAVE2(Z0, Z1)
	SAVE2(Z2, Z3)
	SAVE2(Z4, Z5)
	SAVE2(Z6, Z7)
	SAVE2(Z8, Z9)
	SAVE2(Z10, Z11)
	SAVE2(Z12, Z13)
	SAVE2(Z14, Z15)
	VZEROUPPER
	RET

// func outer8x1AVX512(o *outer)
TEXT ·outer8x1AVX512(SB), NOSPLIT, $0-8
	MOVQ o+0(FP), DI
	PIXEL_POINTERS
	MOVQ R13, R14
	LOAD1(Z0)
	LOAD1(Z2)
	LOAD1(Z4)
	LOAD1(Z6)
	LOAD1(Z8)
	LOAD1(Z10)
	LOAD1(Z12)
	LOAD1(Z14)

row1:
	MOVQ SI, AX
	MOVQ DX, BX
	MOVQ outer_width(DI), R12

pixel1:
	VMOVUPS          (BX), Z16
	VFMADD231PS.BCST (AX), Z16, Z0
	VFMADD231PS.BCST 4(AX), Z16, Z2
	VFMADD231PS.BCST 8(AX), Z16, Z4
	VFMADD231PS.BCST 12(AX), Z16, Z6
	VFMADD231PS.BCST 16(AX), Z16, Z8
	VFMADD231PS.BCST 20(AX), Z16, Z10
	VFMADD231PS.BCST 24(AX), Z16, Z12
	VFMADD231PS.BCST 28(AX), Z16, Z14
	ADDQ             R8, AX
	ADDQ             R9, BX
	DECQ             R12
	JNZ              pixel1
	ADDQ             R10, SI
	ADDQ             R11, DX
	DECQ             CX
	JNZ              row1
	SAVE1(Z0)
	SAVE1(Z2)
	SAVE1(Z4)
	SAVE1(Z6)
	SAVE1(Z8)
	SAVE1(Z10)
	SAVE1(Z12)
	SAVE1(Z14)
	VZEROUPPER
	RET
