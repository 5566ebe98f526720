package recipe

// MinPeak and MaxPeak bound the greatest learning rate of a schedule.
const (
	MinPeak = 1e-9
	MaxPeak = 100
)

// WithPeak is the recipe with another greatest learning rate: initial and final
// rates keep their share of it.
func (r Recipe) WithPeak(peak float64) Recipe {
	share := peak / r.Schedule.Peak
	r.Schedule.Peak = peak
	r.Schedule.Initial = min(r.Schedule.Initial*share, peak) // rounding must not lift it above
	r.Schedule.Final = min(r.Schedule.Final*share, peak)
	return r
}
