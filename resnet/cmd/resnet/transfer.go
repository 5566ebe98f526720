package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"canvasnet/resnet"
	"canvasnet/resnet/dataset"
	"canvasnet/weights"
)

// start is the weight file that a run starts from; nil stands for new weights.
type start struct {
	file *weights.File
	meta weights.Meta
	name string // of the file, and part of its checksum
}

// checkStart reports flags of train that do not go together.
func (o *trainFlags) checkStart() error {
	missing := func(name, but string) error { return fmt.Errorf("train: flag -%s is required, but for %s", name, but) }
	switch {
	case o.model == "" && o.from == "":
		return missing("model", "-from")
	case o.out == "" && !o.findLR:
		return missing("out", "-find-lr")
	case o.freeze != "" && o.from == "":
		return errors.New("train: -freeze without -from would freeze layers that know nothing: name the weights to start from")
	case o.findLR && o.resume:
		return errors.New("train: -find-lr has no checkpoint to -resume")
	case o.findLR && o.unusedByFindLR() != "":
		return fmt.Errorf("train: -find-lr measures nothing but the loss on the data: leave out -%s", o.unusedByFindLR())
	case o.classWeights != "" && o.classWeights != "balanced" && o.classWeights != "none":
		return fmt.Errorf(`train: -class-weights %s: want balanced or none`, o.classWeights)
	}
	return nil
}

// unusedByFindLR is the first flag that is given but means nothing to -find-lr.
func (o *trainFlags) unusedByFindLR() string {
	for _, name := range []string{"test", "patience", "checkpoint-every", "report"} {
		if o.given(name) {
			return name
		}
	}
	return ""
}

// readStart reads the file of -from, if it is given. The network is the file's.
func (o *trainFlags) readStart() (*start, error) {
	if o.from == "" {
		return nil, nil
	}
	f, err := weights.ReadFile(o.from)
	if err != nil {
		return nil, err
	}
	meta, err := weights.ParseMeta(f.Metadata)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.from, err)
	}
	if o.model != "" && o.model != meta.Model {
		return nil, fmt.Errorf("-model %s, but %s has weights of %s: leave out -model, or take weights of %s", o.model, o.from, meta.Model, o.model)
	}
	o.model = meta.Model
	sum, err := checksum(o.from)
	if err != nil {
		return nil, err
	}
	return &start{f, meta, fmt.Sprintf("%s (SHA-256 %x…)", filepath.Base(o.from), sum[:8])}, nil
}

func checksum(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return h.Sum(nil), nil
}

// String names the file, for a resumed run to start from the same one.
func (s *start) String() string {
	if s == nil {
		return ""
	}
	return s.name
}

// size is how many pixels a side the network takes, or 0.
func (s *start) size() int {
	if s == nil {
		return 0
	}
	return s.meta.Input.Size
}

// describe prints what m takes over, and what of it learns on.
func (s *start) describe(w io.Writer, m *resnet.Model) {
	if s == nil {
		return
	}
	last := "of the same classes"
	if !resnet.SameClasses(s.meta.Classes, m.Classes) {
		last = fmt.Sprintf("with a new last layer for %d classes instead of %d", len(m.Classes), len(s.meta.Classes))
	}
	fmt.Fprintf(w, "starts from %s, %s\n", s.name, last)
	if n := m.Graph.Frozen(); n != nil {
		fmt.Fprintf(w, "frozen up to %s: %d parameters learn\n", n.Name, m.Params())
	}
}

// newModel builds the network for the data: from weights, or anew with pictures
// normalised by the mean and the deviation of the data.
func (o *trainFlags) newModel(c resnet.Config, from *start, learn *dataset.Set, seed uint64) (*resnet.Model, error) {
	if from == nil {
		c.Classes, c.Input.Size = learn.Classes, learn.Size
		mean, std := learn.MeanStd()
		for i := range 3 {
			c.Input.Mean[i], c.Input.Std[i] = float32(mean[i]), max(float32(std[i]), 1e-3)
		}
		return resnet.New(c, seed)
	}
	m, err := resnet.Transfer(from.file, learn.Classes, *o.size, seed)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", o.from, err)
	}
	if o.freeze == "" {
		return m, nil
	}
	return m, m.Freeze(o.freeze)
}

// startedFrom tells, for the metadata of weights, what the run started from.
func (o *trainFlags) startedFrom() string {
	switch {
	case o.from == "":
		return ""
	case o.freeze == "":
		return ", from " + filepath.Base(o.from)
	}
	return ", from " + filepath.Base(o.from) + " with -freeze " + o.freeze
}
