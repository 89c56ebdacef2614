package probe

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
)

// baseline is what the target says to a path that does not exist: without it, its answers to
// the paths of the contract cannot be read.
type baseline struct {
	get, registered, madeUp, options *records.Exchange
	// second is the answer to a second registered method; nil where the first reaches the router.
	second *records.Exchange
}

// exchanges are those of the baseline that were sent.
func (b *baseline) exchanges() []records.Exchange {
	var sent []records.Exchange
	for _, x := range []*records.Exchange{b.get, b.registered, b.second, b.madeUp, b.options} {
		if x != nil {
			sent = append(sent, *x)
		}
	}
	return sent
}

// calibrate learns the baseline and whether the target can be tested at all.
func (r *runner) calibrate(ctx context.Context, record *records.Run) {
	r.awaitTarget(ctx)
	problem := r.authenticate(ctx)
	if problem == nil {
		r.settleChoices(ctx, record)
		r.base.get = r.controls.unknown(ctx, http.MethodGet)
		problem = r.untestable(ctx)
	}
	if problem == nil {
		problem = r.refusedEarly(ctx)
	}
	if problem != nil {
		if ctx.Err() == nil {
			record.State = records.Untestable
			record.Notices = append(record.Notices, *problem)
		}
		return
	}
	r.askUnknownPath(ctx)
	r.judgeUnknownPath(ctx, record)
}

// askUnknownPath completes the baseline, with requests side by side: at a small contract and a
// distant target, every one that waits for another is felt.
func (r *runner) askUnknownPath(ctx context.Context) {
	var asks []func()
	for _, column := range r.plan.Columns {
		switch {
		case column.Method == "OPTIONS":
			asks = append(asks, func() { r.base.options = r.controls.unknown(ctx, column.Method) })
		case column.Method == records.MadeUpMethod:
			asks = append(asks, func() { r.base.madeUp = r.controls.unknown(ctx, column.Method) })
		case column.calibrates():
			asks = append(asks, func() {
				r.base.registered = r.controls.unknown(ctx, column.Method)
				if column.Method != secondStandIn && stopsEarly(r.base.registered) {
					r.base.second = r.controls.unknown(ctx, secondStandIn)
				}
			})
		}
	}
	r.each(len(asks), func(i int) { asks[i]() })
}

// awaitTarget polls until the target answers with anything but a gateway's "not yet".
func (r *runner) awaitTarget(ctx context.Context) {
	if r.options.Wait <= 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, r.options.Wait)
	defer cancel()
	_ = r.wire.await(ctx, r.plan.base+"/")
}

// untestable says why nothing can be learned from the target, nil when something can: no
// answer, or the same wall before every path.
func (r *runner) untestable(ctx context.Context) *records.Notice {
	x := r.base.get
	if x == nil {
		return nil
	}
	if x.Error != nil {
		return &records.Notice{Kind: "unreachable", Text: fmt.Sprintf("%s does not answer: %s", r.plan.Options.BaseURL.Redacted(), x.Error.Text),
			Hint: unreachableHint(x.Error.Kind)}
	}
	if x.Response.Status == http.StatusTooManyRequests {
		return &records.Notice{Kind: "throttled", Text: "the target answers 429 from the first request on", Hint: "run again later, or --rate with fewer requests per second"}
	}
	if wantsTLS(x) {
		return &records.Notice{Kind: "wall", Text: "the server says that it is asked without TLS where it wants TLS", Hint: "--base-url with https"}
	}
	if !wallLike(x.Response.Status) {
		return nil
	}
	sampled := 0
	for _, row := range r.plan.Rows {
		cell := row.cell(http.MethodGet)
		if sampled == 5 || cell == nil || cell.Operation == nil || cell.Withheld != "" || len(row.Params) > 0 {
			continue
		}
		sampled++
		if !sameWall(x, r.controls.exchange(ctx, cell.request("control", row.url(nil)))) {
			return nil
		}
	}
	if sampled == 0 {
		return nil
	}
	if notice := r.refusedByWall(x); notice != nil {
		return notice
	}
	return wallNotice(x, r.plan.Options.BaseURL.Hostname())
}

// unreachableHint is what to look at where no answer comes.
func unreachableHint(kind string) string {
	switch kind {
	case kindProxy:
		return "check --proxy, or HTTP_PROXY and HTTPS_PROXY, where the proxy's credentials stand too; a host that needs no proxy goes into NO_PROXY"
	case kindTLS:
		return "check the scheme and the port of --base-url"
	case kindClosed:
		return "check --base-url and that the deployment is up; --http 2 where it speaks HTTP/2 without TLS"
	}
	return "check --base-url and that the deployment is up; --wait 60s waits for it"
}

// wantsTLS reports whether a server answers 400 because it wants TLS at this port.
func wantsTLS(x *records.Exchange) bool {
	if x.Response.Status != http.StatusBadRequest {
		return false
	}
	for _, words := range []string{
		"Client sent an HTTP request to an HTTPS server",    // net/http, and what is built on it
		"The plain HTTP request was sent to HTTPS port",     // nginx
		"speaking plain HTTP to an SSL-enabled server port", // Apache httpd
		"This combination of host and port requires TLS",    // Tomcat
	} {
		if strings.Contains(x.Response.Body, words) {
			return true
		}
	}
	return false
}

// sameWall reports whether two requests met the same wall. Login redirects carry the path and a
// fresh state in their query.
func sameWall(a, b *records.Exchange) bool {
	if records.Same(a, b) {
		return true
	}
	if a.Status()/100 != 3 || a.Status() != b.Status() {
		return false
	}
	from, errFrom := url.Parse(a.Response.Value("Location"))
	to, errTo := url.Parse(b.Response.Value("Location"))
	return errFrom == nil && errTo == nil && from.Scheme == to.Scheme && from.Host == to.Host && from.Path == to.Path && from.Path != ""
}

func wallLike(status int) bool {
	switch status {
	case 401, 403, 407, 502, 503, 504, 301, 302, 303, 307, 308:
		return true
	}
	return false
}

func wallNotice(x *records.Exchange, host string) *records.Notice {
	status := x.Response.Status
	text := fmt.Sprintf("declared paths and a path that does not exist get the same %d", status) + wallLayer(x)
	switch {
	case status/100 == 3:
		location := strings.ReplaceAll(x.Response.Value("Location"), noSuchPath, "/…")
		to, err := url.Parse(location)
		if err == nil && to.Hostname() == host && to.Scheme == "https" {
			return &records.Notice{Kind: "wall", Text: text + ", a redirect to " + location, Hint: "--base-url with https"}
		}
		location, _, _ = strings.Cut(location, "?") // a state of its own for every request
		return &records.Notice{Kind: "wall", Text: text + ", a redirect to " + location,
			Hint: "give credentials if that is a login page, or the address of the API as --base-url"}
	case status == http.StatusProxyAuthRequired:
		return &records.Notice{Kind: "wall", Text: text + ": a proxy asks for credentials of its own",
			Hint: "put them into HTTP_PROXY or HTTPS_PROXY: http://user:password@host:port"}
	case status/100 == 5:
		return &records.Notice{Kind: "unreachable", Text: text + ": a gateway answers and nothing behind it does",
			Hint: "check that the application is up; --wait 60s waits for it"}
	}
	return &records.Notice{Kind: "wall", Text: text + ": a wall stands before the API, and nothing behind it can be seen",
		Hint: "give credentials with --credential, --bearer, --basic or --header-file"}
}
