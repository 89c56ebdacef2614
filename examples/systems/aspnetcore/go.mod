module github.com/verbatim-http/verbatim/examples/systems/aspnetcore

go 1.26.0

require github.com/verbatim-http/verbatim/examples/systems/nethttp v0.0.0

// The handlers are those of the nethttp system.
replace github.com/verbatim-http/verbatim/examples/systems/nethttp => ../nethttp
