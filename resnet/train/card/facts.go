package card

import (
	"cmp"
	"encoding/json/v2"
	"math"
	"slices"
	"strings"

	"canvasnet/resnet/train"
)

// Kind is the kind of data the network was trained on, such as "cifar10".
func (f Facts) Kind() string {
	kind, _, _ := strings.Cut(f.Meta.TrainedOn, ":")
	return kind
}

// Photos reports whether the network has learned from the photos of CIFAR.
func (f Facts) Photos() bool { return strings.HasPrefix(f.Kind(), "cifar") }

// Drawings reports whether it has learned from drawings too.
func (f Facts) Drawings() bool { return strings.Contains(f.Meta.TrainedOn, "drawings:") }

// Measured is what the log's held-out figures were measured on, "" if unknown.
func (f Facts) Measured() string {
	var eval struct{ Data string }
	if err := json.Unmarshal([]byte(f.Meta.Eval), &eval, json.MatchCaseInsensitiveNames(true)); err != nil {
		return ""
	}
	return eval.Data
}

// Seconds is how long the training took.
func (f Facts) Seconds() float64 {
	var sum float64
	for _, e := range f.Log {
		sum += e.Seconds
	}
	return sum
}

// row is an epoch in the table of the log.
type row struct {
	train.Epoch
	Best bool
}

// Epochs are those worth a row: about a dozen at equal distances, the best and
// the last.
func (f Facts) Epochs() []row {
	const rows = 12
	every := (len(f.Log) + rows - 1) / rows
	best := train.Best(f.Log)
	var out []row
	for i, e := range f.Log {
		if i == 0 || (i+1)%every == 0 || i == best || i == len(f.Log)-1 {
			out = append(out, row{e, i == best})
		}
	}
	return out
}

// class sums up one class of the evaluation.
type class struct {
	Class     string
	N         int
	Recall    float64 // share of its pictures that were recognised
	Top3      float64 // share of those whose class was among the first three answers
	Precision float64 // share of right answers among those that name it; NaN if none does
	Confused  string  // class it was mistaken for most often; "" if it never was
	Times     int     // how often
}

// Classes sums up the classes in order.
func (f Facts) Classes() []class { return classes(f.Shipped.Score, f.Confusion) }

func classes(score *train.Evaluation, confusion [][]int) []class {
	named := make([]int, len(confusion))
	for _, row := range confusion {
		for j, n := range row {
			named[j] += n
		}
	}
	var out []class
	for i, s := range score.PerClass {
		c := class{Class: s.Class, N: s.N, Recall: s.Top1, Top3: s.Top3, Precision: math.NaN()}
		if c.N == 0 {
			c.Recall, c.Top3 = math.NaN(), math.NaN()
		}
		if named[i] > 0 {
			c.Precision = float64(confusion[i][i]) / float64(named[i])
		}
		for j, n := range confusion[i] {
			if j != i && n > c.Times {
				c.Confused, c.Times = score.PerClass[j].Class, n
			}
		}
		out = append(out, c)
	}
	return out
}

// Weakest is the class that is recognised least often.
func (f Facts) Weakest() class {
	return slices.MinFunc(f.Classes(), func(a, b class) int {
		return cmp.Compare(orOne(a.Recall), orOne(b.Recall))
	})
}

func orOne(v float64) float64 {
	if math.IsNaN(v) {
		return 1
	}
	return v
}

// maxMatrix is how many classes still make a matrix that can be read.
const maxMatrix = 20

// Small reports whether the confusion matrix can be shown whole.
func (f Facts) Small() bool { return len(f.Confusion) <= maxMatrix }

// mistakes counts pictures of one class that were taken for another.
type mistakes struct {
	Label, Predicted string
	N                int
}

// Confused lists the most frequent mistakes, the most frequent first.
func (f Facts) Confused() []mistakes {
	const most = 20
	var all []mistakes
	for i, row := range f.Confusion {
		for j, n := range row {
			if i != j && n > 0 {
				all = append(all, mistakes{f.Model.Classes[i], f.Model.Classes[j], n})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b mistakes) int { return cmp.Compare(b.N, a.N) })
	return all[:min(len(all), most)]
}

// bin is a row of the table of reliability.
type bin struct {
	From, To             float64 // range of confidence
	N                    int
	Confidence, Accuracy float64
}

// Bins are those with pictures in them.
func (f Facts) Bins() []bin {
	bins := f.Shipped.Score.Reliability
	var out []bin
	for i, b := range bins {
		if b.Images > 0 {
			width := 1 / float64(len(bins))
			out = append(out, bin{float64(i) * width, float64(i+1) * width, b.Images, b.Confidence, b.Accuracy})
		}
	}
	return out
}

// Retrain is the command line that trains the network again, "" if unknown.
func (f Facts) Retrain() string {
	if f.Meta.Command == "" {
		return ""
	}
	return "bin/" + f.Meta.Command
}

// DType is the shipped precision as a flag takes it.
func (f Facts) DType() string { return strings.ToLower(string(f.Shipped.DType)) }

// TrainedDType is the precision of the weights as trained, as a flag takes it.
func (f Facts) TrainedDType() string { return strings.ToLower(string(f.Trained.DType)) }

// Spec is the data SPEC of the evaluation, with DIR for its folder.
func (f Facts) Spec() string { return specOf(f.Shipped.Score) }

func specOf(score *train.Evaluation) string {
	kind, part, ok := strings.Cut(score.Data, ":")
	if !ok || kind == "images" {
		return kind + ":DIR"
	}
	return kind + ":DIR:" + part
}
