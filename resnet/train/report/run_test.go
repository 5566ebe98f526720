package report

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// exampleRun returns a made-up run with a learning curve, a confusion matrix with cats and
// dogs in it, and noise for pictures.
func exampleRun(classes, epochs int) Run {
	rng := rand.New(rand.NewPCG(1, 2))
	run := Run{Model: "resnet20", Recipe: "resnet20", Data: "cifar10"}
	names := []string{"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}
	for i := range classes {
		if classes <= len(names) {
			run.Classes = append(run.Classes, names[i])
		} else {
			run.Classes = append(run.Classes, fmt.Sprintf("class_number_%d", i))
		}
	}
	for i := range epochs {
		t := float64(i+1) / float64(epochs)
		run.Epochs = append(run.Epochs, Epoch{
			Epoch: i + 1, LR: 0.2 * min(4*t, 4*(1-t)/3),
			TrainLoss: 0.2 + 1.6*math.Exp(-4*t), TrainAccuracy: 0.97 - 0.55*math.Exp(-4*t),
			TestLoss: 0.35 + 1.4*math.Exp(-4*t) + 0.05*rng.Float64(), TestAccuracy: 0.92 - 0.5*math.Exp(-4*t) - 0.02*rng.Float64(),
			Seconds: 60, ImagesPerSecond: 800,
		})
	}
	for i := range classes {
		row := make([]int, classes)
		for range 10_000 / classes {
			switch {
			case rng.Float64() < 0.9:
				row[i]++
			case rng.Float64() < 0.5:
				row[(i+2)%classes]++
			default:
				row[rng.IntN(classes)]++
			}
		}
		run.Confusion = append(run.Confusion, row)
	}
	run.Measured = "cifar10:test"
	run.Calibration = &Calibration{ECE: 0.0123, Temperature: 1.312, UncalibratedECE: 0.0271}
	for i := range 15 {
		confidence := (float64(i) + 0.5) / 15
		bin := Bin{Images: i * i * i, Confidence: confidence, Accuracy: max(0, confidence-0.04)}
		if i < 2 {
			bin = Bin{}
		}
		run.Calibration.Bins = append(run.Calibration.Bins, bin)
	}
	for i := range 10 {
		label := rng.IntN(classes)
		run.Mistakes = append(run.Mistakes, Mistake{
			Pixels: gradient(32, byte(i)), Size: 32, Label: label, Predicted: (label + 1) % classes, P: rng.Float64(),
		})
	}
	return run
}

// gradient returns a picture, (size, size, 3), that runs from black to red, green and tint.
func gradient(size int, tint byte) []byte {
	var out []byte
	for y := range size {
		for x := range size {
			out = append(out, byte(255*x/size), byte(255*y/size), tint)
		}
	}
	return out
}
