package onnx_test

import (
	"fmt"
	"log"
	"os"
	"path/filepath"

	"canvasnet/resnet"
	"canvasnet/weights"
	"canvasnet/weights/onnx"
)

// A network of the zoo as a file for onnxruntime.
func ExampleWriteFile() {
	dir, err := os.MkdirTemp("", "onnx")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	config, err := resnet.Named("resnet20")
	if err != nil {
		log.Fatal(err)
	}
	m, err := resnet.New(config, 1)
	if err != nil {
		log.Fatal(err)
	}
	meta, err := weights.ParseMeta(m.File().Metadata)
	if err != nil {
		log.Fatal(err)
	}
	path := filepath.Join(dir, "resnet20.onnx")
	if err := onnx.WriteFile(path, m.Graph, meta); err != nil {
		log.Fatal(err)
	}

	info, err := os.Stat(path)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%d parameters in %d kB\n", m.Params(), info.Size()/1000)
	// Output:
	// 272474 parameters in 1112 kB
}
