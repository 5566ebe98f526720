package drawing

import "math/rand/v2"

// blotchSide is how many large spots a sheet has across.
const blotchSide = 6

// lay fills a sheet, (side, side, 4) bytes of red, green, blue and alpha.
func (p Paper) lay(pix []byte, side int, rng *rand.Rand) {
	copy(pix, []byte{p.Colour[0], p.Colour[1], p.Colour[2], 255})
	for done := 4; done < len(pix); done *= 2 {
		copy(pix[done:], pix[:done])
	}
	if len(p.Photo.Pixels) > 0 && p.Photo.Fade < 1 {
		p.Photo.print(pix, side)
	}
	if p.Rule.Spacing > 0 {
		p.Rule.draw(pix, side, rng)
	}
	if p.Light != [2]float32{} || p.Blotch > 0 {
		p.shade(pix, side, rng)
	}
	if p.Grain > 0 {
		grain(pix, p.Grain, rng)
	}
}

// print lays a photo on the sheet.
func (photo Photo) print(pix []byte, side int) {
	size := photo.Size
	show := int32((1 - min(max(photo.Fade, 0), 1)) * 256)
	step := float32(size) / float32(side)
	for y := range side {
		top, v := between((float32(y)+0.5)*step-0.5, size)
		upper := photo.Pixels[top*size*3 : (top+1)*size*3]
		lower := photo.Pixels[min(top+1, size-1)*size*3:][:size*3]
		row := pix[y*side*4 : (y+1)*side*4]
		for x := range side {
			left, u := between((float32(x)+0.5)*step-0.5, size)
			right := min(left+1, size-1)
			for c := range 3 {
				a, b := int32(upper[3*left+c]), int32(upper[3*right+c])
				d, e := int32(lower[3*left+c]), int32(lower[3*right+c])
				a, d = a*16+(b-a)*u, d*16+(e-d)*u
				level := (a*16 + (d-a)*v + 128) >> 8
				paper := int32(row[4*x+c])
				row[4*x+c] = byte(paper + (level-paper)*show>>8)
			}
		}
	}
}

// between splits a coordinate between the centres of size pixels into the one
// before it and the way from there to the next, in sixteenths.
func between(at float32, size int) (before int, way int32) {
	at = min(max(at, 0), float32(size-1))
	before = int(at)
	return before, int32((at - float32(before)) * 16)
}

// draw draws the lines of ruled paper, one pixel wide.
func (r Rule) draw(pix []byte, side int, rng *rand.Rand) {
	spacing := max(r.Spacing*float32(side), 2)
	for at := rng.Float32() * spacing; at < float32(side); at += spacing {
		i := int(at)
		for k := range side {
			copy(pix[(i*side+k)*4:][:3], r.Colour[:])
			if r.Grid {
				copy(pix[(k*side+i)*4:][:3], r.Colour[:])
			}
		}
	}
}

// shade makes the sheet lighter and darker.
func (p Paper) shade(pix []byte, side int, rng *rand.Rand) {
	var spots [blotchSide + 1][blotchSide + 1]float32
	for i := range spots {
		for j := range spots[i] {
			spots[i][j] = p.Blotch * (2*rng.Float32() - 1)
		}
	}
	step := float32(1) / float32(side)
	for y := range side {
		v := (float32(y) + 0.5) * step
		i := int(v * blotchSide)
		fv := v*blotchSide - float32(i)
		for x := range side {
			u := (float32(x) + 0.5) * step
			j := int(u * blotchSide)
			fu := u*blotchSide - float32(j)
			top := spots[i][j] + (spots[i][j+1]-spots[i][j])*fu
			bottom := spots[i+1][j] + (spots[i+1][j+1]-spots[i+1][j])*fu
			level := top + (bottom-top)*fv + p.Light[0]*(2*u-1) + p.Light[1]*(2*v-1)
			add(pix[(y*side+x)*4:][:3], int32(level))
		}
	}
}

// grain adds noise to every pixel, grey and about normal.
func grain(pix []byte, deviation float32, rng *rand.Rand) {
	// The sum of two bytes, each uniform, deviates by 104.5.
	scale := int32(deviation * 65536 / 104.5)
	var bits uint64
	for i := 0; i < len(pix); i += 4 {
		if i%16 == 0 { // a draw is enough for four pixels
			bits = rng.Uint64()
		}
		noise := int32(bits&255) + int32(bits>>8&255) - 255
		bits >>= 16
		add(pix[i:i+3], noise*scale>>16)
	}
}

func add(pixel []byte, level int32) {
	for c, v := range pixel {
		pixel[c] = byte(min(max(int32(v)+level, 0), 255))
	}
}
