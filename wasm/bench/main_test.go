package main

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestParse(t *testing.T) {
	s, err := parse([]string{"-what", "cold", "-models", "resnet20,canvasnet", "-latency", "80ms"})
	require.NoError(t, err)
	require.Equal(t, []string{"resnet20", "canvasnet"}, s.models)
	require.Equal(t, 80*time.Millisecond, s.latency)

	s, err = parse(nil)
	require.NoError(t, err)
	require.Equal(t, "time", s.what)
	require.Empty(t, s.models)
}

func TestParseRefuses(t *testing.T) {
	for _, args := range [][]string{
		{"-what", "nothing"}, {"-rounds", "0"}, {"-samples", "0"}, {"-rate", "0"}, {"-latency", "-1s"}, {"resnet20"},
	} {
		_, err := parse(args)
		require.ErrorContains(t, err, "want", "%v", args)
	}
}

func TestRunNeedsWhatMakeBuilds(t *testing.T) {
	err := run(t.Context(), []string{"-site", t.TempDir()}, t.Output())
	require.ErrorContains(t, err, "make bench-web")
}
