# `make` alone shows the targets.
GOLANGCI = go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
# The race detector needs a C compiler.
RACE = $(shell command -v cc >/dev/null && echo -race)

.PHONY: help demo test lint check golden fuzz bench systems

help: ## show the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## probe an embedded API with planted faults
	@go build -o bin/verbatim ./cmd/verbatim
	@bin/verbatim demo || [ $$? -eq 1 ] # the planted faults are found

test: ## run the tests
	go test ./...

lint: ## gofmt, go vet and the linters
	@test -z "$$(gofmt -l .)" || { gofmt -l .; echo "gofmt: run gofmt -w on these files"; exit 1; }
	go vet ./...
	$(GOLANGCI) run --config .github/golangci.yml ./...

check: lint ## everything that CI runs before the real servers
	go mod tidy -diff
	go mod verify
	go test $(RACE) -shuffle=on ./...

golden: ## rewrite the golden files; read the diff before you commit it
	go test ./report -update
	go test ./probe/catalogue -update
	go test -tags systems ./examples/systems -run TestSystems -count=1 -update

fuzz: ## fuzz each parser for a short while: make fuzz FUZZTIME=1m
	@for pkg in $$(go list ./spec/... ./probe/... ./report/...); do \
	  for target in $$(go test -list '^Fuzz' $$pkg | grep '^Fuzz'); do \
	    echo "$$pkg $$target"; go test $$pkg -run '^$$' -fuzz "^$$target$$" -fuzztime $${FUZZTIME:-10s} || exit 1; \
	  done; \
	done

bench: ## measure against a bare client that sends the same requests, and what planning full mode costs
	go test -tags bench ./cmd/verbatim -run '^TestBench' -count=1 -v

systems: ## probe real servers and hold the verdicts against what is true of them: make systems S=flask
	go test -tags systems ./examples/systems -run "TestSystems/$(S)" -count=1 -timeout 40m -v
