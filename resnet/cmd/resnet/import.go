package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/weights"
)

// importFlags are the flags of the import subcommand.
type importFlags struct {
	*flags
	weights, model, out string
	classes             classList
	size                *int
	mean, std           rgb
}

func importCommand(_ context.Context, args []string, stdout, stderr io.Writer) error {
	o := importFlags{flags: newFlags("import", "", `Import takes over safetensors that PyTorch wrote and adds the metadata that
canvasnet needs. Tensors have the names of torchvision's or timm's ResNets, or
of the usual networks for CIFAR; prefixes such as "module." of
DistributedDataParallel are taken off. A file that has our metadata already
keeps its classes, size and normalisation, unless flags say otherwise.`, stdout)}
	o.StringVar(&o.weights, "weights", "", "safetensors `file` to read (required)")
	o.StringVar(&o.model, "model", "", "`name` of the network (required)")
	o.StringVar(&o.out, "out", "", "weight `file` to write (required)")
	o.Var(&o.classes, "classes", "`names` of the classes in the order of the outputs, such as cat,dog, or @FILE with one a line (default: those of CIFAR-10 or CIFAR-100 if a network for 32×32 pixels has 10 or 100, or else \"class 0\" …)")
	o.size = o.count("input", 0, weights.MaxInputSize, "height and width of the input in `pixels`; 0 stands for the network's own")
	o.Var(&o.mean, "mean", "`R,G,B` that training subtracted from pixels of 0 to 1 (default: torchvision's for ImageNet, 0.485,0.456,0.406, or for a network for 32×32 pixels CIFAR-10's, 0.4914,0.4822,0.4465)")
	o.Var(&o.std, "std", "`R,G,B` that training then divided by (default: 0.229,0.224,0.225, or 0.247,0.2435,0.2616)")
	if err := parse(o.flags, args, "weights", "model", "out"); err != nil {
		return err
	}
	const leastStd = 1e-3 // a quarter of the step between two bytes
	if o.given("std") && min(o.std[0], o.std[1], o.std[2]) < leastStd {
		return usageError{fmt.Errorf("import: -std %v: want at least %v: give fractions of the brightest pixel", &o.std, leastStd)}
	}
	return o.run(stdout)
}

func (o *importFlags) run(stdout io.Writer) error {
	c, err := resnet.Named(o.model)
	if err != nil {
		return err
	}
	f, err := readStateDict(o.weights)
	if err != nil {
		return err
	}
	var own weights.Meta // empty unless the file is ours
	if f.Metadata["format"] == weights.Format {
		if own, err = weights.ParseMeta(f.Metadata); err != nil {
			return fmt.Errorf("import %s: %w", o.weights, err)
		}
	}
	if err := o.configure(&c, f, own); err != nil {
		return fmt.Errorf("import %s: %w", o.weights, err)
	}
	m, err := resnet.FromTensors(c, f)
	if err != nil {
		return fmt.Errorf("import %s: %w", o.weights, err)
	}
	m.Temperature = own.Temperature
	if err := m.File().WriteFile(o.out, weights.F32); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s, %d×%d pixels, mean %v, std %v, %s: %s\n",
		m.Name, m.Input.Size, m.Input.Size, (*rgb)(&m.Input.Mean), (*rgb)(&m.Input.Std),
		number(len(m.Classes), "class", "classes"), someOf(m.Classes))
	return err
}

// configure fits classes and input of c to the flags, what the file says of
// itself, and its tensors.
func (o *importFlags) configure(c *resnet.Config, f *weights.File, own weights.Meta) error {
	n, err := resnet.Outputs(f)
	if err != nil {
		return err
	}
	switch {
	case o.classes == nil && len(own.Classes) == n:
		c.Classes = own.Classes
	case o.classes == nil:
		c.Classes = usualClasses(*c, n)
	case len(o.classes) != n:
		return fmt.Errorf("-classes names %d classes, but the network has %d outputs: name them all, in the order of training", len(o.classes), n)
	default:
		c.Classes = o.classes
	}
	if own.Input.Size > 0 {
		c.Input = own.Input
	}
	if *o.size > 0 {
		c.Input.Size = *o.size
	}
	if o.given("mean") {
		c.Input.Mean = o.mean
	}
	if o.given("std") {
		c.Input.Std = o.std
	}
	return nil
}

// usualClasses names n classes after the data set that networks such as c learn
// from.
func usualClasses(c resnet.Config, n int) []string {
	if n == len(c.Classes) {
		return c.Classes
	}
	if names := dataset.CIFAR100(); n == len(names) && slices.Equal(c.Classes, resnet.CIFAR10) {
		return names
	}
	return resnet.Numbered(n)
}

// someOf prints the first few names.
func someOf(names []string) string {
	const few = 4
	if len(names) <= few {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:few], ", ") + " …"
}

// readStateDict reads safetensors of PyTorch, under our names.
func readStateDict(path string) (*weights.File, error) {
	f, err := weights.ReadFile(path)
	if err != nil {
		if isPickle(path) {
			return nil, fmt.Errorf(`import %s: this is a pickle of torch.save, a program rather than a file of tensors. Convert it with PyTorch:
  import torch, safetensors.torch
  safetensors.torch.save_file({k: v.contiguous() for k, v in torch.load(%[1]q, map_location="cpu", weights_only=True).items()}, %[2]q)
If it holds more than the state dict, save the entry that is the state dict`, path, strings.TrimSuffix(path, ".pth")+".safetensors")
		}
		return nil, err
	}
	if f, err = resnet.TorchNames(f); err != nil {
		return nil, fmt.Errorf("import %s: %w", path, err)
	}
	return f, nil
}

// isPickle reports whether a file begins as torch.save writes it, since version
// 1.6 as a zip archive, or before as a pickle of protocol 2.
func isPickle(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 4)
	if _, err := io.ReadFull(f, head); err != nil {
		return false
	}
	return bytes.Equal(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte{0x80, 2})
}

// classList is a flag for class names.
type classList []string

func (l *classList) String() string { return strings.Join(*l, ",") }

func (l *classList) Set(text string) error {
	names := strings.Split(text, ",")
	if path, ok := strings.CutPrefix(text, "@"); ok {
		lines, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		names = strings.Split(strings.TrimRight(string(lines), "\r\n"), "\n")
	}
	seen := make(map[string]bool, len(names))
	for i, name := range names {
		name = strings.TrimSpace(name)
		switch {
		case name == "" || !utf8.ValidString(name):
			return fmt.Errorf("class %d is named %q: want a name in UTF-8", i, name)
		case seen[name]:
			return fmt.Errorf("two classes are named %q", name)
		}
		seen[name] = true
		names[i] = name
	}
	*l = names
	return nil
}

// rgb is a flag for one number each for red, green and blue.
type rgb [3]float32

func (v *rgb) String() string { return fmt.Sprintf("%v,%v,%v", v[0], v[1], v[2]) }

func (v *rgb) Set(text string) error {
	parts := strings.Split(text, ",")
	if len(parts) != len(v) {
		return errors.New("want three numbers such as 0.5,0.5,0.5")
	}
	for i, part := range parts {
		x, err := strconv.ParseFloat(strings.TrimSpace(part), 32)
		if err != nil || !(x >= 0 && x <= 1) {
			return fmt.Errorf("%q: want a fraction of the brightest pixel, from 0 to 1", part)
		}
		v[i] = float32(x)
	}
	return nil
}
