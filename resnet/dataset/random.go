package dataset

import "math/rand/v2"

// Purposes keep the random streams of one seed apart.
const (
	purposeOrder = iota + 1
	purposeImage
	purposeSplit
	purposeFlip
	purposeScribble
)

// Order returns the order, a permutation of 0 … n-1, in which an epoch visits
// the n pictures of a set.
func Order(n int, seed uint64, epoch int) []int {
	return rand.New(rand.NewPCG(derive(seed, purposeOrder, epoch))).Perm(n)
}

// SeedImage restarts source for the augmentation of picture index in epoch.
// What is drawn then depends on nothing else, neither on the number of threads
// nor on where training was resumed. A worker keeps one source and one
// rand.New(source), and allocates nothing from picture to picture.
func SeedImage(source *rand.PCG, seed uint64, epoch, index int) {
	hi, lo := derive(seed, purposeImage, epoch)
	source.Seed(hi, mix(lo+uint64(index)))
}

// derive returns the two halves of a PCG seed.
func derive(seed, purpose uint64, epoch int) (hi, lo uint64) {
	hi = mix(seed + purpose)
	return hi, mix(hi + uint64(epoch))
}

// mix is the SplitMix64 step (Steele, Lea and Flood 2014): neighbouring inputs
// give unrelated outputs, where PCG streams of neighbouring seeds start alike.
func mix(z uint64) uint64 {
	z += 0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}
