package kernel

// share is the part of a job that falls to one of several threads.
type share struct{ part, parts int }

var whole = share{0, 1}

// split gives the share either of the rows of a product or of its columns: of
// rows if there are blocks of them for everybody, for that shares the filters'
// way through the caches.
func (s share) split(rows, block int) (ofRows, ofColumns share) {
	if rows >= 2*block*s.parts {
		return s, whole
	}
	return whole, s
}

// cut returns the bounds of the share of n things, in whole blocks.
func (s share) cut(n, block int) (lo, hi int) {
	blocks := (n + block - 1) / block
	return blocks * s.part / s.parts * block, min(n, blocks*(s.part+1)/s.parts*block)
}
