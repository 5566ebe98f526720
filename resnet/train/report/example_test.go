package report_test

import (
	"fmt"
	"log"
	"math"
	"os"

	"canvasnet/resnet/train/report"
)

func ExampleWrite() {
	dir, err := os.MkdirTemp("", "report")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)

	err = report.Write(dir, report.Run{
		Model: "resnet20", Recipe: "quick", Data: "cifar10",
		Classes: []string{"cat", "dog"},
		Epochs: []report.Epoch{
			{Epoch: 1, LR: 0.1, TrainLoss: 0.6, TrainAccuracy: 0.7, TestLoss: math.NaN(), TestAccuracy: math.NaN()},
			{Epoch: 2, LR: 0.01, TrainLoss: 0.4, TrainAccuracy: 0.8, TestLoss: 0.5, TestAccuracy: 0.75},
		},
		Confusion: [][]int{{80, 20}, {30, 70}},
	})
	if err != nil {
		log.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		log.Fatal(err)
	}
	for _, file := range files {
		fmt.Println(file.Name())
	}
	// Output: index.html
}
