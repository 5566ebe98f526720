package train

import (
	"math"

	"canvasnet/nn"
	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
	"canvasnet/resnet/train/report"
)

// WriteReport draws a finished run into dir. test and score, the evaluation on
// it, may be nil.
func WriteReport(dir string, m *resnet.Model, r recipe.Recipe, learn, test *dataset.Set, history []Epoch, score *Evaluation) error {
	run := report.Run{
		Model: m.Name, Recipe: r.Name, Data: learn.Name,
		Classes: m.Classes, Epochs: ReportEpochs(history),
	}
	if score != nil {
		run.Measured = test.Name
		run.Confusion = score.Confusion(test)
		run.Calibration = score.Calibration()
		for i, p := range score.Predictions {
			if best := nn.Argmax(p); best != test.Labels[i] {
				run.Mistakes = append(run.Mistakes, report.Mistake{
					Pixels: test.Image(i), Size: test.Size,
					Label: test.Labels[i], Predicted: best, P: float64(p[best]),
				})
			}
		}
	}
	return report.Write(dir, run)
}

// ReportEpochs is a history as a report shows it.
func ReportEpochs(history []Epoch) []report.Epoch {
	epochs := make([]report.Epoch, len(history))
	for i, e := range history {
		epochs[i] = report.Epoch{
			Epoch: e.Epoch, LR: e.LR,
			TrainLoss: e.TrainLoss, TrainAccuracy: e.TrainTop1,
			TestLoss: orNaN(e.TestLoss), TestAccuracy: orNaN(e.TestTop1),
			Seconds: e.Seconds, ImagesPerSecond: e.ImagesPerSecond,
		}
	}
	return epochs
}

// Calibration is what a report shows of how far probabilities can be trusted.
func (e *Evaluation) Calibration() *report.Calibration {
	return &report.Calibration{
		Bins: e.Reliability, ECE: e.ECE,
		Temperature: float64(e.Temperature), UncalibratedECE: e.UncalibratedECE,
	}
}

func orNaN(v *float64) float64 {
	if v == nil {
		return math.NaN()
	}
	return *v
}
