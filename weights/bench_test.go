package weights

import (
	"fmt"
	"testing"
)

// BenchmarkDecode reads a file of resnet18's size: 62 tensors, 11.7 million values.
func BenchmarkDecode(b *testing.B) {
	f := &File{}
	weight := random(256, 736)
	for i := range 62 {
		f.Tensors = append(f.Tensors, &Tensor{Name: fmt.Sprintf("layer%d.weight", i), Shape: weight.Shape, Data: weight.Data})
	}
	for _, dtype := range []DType{F32, F16, I8} {
		b.Run(string(dtype), func(b *testing.B) {
			data, err := f.Encode(dtype)
			if err != nil {
				b.Fatal(err)
			}
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(data); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
