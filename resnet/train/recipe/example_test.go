package recipe_test

import (
	"fmt"
	"log"

	"canvasnet/resnet/train/recipe"
)

func ExampleParse() {
	r, err := recipe.Parse([]byte(`
name = "quick"
epochs = 5
batch = 128

[optimizer]
momentum = 0.9
nesterov = true

[schedule]
kind = "one-cycle"
peak = 0.2
warm_up = 1
`))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(r.Name, r.Schedule.Kind, r.WithEpochs(10).Schedule.WarmUp)

	_, err = recipe.Parse([]byte("epochs = 5\n[schedule]\nlearning_rate = 0.1\n"))
	fmt.Println(err)
	// Output:
	// quick one-cycle 2
	// recipe: line 3: unknown key schedule.learning_rate: want one of kind, peak, initial, final, warm_up, milestones, factor
}
