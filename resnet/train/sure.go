package train

import (
	"context"
	"fmt"
	"math"
	"slices"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
)

// unsure is the share of pictures of nothing that shall stay without an answer.
const unsure = 0.95

// FitSureAbove sets the model's SureAbove to the probability, rounded up to
// three decimals, that the best answers to 95 in 100 pictures of nothing stay
// below. The temperature comes first: with another one the probabilities differ.
func FitSureAbove(ctx context.Context, m *resnet.Model, nothing *dataset.Set, o Options) error {
	tops, err := confidences(ctx, m, nothing, o)
	if err != nil {
		return fmt.Errorf("fit to %s when %s is sure: %w", nothing.Name, m.Name, err)
	}
	slices.Sort(tops)
	at := tops[min(int(math.Ceil(unsure*float64(len(tops)))), len(tops)-1)]
	m.SureAbove = float32(min(math.Ceil(1000*float64(at))/1000, 0.999))
	return nil
}

// Sure is the share of pictures to which the model is sure of its answer.
func Sure(ctx context.Context, m *resnet.Model, set *dataset.Set, o Options) (float64, error) {
	tops, err := confidences(ctx, m, set, o)
	if err != nil {
		return 0, fmt.Errorf("how sure is %s of %s: %w", m.Name, set.Name, err)
	}
	sure := 0
	for _, p := range tops {
		if p >= m.SureAbove {
			sure++
		}
	}
	return float64(sure) / float64(len(tops)), nil
}

// confidences returns the probability of the best answer to each picture.
func confidences(ctx context.Context, m *resnet.Model, set *dataset.Set, o Options) ([]float32, error) {
	forward, err := o.forward(m, set)
	if err != nil {
		return nil, err
	}
	views, err := o.views(ctx, m, set, forward)
	if err != nil {
		return nil, err
	}
	var tops []float32
	for _, p := range probabilities(views, len(m.Classes), m.Temperature) {
		tops = append(tops, slices.Max(p))
	}
	return tops, nil
}
