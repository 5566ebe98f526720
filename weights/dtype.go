package weights

import (
	"encoding/binary"
	"errors"
	"math"
	"strings"
)

// DType is the form of a tensor's values in a file.
type DType string

// The dtypes that [File.Encode] writes.
const (
	F32 DType = "F32" // IEEE 754 binary32
	F16 DType = "F16" // IEEE 754 binary16
	I8  DType = "I8"  // int8 times NAME.scale, one F32 per output channel
)

// The dtypes that are only read; the integers only to be skipped.
const (
	bf16 DType = "BF16"
	f64  DType = "F64"
	i32  DType = "I32"
	i64  DType = "I64"
)

// ParseDType returns the dtype to write for a name such as "f16", in any case.
func ParseDType(name string) (DType, error) {
	switch d := DType(strings.ToUpper(name)); d {
	case F32, F16, I8:
		return d, nil
	}
	return "", errors.New("unknown dtype " + quote(name) + ": choose f32, f16 or i8")
}

// size returns the bytes of one element, 0 for a dtype that is not read.
func (d DType) size() int64 {
	switch d {
	case f64, i64:
		return 8
	case F32, i32:
		return 4
	case F16, bf16:
		return 2
	case I8:
		return 1
	}
	return 0
}

func (d DType) integer() bool { return d == i32 || d == i64 }

// widen sets dst to the little-endian values of src, len(dst) elements of d.
// I8 comes out unscaled; a float64 beyond float32 becomes an infinity.
func (d DType) widen(dst []float32, src []byte) {
	le := binary.LittleEndian
	switch d {
	case F32:
		for i := range dst {
			dst[i] = math.Float32frombits(le.Uint32(src[4*i:]))
		}
	case F16:
		for i := range dst {
			dst[i] = fromHalf(le.Uint16(src[2*i:]))
		}
	case bf16:
		for i := range dst {
			dst[i] = math.Float32frombits(uint32(le.Uint16(src[2*i:])) << 16)
		}
	case f64:
		for i := range dst {
			dst[i] = float32(math.Float64frombits(le.Uint64(src[8*i:])))
		}
	case I8:
		for i := range dst {
			dst[i] = float32(int8(src[i]))
		}
	}
}

// fromHalf widens a binary16, exactly. Exponent and fraction move to their
// place in a float32, whose exponent counts from 112 further down; the product
// makes up for that, subnormals included.
func fromHalf(h uint16) float32 {
	if h&0x7c00 == 0x7c00 { // infinity or NaN
		return math.Float32frombits(uint32(h&0x8000)<<16 | 0x7f800000 | uint32(h&0x3ff)<<13)
	}
	return math.Float32frombits(uint32(h&0x8000)<<16|uint32(h&0x7fff)<<13) * 0x1p112
}

// toHalf rounds f to the nearest binary16, ties to even; from 65520 up that is
// an infinity.
func toHalf(f float32) uint16 {
	bits := math.Float32bits(f)
	sign, abs := uint16(bits>>16&0x8000), bits&0x7fffffff
	switch {
	case abs > 0x7f800000:
		return sign | 0x7e00
	case abs >= 0x47800000: // 2¹⁶
		return sign | 0x7c00
	case abs < 0x38800000: // 2⁻¹⁴: the last bit of 0.5 weighs 2⁻²⁴, so the addition rounds
		return sign | uint16(math.Float32bits(math.Float32frombits(abs)+0.5)-math.Float32bits(0.5))
	}
	odd := abs >> 13 & 1
	return sign | uint16((abs-(127-15)<<23+0xfff+odd)>>13)
}

// channelScales returns the symmetric int8 scale of each row of data, one row
// per output channel: the largest magnitude becomes ±127. Cutting the largest
// off for a smaller squared error of the others leaves the accuracy of trained
// networks where it is at 8 bits, and lowers it at 4.
func channelScales(data []float32, channels int) []float32 {
	scales := make([]float32, channels)
	for o := range scales {
		largest := 0.0
		for _, v := range row(data, channels, o) {
			largest = max(largest, math.Abs(float64(v)))
		}
		scales[o] = float32(largest / 127)
		if scales[o] == 0 { // all zero, or too small to matter: any scale will do
			scales[o] = 1
		}
	}
	return scales
}

// quantise rounds v/scale to the nearest int8 in ±127, ties to even.
func quantise(v, scale float32) int8 {
	q := math.RoundToEven(float64(v) / float64(scale))
	return int8(max(-127, min(127, q)))
}

// row returns the values of output channel o, the first of the axes of data.
func row(data []float32, channels, o int) []float32 {
	n := len(data) / channels
	return data[o*n : (o+1)*n]
}
