package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// serveCommand serves the web page from a folder until ctx is cancelled:
//
//	resnet serve -dir site -addr localhost:8080
func serveCommand(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := newFlags("serve", "", "Serve serves the web page from a folder that \"make site\" built.", stdout)
	dir := flags.String("dir", "site", "`folder` with the static files")
	addr := flags.String("addr", "localhost:8080", "`host:port` to listen on; port 0 takes any free one")
	if err := parse(flags, args); err != nil {
		return err
	}
	root, err := openSite(*dir)
	if err != nil {
		return err
	}
	defer root.Close()
	listener, err := listen(*addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "Serving %s at %s (Ctrl-C stops)\n", *dir, pageURL(listener.Addr()))
	return serveUntil(ctx, listener, siteHandler(root.FS()))
}

// openSite opens a folder that holds a built site. Nothing outside it can be
// reached through the root, not even by symbolic links.
func openSite(dir string) (*os.Root, error) {
	root, err := os.OpenRoot(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("serve: the folder %s does not exist: run \"make site\", or name another with -dir", dir)
	case err != nil:
		return nil, fmt.Errorf("serve: open the folder %s: %w: name another with -dir", dir, err)
	}
	for _, name := range []string{"index.html", "canvasnet.wasm", "wasm_exec.js"} {
		if _, err := root.Stat(name); err != nil {
			root.Close()
			return nil, fmt.Errorf("serve: %s is missing (%w): run \"make site\" to build it", filepath.Join(dir, name), err)
		}
	}
	return root, nil
}

func listen(addr string) (net.Listener, error) {
	listener, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("serve: %s is taken by another program: stop it, or choose another port with -addr", addr)
	case err != nil:
		return nil, fmt.Errorf("serve: %w: give -addr as host:port, such as localhost:8080", err)
	}
	return listener, nil
}

// pageURL is where a browser on this machine finds the page.
func pageURL(addr net.Addr) string {
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err == nil && (ip.IsUnspecified() || ip.IsLoopback()) {
		return "http://localhost:" + port + "/"
	}
	return "http://" + addr.String() + "/"
}

// serveUntil answers requests until ctx is cancelled, then lets the running
// ones finish for a few seconds.
func serveUntil(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve: %w: start it again", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	if err := server.Shutdown(grace); err != nil {
		return server.Close()
	}
	return nil
}
