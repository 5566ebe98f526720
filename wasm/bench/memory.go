package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/chromedp/cdproto/systeminfo"
	"github.com/chromedp/chromedp"
)

// rendererMemory is the private memory, in bytes, of the browser's largest
// renderer, which is that of the page; 0 on systems that don't tell. Private
// leaves out what processes share, such as the browser's own code.
func rendererMemory(browser context.Context) (int64, error) {
	info, err := chromedp.CallBrowser(browser, systeminfo.GetProcessInfo, struct{}{})
	if err != nil {
		return 0, err
	}
	var largest int64
	for _, p := range info.ProcessInfo {
		if p.Type != "renderer" {
			continue
		}
		rollup, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps_rollup", p.ID))
		if errors.Is(err, fs.ErrNotExist) {
			continue // another system, or a renderer that has just ended
		}
		if err != nil {
			return 0, err
		}
		largest = max(largest, privateBytes(rollup))
	}
	return largest, nil
}

// privateBytes adds up the private memory in Linux's summary of a process:
// lines such as "Private_Dirty:  1234 kB".
func privateBytes(rollup []byte) int64 {
	var total int64
	for lines := bufio.NewScanner(bytes.NewReader(rollup)); lines.Scan(); {
		var key string
		var kB int64
		if _, err := fmt.Sscanf(lines.Text(), "%s %d kB", &key, &kB); err == nil && strings.HasPrefix(key, "Private_") {
			total += kB << 10
		}
	}
	return total
}

// megabytes is a table's way to show memory.
func megabytes(bytes int64) string {
	if bytes == 0 {
		return "–"
	}
	return fmt.Sprintf("%.0f", float64(bytes)/1e6)
}
