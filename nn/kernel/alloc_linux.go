package kernel

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// advise asks for huge pages: arrays of many megabytes, read in strides, need
// fewer of the processor's few entries for pages. What the system does with the
// advice changes no result.
func advise(x []float32) {
	const page = 4096
	start := uintptr(unsafe.Pointer(unsafe.SliceData(x)))
	skip := (page - start%page) % page
	if size := uintptr(4 * len(x)); size > skip+hugePage {
		bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), size)
		_ = unix.Madvise(bytes[skip:skip+(size-skip)/page*page], unix.MADV_HUGEPAGE)
	}
}
