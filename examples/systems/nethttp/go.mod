module github.com/verbatim-http/verbatim/examples/systems/nethttp

go 1.26.0
