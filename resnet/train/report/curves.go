package report

import (
	"fmt"
	"image/color"
	"math"

	"gonum.org/v1/plot"
	"gonum.org/v1/plot/plotter"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// maxLoss is the largest loss a curve shows: a diverged epoch beyond it would flatten
// all others.
const maxLoss = 1e6

// maxDots is the most points that a curve marks one by one.
const maxDots = 30

// curve is one line of a figure and its entry in the legend.
type curve struct {
	entry
	points plotter.XYs
}

// entry is a line of a legend.
type entry struct {
	text   string
	color  color.Color
	dashes []vg.Length
	bar    bool // shown as a bar, not a line
}

// chart is a plot with a title and a legend.
type chart struct {
	title  string
	legend []entry
	plot   func() *plot.Plot
}

// curves is what a plot of curves over epochs shows.
type curves struct {
	unit     string
	lines    []curve
	ring     *plotter.XY // a point worth a ring
	fromZero bool        // the vertical axis starts at 0
	most     float64     // the vertical axis ends no higher
}

func lossFigure(run Run) figure {
	train := func(e Epoch) float64 { return e.TrainLoss }
	test := func(e Epoch) float64 { return e.TestLoss }
	trained := run.Epochs[len(run.Epochs)-1].TrainLoss
	tested, _ := last(run.Epochs, test)
	return curves{
		unit:     "cross-entropy (nats per image)",
		fromZero: true,
		most:     math.Inf(1),
		lines: []curve{
			trainCurve("training, last "+formatLoss(trained), points(run.Epochs, train, 1)),
			testCurve("held out, last "+formatLoss(tested), points(run.Epochs, test, 1)),
		},
	}.figure("Loss")
}

func accuracyFigure(run Run) figure {
	train := func(e Epoch) float64 { return e.TrainAccuracy }
	test := func(e Epoch) float64 { return e.TestAccuracy }
	trained, _ := last(run.Epochs, train)
	tested, _ := last(run.Epochs, test)
	best, bestEpoch := bestTest(run.Epochs)
	c := curves{
		unit: "accuracy (%)",
		most: 100,
		lines: []curve{
			trainCurve("training, last "+formatPercent(trained), points(run.Epochs, train, 100)),
			testCurve(fmt.Sprintf("held out, last %s, best %s at epoch %d (ring)", formatPercent(tested), formatPercent(best), bestEpoch),
				points(run.Epochs, test, 100)),
		},
	}
	if bestEpoch > 0 {
		c.ring = &plotter.XY{X: float64(bestEpoch), Y: 100 * best}
	}
	return c.figure("Accuracy")
}

func rateFigure(run Run) figure {
	rate := func(e Epoch) float64 { return e.LR }
	return curves{
		unit:     "learning rate",
		fromZero: true,
		most:     math.Inf(1),
		lines:    []curve{{entry{text: "at the end of each epoch", color: blue}, points(run.Epochs, rate, 1)}},
	}.figure("Learning rate")
}

func trainCurve(legend string, points plotter.XYs) curve {
	return curve{entry{text: legend, color: blue, dashes: []vg.Length{5, 3}}, points}
}

func testCurve(legend string, points plotter.XYs) curve {
	if len(points) == 0 {
		legend = "held out, not measured"
	}
	return curve{entry{text: legend, color: vermilion}, points}
}

// points returns (epoch, scale·value) where the value was measured and can be drawn.
func points(epochs []Epoch, get func(Epoch) float64, scale float64) plotter.XYs {
	var out plotter.XYs
	for _, e := range epochs {
		if v := get(e); finite(v) && v <= maxLoss {
			out = append(out, plotter.XY{X: float64(e.Epoch), Y: scale * v})
		}
	}
	return out
}

func (c curves) figure(title string) figure {
	var legend []entry
	for _, line := range c.lines {
		legend = append(legend, line.entry)
	}
	return chart{title: title, legend: legend, plot: c.plot}.figure()
}

func (c chart) figure() figure {
	return figure{width: 360, height: 260, draw: func(canvas draw.Canvas) {
		canvas = titled(canvas, c.title)
		canvas = c.drawLegend(canvas)
		c.plot().Draw(canvas)
	}}
}

// drawLegend writes two lines along the top of canvas and returns the rest. A
// legend of one line leaves the other empty, so that plots side by side align.
func (c chart) drawLegend(canvas draw.Canvas) draw.Canvas {
	const sample, line = 22, 15
	style := aligned(sans(10, ink), text.XLeft, text.YCenter)
	for i, e := range c.legend {
		x, y := canvas.Min.X, canvas.Max.Y-5-vg.Length(i)*line
		if e.bar {
			canvas.SetColor(e.color)
			canvas.Fill(vg.Rectangle{Min: vg.Point{X: x, Y: y - 4}, Max: vg.Point{X: x + sample, Y: y + 4}}.Path())
		} else {
			canvas.StrokeLine2(e.line(), x, y, x+sample, y)
		}
		x += sample + 6
		canvas.FillText(style, vg.Point{X: x, Y: y}, fit(style, e.text, canvas.Max.X-x))
	}
	return draw.Crop(canvas, 0, 0, 0, -2*line-8)
}

func (e entry) line() draw.LineStyle {
	return draw.LineStyle{Color: e.color, Width: 1.8, Dashes: e.dashes}
}

// newPlot returns an empty plot with a grid, from which the caller has to set
// the ranges.
func newPlot(x, y string) *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.X.Label.Text, p.Y.Label.Text = x, y
	p.Y.Tick.Marker = ticks{most: 6}
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		styleAxis(axis)
	}
	p.Y.LineStyle.Width, p.Y.Tick.LineStyle.Width, p.Y.Padding = 0, 0, 6

	grid := plotter.NewGrid()
	grid.Vertical.Width = 0
	grid.Horizontal = draw.LineStyle{Color: gridLine, Width: 0.8}
	p.Add(grid)
	return p
}

func (c curves) plot() *plot.Plot {
	p := newPlot("epoch", c.unit)
	p.X.Tick.Marker = ticks{whole: true, most: 10}
	c.setRange(p)
	for _, curve := range c.lines {
		p.Add(&plotter.Line{XYs: curve.points, LineStyle: curve.line()})
		if len(curve.points) <= maxDots {
			p.Add(&plotter.Scatter{XYs: curve.points, GlyphStyle: draw.GlyphStyle{
				Color: curve.color, Radius: 2.2, Shape: draw.CircleGlyph{},
			}})
		}
	}
	if c.ring != nil {
		p.Add(&plotter.Scatter{XYs: plotter.XYs{*c.ring}, GlyphStyle: draw.GlyphStyle{
			Color: ink, Radius: 5, Shape: draw.RingGlyph{},
		}})
	}
	return p
}

func styleAxis(axis *plot.Axis) {
	label := sans(10, inkSoft)
	label.XAlign, label.YAlign = axis.Label.TextStyle.XAlign, axis.Label.TextStyle.YAlign
	axis.Label.TextStyle = label
	axis.Label.Padding = 5
	tick := sans(9, inkSoft)
	tick.XAlign, tick.YAlign = axis.Tick.Label.XAlign, axis.Tick.Label.YAlign
	axis.Tick.Label = tick
	axis.LineStyle = draw.LineStyle{Color: inkSoft, Width: 0.8}
	axis.Tick.LineStyle = axis.LineStyle
	axis.Tick.Length = 4
}

// setRange fits the axes to all curves, with at least one epoch of width.
func (c curves) setRange(p *plot.Plot) {
	x0, x1 := math.Inf(1), math.Inf(-1)
	y0, y1 := math.Inf(1), math.Inf(-1)
	for _, curve := range c.lines {
		for _, pt := range curve.points {
			x0, x1 = min(x0, pt.X), max(x1, pt.X)
			y0, y1 = min(y0, pt.Y), max(y1, pt.Y)
		}
	}
	if x0 > x1 {
		x0, x1, y0, y1 = 0, 1, 0, 1
	}
	if x0 == x1 {
		x0, x1 = x0-0.5, x1+0.5
	}
	if c.fromZero {
		y0 = 0
	}
	p.X.Min, p.X.Max = x0, x1
	p.Y.Min, p.Y.Max = niceRange(y0, y1)
	p.Y.Max = min(p.Y.Max, c.most)
}
