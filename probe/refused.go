package probe

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/verbatim-http/verbatim/probe/records"
	"github.com/verbatim-http/verbatim/probe/secret"
	"github.com/verbatim-http/verbatim/spec"
)

// mostSampled is how many operations are asked whether they take the credentials, before
// everything else is sent.
const mostSampled = 5

// authenticate gets the tokens that the plan needs. Without them nothing is sent: what a target
// says to those that it does not know is not what the user asked for.
func (r *runner) authenticate(ctx context.Context) *records.Notice {
	if err := r.wire.authenticate(ctx, r.plan.UsedSchemes()); err != nil {
		return &records.Notice{Kind: "credentials", Text: err.Error(),
			Hint: "check the credential and the token URL; scopes, client_auth and parameters of it can be set in the configuration"}
	}
	return nil
}

// UsedSchemes are the security schemes whose credentials the plan sends, each once, by name.
func (p *Plan) UsedSchemes() []string {
	used := slices.Clone(p.authorizer.usual.schemes)
	for _, row := range p.Rows {
		for _, cell := range row.Cells {
			for _, name := range cell.Schemes {
				if cell.Withheld == "" && !slices.Contains(used, name) {
					used = append(used, name)
				}
			}
		}
	}
	slices.Sort(used)
	return used
}

// asksForCredentials reports whether a cell is declared, and asks for credentials that were given.
func (r *runner) asksForCredentials(cell *Planned) bool {
	if cell.Operation == nil || cell.lacks != "" {
		return false
	}
	return len(cell.Schemes) > 0 || len(r.options.Wire.Secrets) > 0 && len(cell.Operation.Security) > 0
}

// refusedEarly asks a few operations first. Where all of them answer 401, the credentials are
// not taken, and nothing can be learned. A 403 may be about rights, and waits for the rest.
func (r *runner) refusedEarly(ctx context.Context) *records.Notice {
	var sampled []*records.Exchange
	for _, row := range r.plan.Rows {
		cell := row.cell(http.MethodGet)
		if cell == nil || cell.Withheld != "" || !r.asksForCredentials(cell) {
			continue
		}
		values, ok := row.firstValues(func(Param) *spec.Value { return nil })
		if !ok || r.plan.fallsOn(row, row.url(values)) {
			continue
		}
		x := r.controls.exchange(ctx, cell.request("control", row.url(values)))
		if x.Response == nil || x.Response.Status != http.StatusUnauthorized {
			return nil
		}
		if sampled = append(sampled, x); len(sampled) == mostSampled {
			break
		}
	}
	if len(sampled) == 0 {
		return nil
	}
	return refusedNotice(sampled, places("the first ", len(sampled)))
}

// concludeCredentials says at the end what went wrong with credentials: a token that could not be
// renewed, and a target that took them nowhere.
func (r *runner) concludeCredentials(record *records.Run) {
	if record.State != records.Completed {
		return
	}
	if err := r.wire.keys.firstTrouble(); err != nil {
		record.Notices = append(record.Notices, records.Notice{Kind: "credentials", Text: err.Error() + "; the requests after that went out with the old token"})
	}
	var asked []*records.Exchange
	for i, row := range r.plan.Rows {
		for j, cell := range row.Cells {
			if !r.asksForCredentials(cell) || j >= len(record.Paths[i].Cells) {
				continue
			}
			exchanges := slices.DeleteFunc(slices.Clone(record.Paths[i].Cells[j].Exchanges), func(x records.Exchange) bool { return x.As != "" })
			if len(exchanges) == 0 || exchanges[len(exchanges)-1].Response == nil {
				continue
			}
			x := &exchanges[len(exchanges)-1]
			if status := x.Response.Status; status != http.StatusUnauthorized && status != http.StatusForbidden {
				return
			}
			asked = append(asked, x)
		}
	}
	if len(asked) > 0 {
		record.State = records.Untestable
		record.Notices = append(record.Notices, *refusedNotice(asked, places("all ", len(asked))))
	}
}

// concludeWalled ends a run as untestable where no declared operation let it in: a router that
// refuses undeclared methods before anybody asks for credentials makes such a run look kept.
func concludeWalled(record *records.Run) {
	if record.State != records.Completed {
		return
	}
	walls := map[int]int{}
	for _, path := range record.Paths {
		for _, cell := range path.Cells {
			status := 0
			for i := range cell.Exchanges {
				if x := &cell.Exchanges[i]; x.As == "" {
					status = x.Status()
				}
			}
			switch {
			case !cell.Declared || status == 0:
			case cell.Answer != records.Walled:
				return
			default:
				walls[status]++
			}
		}
	}
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(walls)) {
		parts = append(parts, fmt.Sprintf("%d with %d", walls[status], status))
	}
	if len(parts) == 0 {
		return
	}
	record.State = records.Untestable
	record.Notices = append(record.Notices, records.Notice{Kind: "wall",
		Text: "no declared operation that was asked let the run in: " + strings.Join(parts, ", ") + " were answered before anything could be learned of them",
		Hint: "give credentials with --credential, --bearer, --basic or --header-file"})
}

// places is where credentials were refused.
func places(which string, n int) string {
	if n == 1 {
		return "the operation that they go with answers"
	}
	return fmt.Sprintf("%s%d operations that they go with answer", which, n)
}

// refusedByWall reads a wall that stands there in spite of credentials as their refusal; nil when
// none went along, or the wall is of another kind.
func (r *runner) refusedByWall(x *records.Exchange) *records.Notice {
	if status := x.Status(); len(shownCredentials(x)) == 0 || status != http.StatusUnauthorized && status != http.StatusForbidden {
		return nil
	}
	return refusedNotice([]*records.Exchange{x}, "declared paths and a path that does not exist answer")
}

// shownCredentials are the fields and the query of a request that hold secrets, as variables.
func shownCredentials(x *records.Exchange) []string {
	shown := slices.DeleteFunc(slices.Clone(x.Fields), func(line string) bool { return !strings.Contains(line, "${") })
	if _, query, ok := strings.Cut(x.URL, "?"); ok && strings.Contains(query, "${") {
		shown = append(shown, "?"+query)
	}
	return shown
}

// refusedNotice says which credentials a target does not take, and what it says of them.
func refusedNotice(refusals []*records.Exchange, where string) *records.Notice {
	var names, statuses, words []string
	add := func(list []string, more ...string) []string {
		for _, text := range more {
			if text != "" && !slices.Contains(list, text) {
				list = append(list, text)
			}
		}
		return list
	}
	for _, x := range refusals {
		names = add(names, shownCredentials(x)...)
		statuses = add(statuses, fmt.Sprint(x.Response.Status))
		for _, challenge := range x.Response.Values("WWW-Authenticate") {
			words = add(words, "WWW-Authenticate: "+challenge)
		}
		words = add(words, strings.TrimPrefix(secret.Quoted(strings.Join(strings.Fields(x.Response.Body), " ")), "; "))
	}
	if len(names) == 0 {
		names = []string{"the client certificate"}
	}
	const most = 4
	text := fmt.Sprintf("%s %s to the credentials (%s)", where, strings.Join(statuses, " or "), strings.Join(names[:min(len(names), most)], ", "))
	if len(words) > 0 {
		text += "; " + strings.Join(words[:min(len(words), most)], "; ")
	}
	return &records.Notice{Kind: "credentials", Text: text, Hint: "check that they are meant for this deployment, that they have not expired, and what rights they have"}
}
