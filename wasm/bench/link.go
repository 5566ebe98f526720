package main

import (
	"net"
	"slices"
	"sync"
	"time"
)

// link is what connects one browser to the server. All its requests share the
// rate, whichever page or worker makes them; the browser's own throttling
// leaves workers out.
type link struct {
	rate float64 // bytes a second; 0 for no limit

	mu   sync.Mutex
	free time.Time // when all bytes so far have passed
	sent int64     // bytes, headers included
}

const (
	packet = 1460                 // bytes that pass at a time, as in Ethernet's TCP segments
	slack  = 5 * time.Millisecond // how far an idle link may catch up: sleeps end late
)

// send puts n bytes on the link and returns when they will have passed.
func (l *link) send(n int, now time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sent += int64(n)
	if l.rate == 0 {
		return now
	}
	if earliest := now.Add(-slack); l.free.Before(earliest) {
		l.free = earliest
	}
	l.free = l.free.Add(time.Duration(float64(n) / l.rate * float64(time.Second)))
	return l.free
}

// bytes is how many have been sent.
func (l *link) bytes() int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent
}

// linkListener accepts connections that go over a link.
type linkListener struct {
	net.Listener
	link *link
}

func (l linkListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return linkConn{conn, l.link}, nil
}

type linkConn struct {
	net.Conn
	link *link
}

// Write implements [net.Conn]: it takes as long as the link does.
func (c linkConn) Write(data []byte) (int, error) {
	written := 0
	for part := range slices.Chunk(data, packet) {
		time.Sleep(time.Until(c.link.send(len(part), time.Now())))
		n, err := c.Conn.Write(part)
		written += n
		if err != nil {
			return written, err
		}
	}
	return written, nil
}
