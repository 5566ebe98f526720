//go:build !goexperiment.simd

package kernel

func compiled() kernels { return twin() }

// transforms2 and transforms4 are the transforms that compiled code has.
func transforms2() transforms { return plainTransforms(inputMatrix2, outputMatrix2) }

func transforms4() transforms { return plainTransforms(inputMatrix4, outputMatrix4) }
