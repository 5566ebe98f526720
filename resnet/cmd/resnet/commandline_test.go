package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCommandLine(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, "resnet train -threads 3"},
		{
			[]string{"-data", "cifar10:/home/me/cifar:train", "-out", "/tmp/x/net.safetensors", "-threads", "2", "-resume"},
			"resnet train -data cifar10:DIR:train -out net.safetensors -threads 2",
		},
		{[]string{"-data", "images:/home/me/photos:train"}, "resnet train -data images:DIR -threads 3"},
		{[]string{"-data", "cifar100"}, "resnet train -data cifar100 -threads 3"},
		{[]string{"-data", "cifar10::test"}, "resnet train -data cifar10::test -threads 3"},
		{[]string{"-drawings", "drawings:/home/me/drawings:train"}, "resnet train -drawings drawings:DIR:train -threads 3"},
		{[]string{"-test", "cifar10:here"}, "resnet train -test cifar10:DIR -threads 3"},
		{[]string{"-out", ""}, "resnet train -out '' -threads 3"},
		{[]string{"-out", "my net's", "-flip"}, `resnet train -flip=true -out 'my net'\''s' -threads 3`},
	} {
		fs := newFlags("train", "", "", nil)
		for _, name := range []string{"data", "test", "drawings", "out"} {
			fs.String(name, "", "")
		}
		fs.Bool("flip", false, "")
		fs.Bool("resume", false, "")
		fs.count("threads", 3, 9, "")
		require.NoError(t, fs.Parse(c.args))
		require.Equal(t, c.want, fs.commandLine("resume"))
	}
}
