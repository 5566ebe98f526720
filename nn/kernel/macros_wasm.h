// Control flow is structured: BrIf to the label of a Loop starts it again, to
// that of a Block leaves it. JMP would go by way of a br_table, as do the loops
// that the compiler makes, at half the speed.
//
// All integer locals have 64 bits, so every access wraps its address to 32:
// off(R) is short for Get R, I32WrapI64 and a load at off. Three faults of the
// assembler shape the code:
//
//   - V128Store drops its offset, so stores add it to the address;
//   - V128Load32Splat is written without its memory argument, alignment and
//     offset, so the opcodes of the two instructions after it serve as those:
//     see LOAD_SPLAT;
//   - F32x4RelaxedMadd is written as another instruction, so products are
//     rounded before they are added.

#define COPY(from, to) \
	Get from; \
	Set to

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

// to = from + 4·n, for n floats at mem.
#define SKIP(mem, from, to) \
	Get      from; \
	I64Load  mem; \
	I64Const $2; \
	I64Shl; \
	I64Add; \
	Set      to

// to = 4·n, for n floats at field of o.
#define BYTES(field, to) \
	I64Load  field(R0); \
	I64Const $2; \
	I64Shl; \
	Set      to

// Leaves r - 1 on the stack, as a condition.
#define COUNT_DOWN(r) \
	Get        r; \
	I64Const   $1; \
	I64Sub; \
	Tee        r; \
	I32WrapI64

#define LOAD(mem, v) \
	V128Load mem; \
	Set      v

#define STORE(off, r, v) \
	Get        r; \
	I64Const   $off; \
	I64Add; \
	I32WrapI64; \
	Get        v; \
	V128Store  $0

#define ADD(mem, c) \
	Get      c; \
	V128Load mem; \
	F32x4Add; \
	Set      c

// Pmax is one instruction on x86, Max several; with the sum as its first
// operand it keeps NaN, as Max would.
#define BOUND(floor, c) \
	Get       c; \
	Get       floor; \
	F32x4Pmax; \
	Set       c

// V = the float at R + offset in all lanes. Nop is the byte 1, which as an
// alignment means 2; offset is the name of an instruction whose opcode is the
// number of bytes. The comparisons below are the opcodes of four floats in a
// row; pointers to be read with them are kept BIAS lower.
#define LOAD_SPLAT(R, offset, v) \
	Get             R; \
	I32WrapI64; \
	V128Load32Splat; \
	Nop; \
	offset; \
	Set             v

#define BIAS 72
#define FLOAT0 I32LtS
#define FLOAT1 I32LeS
#define FLOAT2 I64Eqz
#define FLOAT3 I64LtU

#define SPLAT(mem, v) \
	F32Load    mem; \
	F32x4Splat; \
	Set        v

#define MUL_ADD(x, y, c) \
	Get      x; \
	Get      y; \
	F32x4Mul; \
	Get      c; \
	F32x4Add; \
	Set      c

#define ZERO(v) \
	F32Const $(0.0); \
	F32x4Splat; \
	Set      v

#define SUM(x, y, to) \
	Get      x; \
	Get      y; \
	F32x4Add; \
	Set      to
