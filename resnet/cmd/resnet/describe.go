package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"canvasnet/resnet/dataset"
	"canvasnet/resnet/train/recipe"
)

// maxNamed is how many classes are listed one by one.
const maxNamed = 12

// uneven is from how many times the pictures of another a class is called
// larger.
const uneven = 1.5

// describeClasses prints how many pictures of each class there are to learn
// from, and what to do if the numbers are far apart.
func describeClasses(w io.Writer, set *dataset.Set, r recipe.Recipe) {
	counts := set.Counts()
	least, most := slices.Min(counts), slices.Max(counts)
	fmt.Fprintf(w, "%s: %s of %s, ", set.Name, number(set.Len(), "picture", "pictures"), number(len(counts), "class", "classes"))
	switch {
	case least == most:
		fmt.Fprintf(w, "%d each\n", least)
	case len(counts) > maxNamed:
		fmt.Fprintf(w, "%d to %d each\n", least, most)
	default:
		fmt.Fprintln(w, listCounts(set.Classes, counts))
	}
	if least == 0 {
		fmt.Fprintf(w, "there is nothing to learn of the class %q: add pictures, or remove its folder\n", set.Classes[slices.Index(counts, 0)])
	}
	if float64(most) < uneven*float64(max(least, 1)) {
		return
	}
	if r.ClassWeights == recipe.Balanced {
		fmt.Fprintln(w, "the classes are weighted to count alike")
	} else {
		fmt.Fprintln(w, "the network will favour the larger classes: -class-weights balanced lets all count alike")
	}
}

// number is n of something, such as "1 class" or "2 classes".
func number(n int, one, many string) string {
	if n == 1 {
		many = one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func listCounts(classes []string, counts []int) string {
	var parts []string
	for i, n := range counts {
		parts = append(parts, fmt.Sprintf("%s %d", classes[i], n))
	}
	return strings.Join(parts, ", ")
}
