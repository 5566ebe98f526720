package report

import (
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgsvg"
)

// margin is the empty edge around a figure.
const margin = vg.Length(14)

// titledFigure is a figure, and what it is called for those who cannot see it.
type titledFigure struct {
	name string
	figure
}

// plots are the figures of a run but for the confusion matrix.
func plots(run Run) []titledFigure {
	figures := []titledFigure{
		{"Accuracy per epoch", accuracyFigure(run)},
		{"Loss per epoch", lossFigure(run)},
		{"Learning rate per epoch", rateFigure(run)},
	}
	if run.Calibration != nil {
		figures = append(figures, titledFigure{"Reliability: accuracy by confidence", reliabilityFigure(run)})
	}
	return figures
}

// figure is a drawing of a size in points, its margin included.
type figure struct {
	width, height vg.Length
	draw          func(draw.Canvas)
}

// svg returns the figure as a document in the colours of light.
func (f figure) svg() ([]byte, error) {
	canvas := &svgCanvas{Canvas: vgsvg.New(f.width, f.height)}
	c := draw.New(canvas)
	c.SetColor(paper)
	c.Fill(c.Rectangle.Path())
	f.draw(draw.Crop(c, margin, -margin, margin, -margin))
	return canvas.bytes()
}

// sheet lays figures of one size out in rows.
func sheet(columns int, figures []titledFigure) figure {
	one := figures[0]
	rows := (len(figures) + columns - 1) / columns
	width, height := vg.Length(columns)*one.width, vg.Length(rows)*one.height
	return figure{width: width, height: height, draw: func(c draw.Canvas) {
		for i, f := range figures {
			left := c.Min.X + vg.Length(i%columns)*one.width
			top := c.Max.Y - vg.Length(i/columns)*one.height
			cell := c
			cell.Rectangle = vg.Rectangle{
				Min: vg.Point{X: left, Y: top - one.height + 2*margin},
				Max: vg.Point{X: left + one.width - 2*margin, Y: top},
			}
			f.draw(cell)
		}
	}}
}
