package report

import (
	"fmt"
	"image/color"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// rareShare is the share of images below which a bin's accuracy says little.
const rareShare = 0.01

// reliabilityFigure draws accuracy over confidence, after C. Guo et al. (arXiv
// 1706.04599, figure 1). Bars of a network that is right as often as it says end
// on the diagonal.
func reliabilityFigure(run Run) figure {
	c := *run.Calibration
	promised := "mean confidence (calibration error " + formatPercent(c.ECE)
	if c.Temperature != 1 {
		promised += "; uncalibrated " + formatPercent(c.UncalibratedECE)
	}
	legend := []entry{
		{text: fmt.Sprintf("accuracy (pale: under %.0f %% of the images)", 100*rareShare), color: blue, bar: true},
		{text: promised + ")", color: vermilion},
	}
	return chart{title: "Reliability", legend: legend, plot: func() *plot.Plot {
		p := newPlot("confidence (%)", "accuracy (%)")
		p.X.Tick.Marker = ticks{most: 10}
		p.X.Min, p.X.Max, p.Y.Min, p.Y.Max = 0, 100, 0, 100
		p.Add(reliability(c.Bins), &plotter.Line{
			XYs:       plotter.XYs{{X: 0, Y: 0}, {X: 100, Y: 100}},
			LineStyle: draw.LineStyle{Color: inkSoft, Width: 0.8, Dashes: []vg.Length{2, 2}},
		})
		return p
	}}.figure()
}

// reliability is a [plot.Plotter] of bins over 0 … 100 %.
type reliability []Bin

// Plot implements [plot.Plotter].
func (bins reliability) Plot(c draw.Canvas, p *plot.Plot) {
	total := 0
	for _, b := range bins {
		total += b.Images
	}
	x, y := p.Transforms(&c)
	width := 100 / float64(len(bins))
	const edge = 0.75
	for i, b := range bins {
		if b.Images == 0 {
			continue
		}
		var fill color.Color = blue
		if float64(b.Images) < rareShare*float64(total) {
			fill = paleBlue
		}
		left, right := x(float64(i)*width)+edge, x(float64(i+1)*width)-edge
		c.SetColor(fill)
		c.Fill(vg.Rectangle{Min: vg.Point{X: left, Y: y(0)}, Max: vg.Point{X: right, Y: y(100 * b.Accuracy)}}.Path())
		c.StrokeLine2(draw.LineStyle{Color: vermilion, Width: 1.8}, left, y(100*b.Confidence), right, y(100*b.Confidence))
	}
}
