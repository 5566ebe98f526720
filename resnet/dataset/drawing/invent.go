package drawing

import (
	"math/rand/v2"
	"slices"
)

// A repertoire is how to draw a class, each program the way some people do.
type repertoire struct {
	class    string
	programs []func(a *artist)
}

var repertoires = []repertoire{
	{"deer", deer},
	{"ship", ships},
	{"truck", trucks},
	{"airplane", airplanes},
	{"automobile", automobiles},
	{"bird", birds},
	{"cat", cats},
	{"dog", dogs},
	{"frog", frogs},
	{"horse", horses},
}

// Inventable returns the classes that Invent knows.
func Inventable() []string {
	names := make([]string, len(repertoires))
	for i, r := range repertoires {
		names[i] = r.class
	}
	return names
}

// Invent makes up a drawing of a class, or returns false if it doesn't know it.
// Proportions, details, order and direction of strokes are as rng has them; the
// wobble of hands is up to a [Style].
func Invent(class string, rng *rand.Rand) (Drawing, bool) {
	i := slices.IndexFunc(repertoires, func(r repertoire) bool { return r.class == class })
	if i < 0 {
		return Drawing{}, false
	}
	a := newArtist(rng)
	programs := repertoires[i].programs
	programs[rng.IntN(len(programs))](a)
	return a.finish(), true
}
