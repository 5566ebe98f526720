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
const maxDots = 40

// curve is one line of a figure and its entry in the legend.
type curve struct {
	legend string
	color  color.Color
	dashes []vg.Length
	points plotter.XYs
}

// chart is a figure of curves over epochs.
type chart struct {
	title, unit string
	curves      []curve
	ring        *plotter.XY // a point worth a ring
	fromZero    bool        // the vertical axis starts at 0
	most        float64     // the vertical axis ends no higher
}

func lossFigure(run Run) figure {
	train := func(e Epoch) float64 { return e.TrainLoss }
	test := func(e Epoch) float64 { return e.TestLoss }
	trained := run.Epochs[len(run.Epochs)-1].TrainLoss
	tested, _ := last(run.Epochs, test)
	return chart{
		title:    run.Model + ": loss",
		unit:     "cross-entropy (nats per image)",
		fromZero: true,
		most:     math.Inf(1),
		curves: []curve{
			trainCurve("training, last "+formatLoss(trained), points(run.Epochs, train, 1)),
			testCurve("test, last "+formatLoss(tested), points(run.Epochs, test, 1)),
		},
	}.figure()
}

func accuracyFigure(run Run) figure {
	train := func(e Epoch) float64 { return e.TrainAccuracy }
	test := func(e Epoch) float64 { return e.TestAccuracy }
	trained, _ := last(run.Epochs, train)
	tested, _ := last(run.Epochs, test)
	best, bestEpoch := bestTest(run.Epochs)
	c := chart{
		title: run.Model + ": accuracy",
		unit:  "accuracy (%)",
		most:  100,
		curves: []curve{
			trainCurve("training, last "+formatPercent(trained), points(run.Epochs, train, 100)),
			testCurve(fmt.Sprintf("test, last %s, best %s at epoch %d (ring)", formatPercent(tested), formatPercent(best), bestEpoch),
				points(run.Epochs, test, 100)),
		},
	}
	if bestEpoch > 0 {
		c.ring = &plotter.XY{X: float64(bestEpoch), Y: 100 * best}
	}
	return c.figure()
}

func rateFigure(run Run) figure {
	rate := func(e Epoch) float64 { return e.LR }
	return chart{
		title:    run.Model + ": learning rate",
		unit:     "learning rate",
		fromZero: true,
		most:     math.Inf(1),
		curves:   []curve{{legend: "at the end of each epoch", color: blue, points: points(run.Epochs, rate, 1)}},
	}.figure()
}

func trainCurve(legend string, points plotter.XYs) curve {
	return curve{legend: legend, color: blue, dashes: []vg.Length{5, 3}, points: points}
}

func testCurve(legend string, points plotter.XYs) curve {
	if len(points) == 0 {
		legend = "test, not measured"
	}
	return curve{legend: legend, color: vermilion, points: points}
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

func (c chart) figure() figure {
	return figure{width: 580, height: 330, draw: func(canvas draw.Canvas) {
		canvas = titled(canvas, c.title)
		canvas = c.drawLegend(canvas)
		c.plot().Draw(canvas)
	}}
}

// drawLegend writes the legend in one row along the top of canvas and returns the rest.
func (c chart) drawLegend(canvas draw.Canvas) draw.Canvas {
	const sample, gap = 22, 18
	style := aligned(sans(10, ink), text.XLeft, text.YCenter)
	x, y := canvas.Min.X, canvas.Max.Y-5
	for _, curve := range c.curves {
		canvas.StrokeLine2(curve.line(), x, y, x+sample, y)
		x += sample + 6
		canvas.FillText(style, vg.Point{X: x, Y: y}, curve.legend)
		x += style.Width(curve.legend) + gap
	}
	return draw.Crop(canvas, 0, 0, 0, -24)
}

func (c curve) line() draw.LineStyle {
	return draw.LineStyle{Color: c.color, Width: 1.8, Dashes: c.dashes}
}

func (c chart) plot() *plot.Plot {
	p := plot.New()
	p.BackgroundColor = nil
	p.X.Label.Text, p.Y.Label.Text = "epoch", c.unit
	p.X.Tick.Marker, p.Y.Tick.Marker = ticks{whole: true, most: 12}, ticks{most: 6}
	for _, axis := range []*plot.Axis{&p.X, &p.Y} {
		styleAxis(axis)
	}
	p.Y.LineStyle.Width, p.Y.Tick.LineStyle.Width, p.Y.Padding = 0, 0, 6
	c.setRange(p)

	grid := plotter.NewGrid()
	grid.Vertical.Width = 0
	grid.Horizontal = draw.LineStyle{Color: gridLine, Width: 0.8}
	p.Add(grid)
	for _, curve := range c.curves {
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
func (c chart) setRange(p *plot.Plot) {
	x0, x1 := math.Inf(1), math.Inf(-1)
	y0, y1 := math.Inf(1), math.Inf(-1)
	for _, curve := range c.curves {
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
