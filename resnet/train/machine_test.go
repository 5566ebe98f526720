package train

import (
	"runtime"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"
)

func TestMemoryOf(t *testing.T) {
	const group, parent, top = "sys/fs/cgroup/a/b/memory.max", "sys/fs/cgroup/a/memory.max", "sys/fs/cgroup/memory.max"
	for name, c := range map[string]struct {
		files map[string]string
		want  int64
	}{
		"nothing tells": {nil, 0},
		"the machine": {
			map[string]string{"proc/meminfo": "MemTotal:        8148292 kB\nMemFree:          177592 kB\n"}, 8148292 << 10,
		},
		"another order":  {map[string]string{"proc/meminfo": "Other: 1 kB\nMemTotal: 5 kB"}, 5 << 10},
		"no number":      {map[string]string{"proc/meminfo": "MemTotal: lots"}, 0},
		"cut short":      {map[string]string{"proc/meminfo": "MemTotal"}, 0},
		"not a text":     {map[string]string{"proc/meminfo": "\x00"}, 0},
		"its group":      {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/a/b\n", group: "3072\n"}, 3072},
		"one above":      {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/a/b\n", group: "3072\n", parent: "2048\n"}, 2048},
		"a container":    {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/\n", top: "2048\n"}, 2048},
		"not mounted":    {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/a/b\n", top: "2048\n"}, 2048},
		"outside":        {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/../../x\n", top: "2048\n"}, 2048},
		"unbounded":      {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/a/b\n", group: "max\n"}, 5 << 10},
		"larger":         {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "0::/a/b\n", group: "9999\n"}, 5 << 10},
		"version 1":      {map[string]string{"proc/meminfo": "MemTotal: 5 kB", "proc/self/cgroup": "4:memory:/a/b\n", group: "1024\n"}, 5 << 10},
		"the group only": {map[string]string{"proc/self/cgroup": "0::/a/b\n", group: "3072\n"}, 3072},
	} {
		t.Run(name, func(t *testing.T) {
			system := fstest.MapFS{}
			for file, text := range c.files {
				system[file] = &fstest.MapFile{Data: []byte(text)}
			}
			require.Equal(t, c.want, memoryOf(system))
		})
	}
	if runtime.GOOS == "linux" {
		require.Greater(t, machineMemory(), int64(64<<20))
	}
}
