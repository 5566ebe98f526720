// Command gen writes the micro-kernels of nn/kernel for amd64 in assembly.
//
// Each kernel is described once, in tile.go and outer.go, for any instruction
// set and any number of rows; avo (https://github.com/mmcloughlin/avo) gives
// its variables registers and prints it.
package main

import (
	"fmt"
	"os"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen FILE")
		os.Exit(2)
	}
	source, err := generate()
	if err == nil {
		err = os.WriteFile(os.Args[1], source, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// generate returns the assembly source of all kernels.
func generate() ([]byte, error) {
	c := build.NewContext()
	for _, k := range []kernel{
		{c, avx512, 8, 2},
		{c, avx512, 8, 1},
		{c, avx2, 6, 2},
		{c, avx2, 8, 1},
	} {
		k.tile()
		k.outer()
	}
	file, err := c.Result()
	if err != nil {
		return nil, fmt.Errorf("building the kernels: %w", err)
	}
	file.Includes = []string{"go_asm.h"} // where the compiler puts the offsets of fields
	if err := pass.Compile.Execute(file); err != nil {
		return nil, fmt.Errorf("compiling the kernels: %w", err)
	}
	return printer.NewGoAsm(printer.Config{Name: "nn/kernel/gen", Pkg: "kernel"}).Print(file)
}
