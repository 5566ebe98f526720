package train

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strconv"
)

// machineMemory is how much memory, in bytes, the program can have, where Linux
// tells; or 0. In a container that is less than what the machine has.
func machineMemory() int64 { return memoryOf(os.DirFS("/")) }

// memoryOf is machineMemory, by the files of a system.
func memoryOf(system fs.FS) int64 {
	total, limit := memTotal(system), groupLimit(system)
	if total == 0 || limit == 0 {
		return max(total, limit)
	}
	return min(total, limit)
}

// memTotal reads the line "MemTotal: 8000000 kB" of /proc/meminfo; or returns 0.
func memTotal(system fs.FS) int64 {
	meminfo, err := fs.ReadFile(system, "proc/meminfo")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(meminfo) {
		var kilobytes int64
		if n, _ := fmt.Sscanf(string(line), "MemTotal: %d kB", &kilobytes); n == 1 {
			return kilobytes << 10
		}
	}
	return 0
}

// groupLimit is the least memory.max of the program's control group and of those
// above it (version 2: docs.kernel.org/admin-guide/cgroup-v2.html); or 0 where
// nothing bounds them. A container may see the path of its group but not the
// group: what is missing bounds nothing.
func groupLimit(system fs.FS) (least int64) {
	groups, err := fs.ReadFile(system, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range bytes.Lines(groups) {
		name, ok := bytes.CutPrefix(bytes.TrimSpace(line), []byte("0::"))
		if !ok {
			continue
		}
		for group := path.Clean("/" + string(name)); ; group = path.Dir(group) {
			text, err := fs.ReadFile(system, path.Join("sys/fs/cgroup", group, "memory.max"))
			limit, notNumber := strconv.ParseInt(string(bytes.TrimSpace(text)), 10, 64) // or "max"
			if err == nil && notNumber == nil && limit > 0 && (least == 0 || limit < least) {
				least = limit
			}
			if group == "/" {
				break
			}
		}
	}
	return least
}
