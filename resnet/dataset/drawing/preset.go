package drawing

// A Preset is a style to measure in.
type Preset struct {
	Name  string
	Style Style
}

// Presets returns the styles in which it is measured what a network makes of
// different hands and papers: Board first, then one difference at a time. Pen
// widths are those of the page's brushes.
func Presets() []Preset {
	vary := func(name string, change func(s *Style)) Preset {
		s := Board()
		change(&s)
		return Preset{name, s}
	}
	return []Preset{
		vary("board", func(*Style) {}),
		vary("fine", func(s *Style) { s.Pen.Width = 6.0 / 512 }),
		vary("thick", func(s *Style) { s.Pen.Width = 34.0 / 512 }),
		vary("tiny", func(s *Style) { s.Sheet, s.Place.Scale, s.Pen.Width = 512, 0.15, 6.0/512 }),
		vary("huge", func(s *Style) { s.Place.Scale = 1 }),
		vary("corner", func(s *Style) { s.Place = Place{X: 0.22, Y: 0.78, Scale: 0.4, Aspect: 1} }),
		vary("tilted", func(s *Style) { s.Place.Angle, s.Place.Slant = 0.25, 0.2 }),
		vary("shaky", func(s *Style) {
			s.Hand = Hand{Round: 0.03, Warp: 0.015, Shake: 0.008, Overshoot: 0.03}
			s.Pen.Pressure = 0.3
		}),
		vary("chalk", func(s *Style) {
			s.Paper.Colour, s.Pen.Inks = rgb(0x16261f), []Colour{rgb(0xf2f2ee)}
		}),
		vary("coloured", func(s *Style) { s.Pen.Inks = []Colour{rgb(0xd5352f), rgb(0x2360cf), rgb(0x3f9c46)} }),
		vary("filled", func(s *Style) {
			s.Fill = Fill{Share: 1, Gap: 0.03, Colours: []Colour{rgb(0xf4c81e), rgb(0x79bdea), rgb(0x80502b)}}
		}),
		vary("notebook", func(s *Style) {
			s.Paper = Paper{
				Colour: rgb(0xf4f1e6), Light: [2]float32{12, -8}, Blotch: 4, Grain: 4,
				Rule: Rule{Spacing: 0.08, Colour: rgb(0xa9c3dd)},
			}
			s.Pen.Inks = []Colour{rgb(0x24346d)}
		}),
	}
}
