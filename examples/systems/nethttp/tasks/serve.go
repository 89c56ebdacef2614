package tasks

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"time"
)

// Serve serves the handler until it fails. The address is host:port, or unix: and a path.
func Serve(address string, handler http.Handler) error {
	network := "tcp"
	if path, ok := strings.CutPrefix(address, "unix:"); ok {
		network, address = "unix", path
	}
	listener, err := net.Listen(network, address)
	if err != nil {
		return fmt.Errorf("serving the tasks: %w", err)
	}
	server := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}
