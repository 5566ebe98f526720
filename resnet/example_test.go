package resnet_test

import (
	"fmt"
	"os"

	"canvasnet/resnet"
	"canvasnet/weights"
)

// A small network of basic blocks: a stem, one identity block, one with a
// projection.
func Example() {
	m, err := resnet.New(resnet.Config{
		Name:    "small",
		Stages:  []int{1, 1},
		Widths:  []int{16, 32},
		Classes: []string{"cat", "dog"},
		Input:   weights.Input{Size: 32, Std: [3]float32{1, 1, 1}},
	}, 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	if err := m.WriteSummary(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// Model: "small"
	//
	// Layer (type)                                Output shape     Param #  MAC #      Connected to
	// ────────────                                ────────────     ───────  ─────      ────────────
	// input (Input)                               (N, 32, 32, 3)   0        0          –
	// conv1 (Conv2D 3×3/1)                        (N, 32, 32, 16)  432      442,368    input
	// bn1 (BatchNormalization)                    (N, 32, 32, 16)  64       0          conv1
	// relu (ReLU)                                 (N, 32, 32, 16)  0        0          bn1
	// layer1.0.conv1 (Conv2D 3×3/1)               (N, 32, 32, 16)  2,304    2,359,296  relu
	// layer1.0.bn1 (BatchNormalization)           (N, 32, 32, 16)  64       0          layer1.0.conv1
	// layer1.0.relu1 (ReLU)                       (N, 32, 32, 16)  0        0          layer1.0.bn1
	// layer1.0.conv2 (Conv2D 3×3/1)               (N, 32, 32, 16)  2,304    2,359,296  layer1.0.relu1
	// layer1.0.bn2 (BatchNormalization)           (N, 32, 32, 16)  64       0          layer1.0.conv2
	// layer1.0.add (Add)                          (N, 32, 32, 16)  0        0          layer1.0.bn2, relu
	// layer1.0.relu (ReLU)                        (N, 32, 32, 16)  0        0          layer1.0.add
	// layer2.0.conv1 (Conv2D 3×3/2)               (N, 16, 16, 32)  4,608    1,179,648  layer1.0.relu
	// layer2.0.bn1 (BatchNormalization)           (N, 16, 16, 32)  128      0          layer2.0.conv1
	// layer2.0.relu1 (ReLU)                       (N, 16, 16, 32)  0        0          layer2.0.bn1
	// layer2.0.conv2 (Conv2D 3×3/1)               (N, 16, 16, 32)  9,216    2,359,296  layer2.0.relu1
	// layer2.0.bn2 (BatchNormalization)           (N, 16, 16, 32)  128      0          layer2.0.conv2
	// layer2.0.downsample.0 (Conv2D 1×1/2)        (N, 16, 16, 32)  512      131,072    layer1.0.relu
	// layer2.0.downsample.1 (BatchNormalization)  (N, 16, 16, 32)  128      0          layer2.0.downsample.0
	// layer2.0.add (Add)                          (N, 16, 16, 32)  0        0          layer2.0.bn2, layer2.0.downsample.1
	// layer2.0.relu (ReLU)                        (N, 16, 16, 32)  0        0          layer2.0.add
	// avgpool (GlobalAveragePooling2D)            (N, 1, 1, 32)    0        0          layer2.0.relu
	// fc (Dense)                                  (N, 1, 1, 2)     66       64         avgpool
	//
	// Total params: 20,018
	// Trainable params: 19,730
	// Non-trainable params: 288
	// Multiply-accumulates: 8,831,040
}
