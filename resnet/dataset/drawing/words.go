package drawing

import "strings"

// classes says which class of CIFAR-10 a drawing shows, by the word that was to
// be drawn. There are no words for deer in Quick, Draw!, but files of one's own
// may have them.
var classes = map[string]string{
	"airplane":         "airplane",
	"automobile":       "automobile",
	"car":              "automobile",
	"bird":             "bird",
	"cat":              "cat",
	"deer":             "deer",
	"dog":              "dog",
	"frog":             "frog",
	"horse":            "horse",
	"ship":             "ship",
	"aircraft_carrier": "ship",
	"cruise_ship":      "ship",
	"sailboat":         "ship",
	"speedboat":        "ship",
	"truck":            "truck",
	"firetruck":        "truck",
	"pickup_truck":     "truck",
}

// ClassOf returns the class of CIFAR-10 that a word of Quick, Draw! belongs to,
// "pickup truck" or "pickup_truck".
func ClassOf(word string) (class string, ok bool) {
	class, ok = classes[strings.ReplaceAll(word, " ", "_")]
	return class, ok
}
