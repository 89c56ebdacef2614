module github.com/verbatim-http/verbatim/examples/systems/echo

go 1.26.0

require github.com/verbatim-http/verbatim/examples/systems/nethttp v0.0.0

require github.com/labstack/echo/v5 v5.3.1

// The handlers are those of the nethttp system; only the routing differs.
replace github.com/verbatim-http/verbatim/examples/systems/nethttp => ../nethttp
