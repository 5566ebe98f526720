package teach_test

import (
	"fmt"

	"canvasnet/resnet"
	"canvasnet/resnet/teach"
)

// A network learns a class that it has not seen before.
func Example() {
	c, err := resnet.Named("resnet20")
	if err != nil {
		fmt.Println(err)
		return
	}
	m, err := resnet.New(c, 1) // or resnet.Load
	if err != nil {
		fmt.Println(err)
		return
	}
	student, err := teach.New(m)
	if err != nil {
		fmt.Println(err)
		return
	}
	picture := make([]byte, 32*32*3) // as picture.Drawing returns it
	if err := student.Teach("night", picture); err != nil {
		fmt.Println(err)
		return
	}
	result, err := student.Learn(func(teach.Progress) error { return nil })
	if err != nil {
		fmt.Println(err)
		return
	}
	classes := student.Classes()
	fmt.Println(classes[len(classes)-1], len(result.Loss), "steps, accuracy", result.Accuracy)

	file := m.File()
	if err := student.Update(file); err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(file.Tensor("fc.weight").Shape, file.Metadata["trained_on"])
	// Output:
	// night 200 steps, accuracy 1
	// [11 64] taught by hand: night (1)
}
