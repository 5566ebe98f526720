package main

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestLinkPassesBytesOneAfterTheOther(t *testing.T) {
	start := time.Unix(0, 0)
	l := &link{rate: 1000}
	require.Equal(t, start.Add(time.Second-slack), l.send(1000, start), "an idle link catches up")
	require.Equal(t, start.Add(1500*time.Millisecond-slack), l.send(500, start), "others wait behind")
	later := start.Add(time.Minute)
	require.Equal(t, later.Add(time.Second-slack), l.send(1000, later), "idle time is lost")
	require.EqualValues(t, 2500, l.bytes())
}

func TestLinkWithoutLimit(t *testing.T) {
	now := time.Unix(0, 0)
	l := new(link)
	require.Equal(t, now, l.send(1<<30, now))
	require.EqualValues(t, 1<<30, l.bytes())
}

func TestLinkConnDeliversEverything(t *testing.T) {
	near, far := net.Pipe()
	l := &link{rate: 1e8}
	sent := make([]byte, 3*packet+1)
	for i := range sent {
		sent[i] = byte(i)
	}
	go func() {
		linkConn{near, l}.Write(sent)
		near.Close()
	}()
	require.Equal(t, sent, readAll(t, far))
	require.EqualValues(t, len(sent), l.bytes())
}
