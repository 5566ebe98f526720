package dataset

import "strings"

// IsTest reports whether the set is the test part of its data: it tells how good
// a network is only as long as nothing of the network was chosen by it.
func (s *Set) IsTest() bool {
	kind, part, _ := strings.Cut(s.Name, ":")
	part, _, _ = strings.Cut(part, " ") // without what was made of it, such as "(held out)"
	return kind != kindImages && part == splitTest
}
