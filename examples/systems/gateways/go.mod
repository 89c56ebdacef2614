module github.com/verbatim-http/verbatim/examples/systems/gateways

go 1.26.0

require github.com/verbatim-http/verbatim/examples/systems/nethttp v0.0.0

// The app behind the gateways is the nethttp system's.
replace github.com/verbatim-http/verbatim/examples/systems/nethttp => ../nethttp
