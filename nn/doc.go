// Package nn is the vocabulary of convolutional networks: tensors, layers with
// their gradients, a graph that runs them forward and backward, the loss, and
// the optimisers that follow its gradient.
//
// Activations are float32 in NHWC order: (N, H, W, C), N images of H×W pixels
// of C channels. Filters are (O, I, KH, KW), dense weights (O, I), as PyTorch
// stores them. A layer owns its result and its gradients and reuses their
// memory, so what Forward and Backward return holds until the next call.
//
// The same seed and the same number of threads give the same bits.
package nn
