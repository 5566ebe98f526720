package weights_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"canvasnet/weights"
)

// A file written in half precision and read back.
func ExampleFile() {
	dir, err := os.MkdirTemp("", "weights")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "net.safetensors")

	meta := weights.Meta{
		Format:  weights.Format,
		Model:   "resnet20",
		Classes: []string{"cat", "dog"},
		Input:   weights.Input{Size: 32, Mean: [3]float32{0.5, 0.5, 0.5}, Std: [3]float32{0.25, 0.25, 0.25}},
	}
	f := &weights.File{
		Metadata: meta.Map(),
		Tensors: []*weights.Tensor{
			{Name: "fc.weight", Shape: []int{2, 3}, Data: []float32{1, 2, 3, 0.1, 0.2, 0.3}},
			{Name: "fc.bias", Shape: []int{2}, Data: []float32{0.1, 0.2}},
		},
	}
	if err := f.WriteFile(path, weights.F16); err != nil {
		log.Fatal(err)
	}

	f, err = weights.ReadFile(path)
	if err != nil {
		log.Fatal(err)
	}
	meta, err = weights.ParseMeta(f.Metadata)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(meta.Model, meta.Classes, meta.Input.Size)
	for _, t := range f.Tensors {
		fmt.Println(t.Name, t.Shape, t.Data)
	}
	// Output:
	// resnet20 [cat dog] 32
	// fc.weight [2 3] [1 2 3 0.099975586 0.19995117 0.30004883]
	// fc.bias [2] [0.1 0.2]
}
