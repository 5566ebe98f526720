package sketch

import (
	"fmt"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"canvasnet/resnet/picture"
)

// photos are 200 training pictures of CIFAR-10, 20 a class, (32, 32, 3) each.
var photos = sync.OnceValues(func() ([][]byte, error) {
	paths, err := filepath.Glob("../testdata/cifar10-200/*/*.png") // sorted
	if err != nil {
		return nil, err
	}
	var pictures [][]byte
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		img, err := png.Decode(file)
		file.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		pictures = append(pictures, picture.Square(img, 32))
	}
	return pictures, nil
})

func loadPhotos(t testing.TB) [][]byte {
	pictures, err := photos()
	require.NoError(t, err)
	require.Len(t, pictures, 200)
	return pictures
}

// flat is a picture of one colour.
func flat(size int, c [3]byte) []byte {
	pixels := make([]byte, 0, size*size*3)
	for range size * size {
		pixels = append(pixels, c[:]...)
	}
	return pixels
}

// noisy is flat but for differences of up to amplitude.
func noisy(size, amplitude int) []byte {
	rng := rand.New(rand.NewPCG(1, 2))
	pixels := flat(size, [3]byte{120, 140, 100})
	for i := range pixels {
		pixels[i] += byte(rng.IntN(2*amplitude+1) - amplitude)
	}
	return pixels
}

// disc is a disc in the middle of a picture, its edge averaged over pixels.
func disc(size int, radius float64, inside, outside [3]byte) []byte {
	const fine = 8
	pixels := make([]byte, 0, size*size*3)
	for y := range size {
		for x := range size {
			n := 0
			for s := range fine * fine {
				dx := float64(x) + (float64(s%fine)+0.5)/fine - float64(size)/2
				dy := float64(y) + (float64(s/fine)+0.5)/fine - float64(size)/2
				if dx*dx+dy*dy < radius*radius {
					n++
				}
			}
			for c := range 3 {
				sum := n*int(inside[c]) + (fine*fine-n)*int(outside[c])
				pixels = append(pixels, byte(sum/(fine*fine)))
			}
		}
	}
	return pixels
}

// noise is a picture of random bytes.
func noise(size int, seed uint64) []byte {
	rng := rand.New(rand.NewPCG(seed, 3))
	pixels := make([]byte, size*size*3)
	for i := range pixels {
		pixels[i] = byte(rng.Uint32())
	}
	return pixels
}

// inkShare is the mean darkness of a rendering on white paper.
func inkShare(pixels []byte) float64 {
	sum := 0
	for _, v := range pixels {
		sum += 255 - int(v)
	}
	return float64(sum) / 255 / float64(len(pixels))
}

func render(src []byte, size int, s Style) []byte {
	dst := make([]byte, size*size*3)
	Render(dst, src, size, s, nil)
	return dst
}
