package report

import (
	"image/color"
	"math"
	"slices"
	"strconv"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes in points of the confusion matrix and of the smallest text worth writing.
const (
	cellSize    = 44
	minMatrix   = 300
	maxMatrix   = 800
	maxNameSize = 110
	minText     = 4.5
)

// heat is a confusion matrix laid out on paper. Right answers are blue and mistakes
// orange, each on a scale of its own: on a common one the mistakes of a good network
// would all be white. Counts, then names, are left out as the cells get too small.
type heat struct {
	run    Run
	totals []int     // images of each true class
	worst  float64   // largest share of a true class that went to one wrong class
	side   vg.Length // of the matrix
	cell   vg.Length // of one count
	name   text.Style
	names  []string  // shortened to fit
	margin vg.Length // widest name
}

func confusionFigure(run Run) figure {
	h := newHeat(run)
	const header, axis, minWidth = 46, 24, 460
	side := 2*margin + h.side + h.margin + axis
	return figure{width: max(side, minWidth), height: side + header, draw: func(c draw.Canvas) {
		c = titled(c, "Confusion matrix")
		h.drawLegend(c)
		c = draw.Crop(c, axis+h.margin, 0, axis+h.margin, 0)
		c.Max = vg.Point{X: c.Min.X + h.side, Y: c.Min.Y + h.side}
		h.drawCells(c)
		h.drawCounts(c)
		h.drawNames(c)
		h.drawAxes(c)
	}}
}

func newHeat(run Run) heat {
	n := len(run.Classes)
	h := heat{run: run, side: min(max(cellSize*vg.Length(n), minMatrix), maxMatrix)}
	h.cell = h.side / vg.Length(n)
	for i, row := range run.Confusion {
		total := 0
		for _, count := range row {
			total += count
		}
		h.totals = append(h.totals, total)
		for j, count := range row {
			if i != j && count > 0 {
				h.worst = max(h.worst, float64(count)/float64(total))
			}
		}
	}
	h.name = sans(min(10, max(0.85*h.cell, minText)), ink)
	for _, name := range drawable(run.Classes) {
		name = fit(h.name, name, maxNameSize)
		h.names = append(h.names, name)
		h.margin = max(h.margin, h.name.Width(name))
	}
	h.margin += 6
	return h
}

// shade returns the ramp and the shade of a count, and false for an empty cell.
func (h heat) shade(i, j int) (r ramp, step int, ok bool) {
	count := h.run.Confusion[i][j]
	if count == 0 {
		return ramp{}, 0, false
	}
	share := float64(count) / float64(h.totals[i])
	if i == j {
		return rightRamp, shade(share), true
	}
	return wrongRamp, shade(share / h.worst), true
}

// corner returns the lower left corner of a cell; row 0 is at the top.
func (h heat) corner(c draw.Canvas, i, j int) vg.Point {
	return vg.Point{X: c.Min.X + vg.Length(j)*h.cell, Y: c.Max.Y - vg.Length(i+1)*h.cell}
}

// drawCells fills all cells of one colour at once, which keeps the SVG of 1000 classes
// small.
func (h heat) drawCells(c draw.Canvas) {
	paths := map[color.RGBA]vg.Path{}
	var order []color.RGBA
	gap := vg.Length(0)
	if h.cell >= 12 {
		gap = 0.75
	}
	for i := range h.run.Confusion {
		for j := range h.run.Confusion {
			r, step, ok := h.shade(i, j)
			if !ok {
				continue
			}
			lo := h.corner(c, i, j)
			cell := vg.Rectangle{Min: lo.Add(vg.Point{X: gap, Y: gap}), Max: lo.Add(vg.Point{X: h.cell - gap, Y: h.cell - gap})}
			fill := r.at(step)
			if paths[fill] == nil {
				order = append(order, fill)
			}
			paths[fill] = append(paths[fill], cell.Path()...)
		}
	}
	for _, fill := range order {
		c.SetColor(fill)
		c.Fill(paths[fill])
	}
	c.SetLineStyle(draw.LineStyle{Color: inkSoft, Width: 0.8})
	c.Stroke(c.Rectangle.Path())
}

// drawCounts writes every count but 0, where the largest one fits its cell.
func (h heat) drawCounts(c draw.Canvas) {
	largest := 0
	for _, row := range h.run.Confusion {
		largest = max(largest, slices.Max(row))
	}
	style := aligned(sans(10, ink), text.XCenter, text.YCenter)
	style.Font.Size = min(11, 0.4*h.cell, 10*0.85*h.cell/style.Width(strconv.Itoa(largest)))
	if style.Font.Size < minText {
		return
	}
	for i, row := range h.run.Confusion {
		for j, count := range row {
			if _, step, ok := h.shade(i, j); ok {
				style.Color = inkOn(step)
				centre := h.corner(c, i, j).Add(vg.Point{X: h.cell / 2, Y: h.cell / 2})
				c.FillText(style, centre, strconv.Itoa(count))
			}
		}
	}
}

// drawNames names the rows and columns, or every second, fifth, tenth … of many.
func (h heat) drawNames(c draw.Canvas) {
	every := 1
	if h.cell < h.name.Font.Size {
		every = int(niceStep(float64(h.name.Font.Size/h.cell), 1))
	}
	row := aligned(h.name, text.XRight, text.YCenter)
	column := row
	column.Rotation = math.Pi / 2
	for i := 0; i < len(h.names); i += every {
		lo := h.corner(c, i, i)
		c.FillText(row, vg.Point{X: c.Min.X - 5, Y: lo.Y + h.cell/2}, h.names[i])
		c.FillText(column, vg.Point{X: lo.X + h.cell/2, Y: c.Min.Y - 5}, h.names[i])
	}
}

func (h heat) drawAxes(c draw.Canvas) {
	style := aligned(sans(10, inkSoft), text.XCenter, text.YTop)
	c.FillText(style, vg.Point{X: c.Center().X, Y: c.Min.Y - h.margin - 6}, "predicted class")
	style.Rotation, style.YAlign = math.Pi/2, text.YBottom
	c.FillText(style, vg.Point{X: c.Min.X - h.margin - 6, Y: c.Center().Y}, "true class")
}

// drawLegend draws both ramps along the top of c, with the share that is darkest.
func (h heat) drawLegend(c draw.Canvas) {
	const width, height, gap = 90, 9, 6
	style := aligned(sans(10, ink), text.XLeft, text.YCenter)
	x, y := c.Min.X, c.Max.Y-6
	write := func(s string) {
		c.FillText(style, vg.Point{X: x, Y: y}, s)
		x += style.Width(s) + gap
	}
	// Each shade reaches to the end of the bar, so that no seam shows between two.
	bar := func(r ramp) {
		for i := range shades {
			lo := vg.Point{X: x + width*vg.Length(i)/shades, Y: y - height/2}
			c.SetColor(r.at(i))
			c.Fill(vg.Rectangle{Min: lo, Max: vg.Point{X: x + width, Y: lo.Y + height}}.Path())
		}
		x += width + gap
	}
	write("right 0")
	bar(rightRamp)
	write("100 %")
	x += 2 * gap
	write("wrong 0")
	bar(wrongRamp)
	write(formatPercent(h.worst) + " of the true class")
}
