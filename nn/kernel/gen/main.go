// Command gen writes what nn/kernel has in assembly for amd64, and its vector
// loops for WebAssembly.
//
// Each function in assembly is described once for any instruction set, the
// micro-kernels in tile.go and outer.go for any number of rows, the Winograd
// transforms in lines.go and winograd.go; avo
// (https://github.com/mmcloughlin/avo) gives their variables registers and
// prints them.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/pass"
	"github.com/mmcloughlin/avo/printer"
)

// files are what is generated, from what is in the directory that they go to.
func files(directory string) (map[string][]byte, error) {
	all := make(map[string][]byte)
	for name, write := range map[string]func(*build.Context){
		"tile_amd64.s":     kernels,
		"winograd_amd64.s": transforms,
	} {
		source, err := generate(write)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all[name] = source
	}
	for _, name := range loops {
		source, err := generateLoops(directory, name)
		if err != nil {
			return nil, err
		}
		all[name+"_wasm.go"] = source
	}
	return all, nil
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: gen DIRECTORY")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(directory string) error {
	all, err := files(directory)
	if err != nil {
		return err
	}
	for name, source := range all {
		if err := os.WriteFile(filepath.Join(directory, name), source, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// kernels writes the micro-kernels.
func kernels(c *build.Context) {
	for _, k := range []kernel{
		{target{c, avx512}, 8, 2},
		{target{c, avx512}, 8, 1},
		{target{c, avx2}, 6, 2},
		{target{c, avx2}, 8, 1},
	} {
		k.tile()
		k.outer()
	}
}

// transforms writes the Winograd transforms.
func transforms(c *build.Context) {
	for _, isa := range []isa{avx512, avx2} {
		w := winograd{target: target{c, isa}}
		for _, m := range []int{2, 4} {
			w.input(m)
			w.output(m)
			w.gradient(m)
		}
	}
}

// generate returns the assembly source of the functions that write adds.
func generate(write func(*build.Context)) ([]byte, error) {
	c := build.NewContext()
	write(c)
	file, err := c.Result()
	if err != nil {
		return nil, fmt.Errorf("building the functions: %w", err)
	}
	file.Includes = []string{"go_asm.h"} // where the compiler puts the offsets of fields
	if err := pass.Compile.Execute(file); err != nil {
		return nil, fmt.Errorf("compiling the functions: %w", err)
	}
	return printer.NewGoAsm(printer.Config{Name: "nn/kernel/gen", Pkg: "kernel"}).Print(file)
}
