package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// report is what a benchmark found out, and where.
type report struct {
	Machine  machine   `json:"machine"`
	Sections []section `json:"sections"`
}

// machine is what the figures depend on.
type machine struct {
	Browser string `json:"browser"`
	CPU     string `json:"cpu"`
	Cores   int    `json:"cores"` // logical
}

// section is a table under a caption. Rows are what JSON shows, table what
// people read.
type section struct {
	Caption string `json:"caption"`
	Rows    any    `json:"rows"`
	table   table
}

func (r report) markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s on %s, %d logical cores\n", r.Machine.Browser, r.Machine.CPU, r.Machine.Cores)
	for _, s := range r.Sections {
		fmt.Fprintf(&b, "\n%s\n\n%s", s.Caption, s.table)
	}
	return b.String()
}

func describe(browser context.Context) (machine, error) {
	version, err := browserVersion(browser)
	return machine{Browser: version, CPU: cpuName(), Cores: runtime.NumCPU()}, err
}

// cpuName is the processor's name where Linux tells it, else its architecture.
func cpuName() string {
	info, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	for line := range strings.Lines(string(info)) {
		if key, value, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(value)
		}
	}
	return runtime.GOARCH
}

// progress tells someone who waits what is being done.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
}
