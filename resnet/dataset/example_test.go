package dataset_test

import (
	"context"
	"fmt"
	"image"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"

	"canvasnet/resnet/dataset"
)

// A folder of photos becomes a set, and an epoch of augmented pictures.
func Example() {
	dir, err := os.MkdirTemp("", "photos")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for _, class := range []string{"cat", "dog"} {
		if err := savePicture(filepath.Join(dir, class, "one.png")); err != nil {
			fmt.Println(err)
			return
		}
	}

	set, err := dataset.Open(context.Background(), "images:"+dir, dataset.Options{Size: 32})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(set.Len(), "pictures of", set.Classes)

	const seed, epoch = 1, 0
	augment := dataset.Augment{Pad: 4, Flip: true, Cutout: 8}
	var source rand.PCG
	rng := rand.New(&source)
	input := make([]byte, 32*32*3)
	for _, i := range dataset.Order(set.Len(), seed, epoch) {
		dataset.SeedImage(&source, seed, epoch, i)
		augment.Apply(input, set.Image(i), set.Size, rng)
	}
	// Output: 2 pictures of [cat dog]
}

func savePicture(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return png.Encode(file, image.NewGray(image.Rect(0, 0, 40, 30)))
}
