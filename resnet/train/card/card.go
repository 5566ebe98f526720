// Package card writes model cards (M. Mitchell et al., arXiv 1810.03993): what a
// network is, how it was trained, how well it does, what it is for. Every figure
// on a card is computed from weights, log and evaluation. The same facts give
// the same bytes.
package card

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"text/template"

	"canvasnet/resnet"
	"canvasnet/resnet/train"
	"canvasnet/resnet/train/report"
	"canvasnet/weights"
)

// Facts are what a card tells.
type Facts struct {
	Name    string // of the card and the files beside it, without extension, such as "resnet20"
	Model   *resnet.Model
	Meta    weights.Meta
	Log     []train.Epoch // of the training; at least one epoch
	Trained *File         // the weights as trained; nil if they are the shipped ones
	Shipped File
	// Confusion counts the pictures that Shipped was evaluated on by
	// [true class][predicted class].
	Confusion [][]int
	Others    []Other // other data that the shipped file was measured on
	Notes     string  // Markdown to add about the data; may be empty
	NotesFile string  // that Notes come from, without folder
}

// File is a weight file and how its network does.
type File struct {
	Name   string // without folder
	Bytes  int
	SHA256 string // in hexadecimal digits
	DType  weights.DType
	Score  *train.Evaluation
}

//go:embed card.md.tmpl
var source string

// parts are the sections of a card, and the card, by name.
var parts = template.Must(template.New("card").Funcs(template.FuncMap{
	"bytes":    group,
	"cell":     cell,
	"decimals": decimals,
	"duration": duration,
	"indent":   indent,
	"list":     list,
	"percent":  percent,
	"points":   points,
	"rate":     rate,
	"rgb":      rgb,
	"signed":   signed,
}).Parse(source))

// Markdown returns the card.
func (f Facts) Markdown() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("card of %s: %w", f.Name, err)
	}
	return f.part("card")
}

func (f Facts) part(name string) ([]byte, error) {
	var b bytes.Buffer
	if err := parts.ExecuteTemplate(&b, name, f); err != nil {
		return nil, fmt.Errorf("card of %s: %w", f.Name, err)
	}
	return b.Bytes(), nil
}

// Curves returns the picture that the card shows, in SVG.
func (f Facts) Curves() ([]byte, error) {
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("curves of %s: %w", f.Name, err)
	}
	return report.Curves(report.Run{
		Model: f.Model.Name, Classes: f.Model.Classes,
		Epochs: train.ReportEpochs(f.Log), Calibration: f.Shipped.Score.Calibration(),
	})
}

func (f Facts) check() error {
	if len(f.Log) == 0 {
		return errors.New("the log has no epochs: pass the .log.jsonl file of the training")
	}
	k := len(f.Model.Classes)
	if len(f.Shipped.Score.PerClass) != k || f.Trained != nil && len(f.Trained.Score.PerClass) != k {
		return fmt.Errorf("the network has %d classes, its evaluation others: evaluate it on data of its classes", k)
	}
	if len(f.Confusion) != k {
		return fmt.Errorf("the confusion matrix has %d rows for %d classes: give one each", len(f.Confusion), k)
	}
	for i, row := range f.Confusion {
		if len(row) != k {
			return fmt.Errorf("row %d of the confusion matrix has %d counts for %d classes: give one each", i, len(row), k)
		}
	}
	return nil
}
