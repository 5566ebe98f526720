package weights

import (
	"math"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// half is the definition of binary16, by arithmetic instead of by bits.
func half(h uint16) float64 {
	sign := 1 - 2*float64(h>>15)
	exponent, fraction := int(h>>10&0x1f), float64(h&0x3ff)
	switch {
	case exponent == 0:
		return sign * math.Ldexp(fraction, -24)
	case exponent < 31:
		return sign * math.Ldexp(1024+fraction, exponent-25)
	case fraction == 0:
		return math.Inf(int(sign))
	}
	return math.NaN()
}

func TestFromHalfOfEveryValue(t *testing.T) {
	for i := range 1 << 16 {
		h := uint16(i)
		got, want := float64(fromHalf(h)), half(h)
		if math.IsNaN(want) {
			require.Truef(t, math.IsNaN(got), "%#04x", h)
			require.Truef(t, math.IsNaN(float64(fromHalf(toHalf(float32(got))))), "%#04x", h)
			continue
		}
		require.Equalf(t, math.Float64bits(want), math.Float64bits(got), "%#04x", h)
		require.Equalf(t, h, toHalf(float32(got)), "%#04x does not survive the way there and back", h)
	}
}

// Between any two neighbouring halves lie the three cases of rounding: the tie,
// which goes to the even one, and the float32 on either side of it.
func TestToHalfRoundsToNearestEven(t *testing.T) {
	const largest = 0x7bff
	for h := uint16(0); h <= largest; h++ {
		low, high := half(h), half(h+1)
		if h == largest {
			high = 65536 // what the next half would be
		}
		tie := float32((low + high) / 2)
		even := h + h&1
		for _, c := range []struct {
			value float32
			want  uint16
		}{
			{tie, even},
			{math.Nextafter32(tie, 0), h},
			{math.Nextafter32(tie, 1e9), h + 1},
		} {
			require.Equalf(t, c.want, toHalf(c.value), "%v", c.value)
			require.Equalf(t, c.want|0x8000, toHalf(-c.value), "%v", -c.value)
		}
	}
	assert.Equal(t, uint16(0x7c00), toHalf(math.MaxFloat32))
	assert.Equal(t, uint16(0x7c00), toHalf(float32(math.Inf(1))))
	assert.Equal(t, uint16(0), toHalf(math.SmallestNonzeroFloat32))
}

func TestWiden(t *testing.T) {
	for _, c := range []struct {
		dtype DType
		src   []byte
		want  []float32
	}{
		{F32, []byte{0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0}, []float32{1, -2}},
		{F16, []byte{0, 0x3c, 0, 0xc0}, []float32{1, -2}},
		{bf16, []byte{0x80, 0x3f, 0x49, 0x40}, []float32{1, 3.140625}},
		{f64, []byte{0, 0, 0, 0, 0, 0, 0xf0, 0x3f}, []float32{1}},
		{I8, []byte{0, 1, 0x7f, 0x80, 0xff}, []float32{0, 1, 127, -128, -1}},
	} {
		got := make([]float32, len(c.want))
		c.dtype.widen(got, c.src)
		assert.Equal(t, c.want, got, c.dtype)
	}
}

func TestQuantise(t *testing.T) {
	smallest := float32(math.SmallestNonzeroFloat32)
	data := []float32{
		1, -2, 4,
		0, 0, 0,
		smallest, 0, -smallest,
		math.MaxFloat32, 0, -math.MaxFloat32,
	}
	scales := channelScales(data, 4)
	assert.Equal(t, []float32{4. / 127, 1, 1, math.MaxFloat32 / 127}, scales)
	want := []int8{
		32, -64, 127, // 31.75, −63.5 to even, 127
		0, 0, 0,
		0, 0, 0,
		127, 0, -127,
	}
	for i, v := range data {
		assert.Equal(t, want[i], quantise(v, scales[i/3]), "element %d", i)
	}
	assert.Equal(t, int8(127), quantise(1, 1e-30), "clamped")
	assert.Equal(t, int8(-127), quantise(-1, 1e-30), "clamped")
}

func TestParseDType(t *testing.T) {
	for name, want := range map[string]DType{"f32": F32, "F16": F16, "i8": I8} {
		got, err := ParseDType(name)
		require.NoError(t, err)
		assert.Equal(t, want, got)
	}
	for _, name := range []string{"", "f64", "bf16", "int8"} {
		_, err := ParseDType(name)
		assert.ErrorContains(t, err, "choose f32, f16 or i8", name)
	}
}
