package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/chromedp/chromedp"
)

// scene is the page in use, as people see it who have done something there.
type scene struct {
	name string
	show func(p *tab)
	// What to look at, by selectors: on a desktop, and on a phone, which shows less.
	desktop, phone string
}

// scenes are the page's views, each with something to see.
var scenes = []scene{
	{"draw", drawCat, "body", "body"},
	{"inside", func(p *tab) {
		p.do(chromedp.Click(chromedp.CSS(".sample[data-label=ship]")))
		openPanel(p, "inside")
		p.do(chromedp.ScrollIntoView(chromedp.CSS("#panel-inside")))
		p.wait("document.querySelector('[role=switch]')")
		p.do(chromedp.Click(chromedp.CSS("[role=switch]")))
		p.wait("document.querySelector('.without .says').textContent.startsWith('Without layer')")
	}, ".views", ".where"},
	{"teach", func(p *tab) {
		openPanel(p, "teach")
		rng := rand.New(rand.NewPCG(6, 2))
		for i := range 4 {
			drawHouse(p, rng)
			addExample(p, "house", i+1)
		}
		learn(p)
	}, ".views", ".taught"},
	{"model", func(p *tab) {
		p.do(chromedp.Click(chromedp.CSS(".sample[data-label=frog]")))
		openPanel(p, "model")
	}, ".views", ".views"},
}

// drawCat draws a cat's head, as people do.
func drawCat(p *tab) {
	p.t.Helper()
	// arc goes around (x, y), by angles clockwise from the right.
	arc := func(x, y, rx, ry, from, to float64) {
		var points [][2]float64
		for i := range 25 {
			sin, cos := math.Sincos(from + (to-from)*float64(i)/24)
			points = append(points, [2]float64{x + rx*cos, y + ry*sin})
		}
		p.drag("#board", points...)
	}
	line := func(points ...[2]float64) { p.drag("#board", points...) }
	choose := func(name, value string) {
		p.do(chromedp.Click(chromedp.CSS(fmt.Sprintf("[name=%s][value=%q]", name, value))))
	}

	arc(0.5, 0.57, 0.31, 0.27, -0.62, 2*math.Pi-0.5)
	line([2]float64{0.235, 0.43}, [2]float64{0.2, 0.26}, [2]float64{0.21, 0.12}, [2]float64{0.32, 0.2}, [2]float64{0.4, 0.31})
	line([2]float64{0.6, 0.3}, [2]float64{0.69, 0.19}, [2]float64{0.79, 0.13}, [2]float64{0.79, 0.28}, [2]float64{0.76, 0.43})
	line([2]float64{0.5, 0.65}, [2]float64{0.5, 0.7})
	arc(0.445, 0.7, 0.055, 0.045, 0, math.Pi)
	arc(0.555, 0.7, 0.055, 0.045, math.Pi, 0)
	for _, side := range []float64{-1, 1} {
		for _, tilt := range []float64{-0.05, 0.01, 0.07} {
			line([2]float64{0.5 + 0.17*side, 0.65 + 0.6*tilt}, [2]float64{0.5 + 0.41*side, 0.63 + 1.6*tilt})
		}
	}
	choose("size", "34")
	choose("ink", "#3f9c46")
	line([2]float64{0.39, 0.49}, [2]float64{0.39, 0.51})
	line([2]float64{0.61, 0.48}, [2]float64{0.61, 0.5})
	choose("ink", "#d5352f")
	line([2]float64{0.49, 0.61}, [2]float64{0.51, 0.61})
	p.settle()
}
